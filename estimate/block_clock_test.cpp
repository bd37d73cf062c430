// SPDX-License-Identifier: Apache-2.0
#include "estimate/block_clock.hpp"

#include <gtest/gtest.h>

namespace tidemark::estimate {
namespace {

TEST(BlockClock, FirstCallEndsNothing) {
  BlockClock clock(1000);
  const BlockClock::Step step = clock.advance(123456);
  EXPECT_EQ(step.blocks_ended, 0u);
  EXPECT_FALSE(step.went_back);
}

TEST(BlockClock, BlocksBeginWithTheFirstSample) {
  BlockClock clock(1000);
  clock.advance(500);
  EXPECT_EQ(clock.advance(1499).blocks_ended, 0u);
  EXPECT_EQ(clock.advance(1500).blocks_ended, 1u);
  EXPECT_EQ(clock.advance(2499).blocks_ended, 0u);
  EXPECT_EQ(clock.advance(2500).blocks_ended, 1u);
}

TEST(BlockClock, LateSamplesDoNotShiftThePhase) {
  BlockClock clock(1000);
  clock.advance(0);
  EXPECT_EQ(clock.advance(1900).blocks_ended, 1u);
  EXPECT_EQ(clock.advance(2000).blocks_ended, 1u);
  EXPECT_EQ(clock.advance(2999).blocks_ended, 0u);
}

TEST(BlockClock, EqualTimesAreFine) {
  BlockClock clock(10);
  clock.advance(7);
  for (int i = 0; i < 100; ++i) {
    const BlockClock::Step step = clock.advance(7);
    EXPECT_EQ(step.blocks_ended, 0u);
    EXPECT_FALSE(step.went_back);
  }
}

TEST(BlockClock, AGapEndsSeveralBlocks) {
  BlockClock clock(1000);
  clock.advance(0);
  EXPECT_EQ(clock.advance(7350).blocks_ended, 7u);
  EXPECT_EQ(clock.advance(8000).blocks_ended, 1u);
}

TEST(BlockClock, ALongGapIsCut) {
  BlockClock clock(1);
  clock.advance(0);
  EXPECT_EQ(clock.advance(BlockClock::kMaxBlocks).blocks_ended, BlockClock::kMaxBlocks);
  EXPECT_EQ(clock.advance(UINT64_MAX).blocks_ended, BlockClock::kMaxBlocks);
  EXPECT_EQ(clock.advance(UINT64_MAX).blocks_ended, 0u);
}

TEST(BlockClock, GoingBackBeginsAnew) {
  BlockClock clock(1000);
  clock.advance(50000);
  clock.advance(50900);
  const BlockClock::Step back = clock.advance(50899);
  EXPECT_TRUE(back.went_back);
  EXPECT_EQ(back.blocks_ended, 0u);
  EXPECT_EQ(clock.advance(51898).blocks_ended, 0u);
  const BlockClock::Step next = clock.advance(51899);
  EXPECT_EQ(next.blocks_ended, 1u);
  EXPECT_FALSE(next.went_back);
}

TEST(BlockClock, ZeroCountsAsOneMillisecond) {
  BlockClock clock(0);
  clock.advance(0);
  EXPECT_EQ(clock.advance(5).blocks_ended, 5u);
}

TEST(BlockClock, LongestBlock) {
  BlockClock clock(UINT32_MAX);
  clock.advance(0);
  EXPECT_EQ(clock.advance(UINT32_MAX - 1u).blocks_ended, 0u);
  EXPECT_EQ(clock.advance(UINT32_MAX).blocks_ended, 1u);
}

TEST(BlockClock, IsSmall) {
  EXPECT_LE(sizeof(BlockClock), 24u);
}

}  // namespace
}  // namespace tidemark::estimate
