// SPDX-License-Identifier: Apache-2.0
#include "estimate/exhaustion.hpp"

#include <gtest/gtest.h>

namespace tidemark::estimate {
namespace {

bool add_times(Exhaustion* e, int times, std::uint32_t used, std::uint32_t capacity = 100,
               std::uint32_t percent = Exhaustion::kDefaultPercent) {
  bool state = e->exhausted();
  for (int i = 0; i < times; ++i) {
    state = e->add(used, capacity, percent);
  }
  EXPECT_EQ(state, e->exhausted());
  return state;
}

TEST(Exhaustion, EmptyAndOneSample) {
  Exhaustion e;
  EXPECT_FALSE(e.exhausted());
  EXPECT_FALSE(e.add(100, 100));
}

TEST(Exhaustion, BeginsAtTheFifthOnEnd) {
  Exhaustion e;
  EXPECT_FALSE(add_times(&e, 4, 86));
  EXPECT_TRUE(e.add(86, 100));
}

TEST(Exhaustion, ASampleBelowBreaksTheRun) {
  Exhaustion e;
  add_times(&e, 4, 86);
  e.add(85, 100);
  EXPECT_FALSE(add_times(&e, 4, 86));
  EXPECT_TRUE(e.add(86, 100));
}

TEST(Exhaustion, TheShareItselfIsNotAbove) {
  Exhaustion e;
  EXPECT_FALSE(add_times(&e, 100, 85));
}

TEST(Exhaustion, EndsAtTheFifthOnEnd) {
  Exhaustion e;
  add_times(&e, 20, 99);
  EXPECT_TRUE(add_times(&e, 4, 10));
  e.add(99, 100);
  EXPECT_TRUE(add_times(&e, 4, 10));
  EXPECT_FALSE(e.add(10, 100));
}

TEST(Exhaustion, ConstantForLong) {
  Exhaustion full;
  EXPECT_TRUE(add_times(&full, 1000, 100));
  Exhaustion idle;
  EXPECT_FALSE(add_times(&idle, 1000, 0));
}

TEST(Exhaustion, CapacityZeroIsNeverExhausted) {
  Exhaustion e;
  EXPECT_FALSE(add_times(&e, 10, 5, 0));
}

TEST(Exhaustion, NoOverflowAtTheTop) {
  Exhaustion e;
  EXPECT_TRUE(add_times(&e, 5, UINT32_MAX, UINT32_MAX));
  Exhaustion below;
  EXPECT_FALSE(add_times(&below, 5, 3650722200u, UINT32_MAX));  // 85 % is 3650722200.75
  EXPECT_TRUE(add_times(&below, 5, 3650722201u, UINT32_MAX));
}

TEST(Exhaustion, UsedAboveCapacity) {
  Exhaustion e;
  EXPECT_TRUE(add_times(&e, 5, 200));
}

TEST(Exhaustion, OtherShares) {
  Exhaustion one;
  EXPECT_TRUE(add_times(&one, 5, 2, 100, 1));
  Exhaustion all;
  EXPECT_FALSE(add_times(&all, 5, 100, 100, 100));
}

}  // namespace
}  // namespace tidemark::estimate
