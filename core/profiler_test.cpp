// SPDX-License-Identifier: Apache-2.0
#include "core/profiler.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "core/fake_port.hpp"

namespace tidemark {
namespace {

const void* address(std::uintptr_t value) {
  return reinterpret_cast<const void*>(value);
}

class ProfilerTest : public testing::Test {
 protected:
  explicit ProfilerTest(std::uint32_t interval = 1) {
    profiler_.start(memory_->tables(), interval, 1);
  }

  /// As the hooks do it.
  bool allocate(std::uintptr_t block, std::size_t bytes, std::uintptr_t caller,
                std::uintptr_t thread = 0x7000, std::uintptr_t pool = 0x9000) {
    if (!profiler_.hits(bytes)) {
      return false;
    }
    profiler_.take({address(pool), address(block), bytes, address(caller), address(thread)});
    return true;
  }

  FakePort port_;
  std::unique_ptr<ProfileMemory<32, 8, 4, 4>> memory_ =
      std::make_unique<ProfileMemory<32, 8, 4, 4>>();
  Profiler profiler_;
};

TEST_F(ProfilerTest, KnowsEachBlockThatIsLive) {
  EXPECT_TRUE(allocate(0x1000, 24, 0x400));
  EXPECT_TRUE(allocate(0x2000, 100, 0x400));
  EXPECT_TRUE(allocate(0x3000, 8, 0x500, 0));
  profiler_.released(address(0x1000));

  wire::ProfileLine totals{};
  profiler_.totals(&totals);
  EXPECT_EQ(totals.records, 2u);
  EXPECT_EQ(totals.sites, 2u);
  EXPECT_EQ(totals.owners, 2u);
  EXPECT_EQ(totals.samples, 3u);
  EXPECT_EQ(totals.interval_bytes, 1u);

  wire::SiteLine site;
  ASSERT_TRUE(profiler_.site_at(0, &site));
  EXPECT_EQ(site.frames[0], 0x400u);
  EXPECT_EQ(site.pool, 0x9000u);
  EXPECT_EQ(site.total_bytes, 124u);
  EXPECT_EQ(site.total_blocks, 2u);
  SiteLive live;
  profiler_.live_of_site(0, &live);
  EXPECT_EQ(live.bytes, 100u);
  EXPECT_EQ(live.blocks, 1u);
}

}  // namespace
}  // namespace tidemark
