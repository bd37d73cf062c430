// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/unreachable.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::sinks {
namespace {

using analysis::Reachability;
using analysis::UnreachableBlock;
using testing::HasSubstr;
using testing::Not;

Reachability one_of_two() {
  Reachability found;
  found.heaps = {{"_system_heap", 0x20001000, 2, 172, 1, 72}, {"z\x1b[1m", 0x20002000, 1, 8, 0, 0}};
  found.blocks = {{0x20001300, 72, "_system_heap", 0x20001000, std::nullopt}};
  found.searched_bytes = 2448;
  found.threads = 1;
  return found;
}

std::string site(std::uint64_t address) {
  return address == 0x401 ? "lose main.c:12" : "";
}

TEST(Unreachable, BlockWithoutAProfileHasDashes) {
  EXPECT_EQ(unreachable_text(one_of_two(), false, site),
            "address     bytes  heap          age  thread  allocated at\n"
            "0x20001300     72  _system_heap    -  -       -\n"
            "\n"
            "_system_heap: 2 blocks with 172 bytes in use, 1 of them with 72 bytes unreachable\n"
            "z: 1 block with 8 bytes in use, none unreachable\n"
            "searched: 2,448 bytes outside of heaps, registers, stacks of 1 thread\n");
}

TEST(Unreachable, ProfileAndLimitsAreShown) {
  Reachability found = one_of_two();
  found.blocks[0].origin = analysis::BlockOrigin{{0x401, 0x501}, "wor\nker", 70, 90'000};
  found.limits = {"not all was there"};
  const std::string text = unreachable_text(found, true, site);
  EXPECT_THAT(text, HasSubstr("0x20001300     70  _system_heap"));
  EXPECT_THAT(text, HasSubstr("1 min 30 s  wor?ker  lose main.c:12\n"));
  EXPECT_THAT(text, HasSubstr("72 bytes unreachable in both dumps\n"));
  EXPECT_THAT(text, HasSubstr("limit: not all was there\n"));
  found.blocks[0].origin->frames[0] = 0x601;
  EXPECT_THAT(unreachable_text(found, true, site), HasSubstr("wor?ker  0x00000601\n"));
  found.blocks.clear();
  EXPECT_THAT(unreachable_text(found, true, site), Not(HasSubstr("address")));
}

TEST(Unreachable, JsonHasWhatIsKnown) {
  Reachability found = one_of_two();
  auto json = unreachable_json(found, false, site);
  EXPECT_EQ(json["unreachable"][0]["address"], 0x20001300);
  EXPECT_FALSE(json["unreachable"][0].contains("age_ms"));
  EXPECT_EQ(json["heaps"][0]["unreachable_bytes"], 72);
  found.blocks[0].origin = analysis::BlockOrigin{{0x401}, "", 70, 64};
  json = unreachable_json(found, true, site);
  EXPECT_EQ(json["unreachable"][0]["site"], "lose main.c:12");
  EXPECT_EQ(json["unreachable"][0]["requested_bytes"], 70);
  EXPECT_FALSE(json["unreachable"][0].contains("thread"));
  EXPECT_EQ(json["in_both_dumps"], true);
}

}  // namespace
}  // namespace tidemark::sinks
