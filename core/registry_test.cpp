// SPDX-License-Identifier: Apache-2.0
#include "core/registry.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tidemark {
namespace {

std::string named(const char* name, unsigned suffix, const void* object = nullptr) {
  wire::Name out{};
  make_name("heap", object, name, static_cast<std::uint8_t>(suffix), &out);
  return std::string(out.bytes, out.size);
}

TEST(Names, HaveASuffixFromTwoOn) {
  EXPECT_EQ(named("rx", 1), "rx");
  EXPECT_EQ(named("rx", 2), "rx#2");
  EXPECT_EQ(named("rx", 10), "rx#10");
  EXPECT_EQ(named("rx", 255), "rx#255");
}

TEST(Names, OfTheNamelessAreTheirAddress) {
  const auto* address = reinterpret_cast<const void*>(std::uintptr_t{0x20000a40});
  EXPECT_EQ(named(nullptr, 1, address), "heap@0x20000a40");
  EXPECT_EQ(named("", 1, address), "heap@0x20000a40");
  EXPECT_EQ(named(nullptr, 1, nullptr), "heap@0x0");
}

TEST(Names, AreCutToLeaveRoomForTheSuffix) {
  const std::string longest(60, 'n');
  EXPECT_EQ(named(longest.c_str(), 1), longest.substr(0, 44));
  EXPECT_EQ(named(longest.c_str(), 255), longest.substr(0, 44) + "#255");
}

TEST(Names, HashIsZeroOnlyWithoutAName) {
  EXPECT_EQ(hash_name(nullptr), 0u);
  EXPECT_EQ(hash_name(""), 0u);
  EXPECT_NE(hash_name("a"), hash_name("b"));
}

class Slots : public testing::Test {
 protected:
  Span<Slot> table() { return {slots_.data(), slots_.size()}; }
  Slot* claim(int who) { return claim_slot(table(), &objects_[who]); }
  Slot* claim_named(int who, const char* name) {
    Slot* slot = claim(who);
    assign_suffix(table(), slot, hash_name(name));
    return slot;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(3);
  int objects_[4] = {};
};

TEST_F(Slots, AreFoundByTheirObject) {
  EXPECT_EQ(find_slot(table(), &objects_[0]), nullptr);
  Slot* slot = claim(0);
  EXPECT_EQ(find_slot(table(), &objects_[0]), slot);
  EXPECT_EQ(find_slot(table(), &objects_[1]), nullptr);
}

TEST_F(Slots, EndWhenTheTableIsFull) {
  EXPECT_NE(claim(0), nullptr);
  Slot* second = claim(1);
  EXPECT_NE(claim(2), nullptr);
  EXPECT_EQ(claim(3), nullptr);
  second->object = nullptr;
  EXPECT_EQ(claim(3), second);
}

TEST_F(Slots, OfOneNameGetSuffixesThatStay) {
  Slot* first = claim_named(0, "rx");
  Slot* second = claim_named(1, "rx");
  Slot* other = claim_named(2, "tx");
  EXPECT_EQ(first->suffix, 1);
  EXPECT_EQ(second->suffix, 2);
  EXPECT_EQ(other->suffix, 1);
  first->object = nullptr;
  EXPECT_EQ(second->suffix, 2);
  EXPECT_EQ(claim_named(3, "rx")->suffix, 1);
}

TEST_F(Slots, WithoutANameNeedNoSuffix) {
  EXPECT_EQ(claim_named(0, nullptr)->suffix, 1);
  EXPECT_EQ(claim_named(1, nullptr)->suffix, 1);
}

}  // namespace
}  // namespace tidemark
