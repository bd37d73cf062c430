// SPDX-License-Identifier: Apache-2.0
#include "tool/model/history.hpp"

#include <gtest/gtest.h>

namespace tidemark::model {
namespace {

TEST(History, EmptyAtFirstAndAfterClear) {
  History history;
  EXPECT_TRUE(history.points().empty());
  history.add(1);
  history.clear();
  EXPECT_TRUE(history.points().empty());
  EXPECT_EQ(history.samples_per_point(), 1u);
}

TEST(History, KeepsEachSampleUntilItIsFull) {
  History history;
  for (std::uint32_t i = 0; i < History::kPoints; ++i) {
    history.add(i);
  }
  ASSERT_EQ(history.points().size(), History::kPoints);
  EXPECT_EQ(history.points().front(), 0u);
  EXPECT_EQ(history.points().back(), History::kPoints - 1);
  EXPECT_EQ(history.samples_per_point(), 1u);
}

TEST(History, MergesNeighboursIntoTheLarger) {
  History history;
  for (std::uint32_t i = 0; i <= History::kPoints; ++i) {
    history.add(i);
  }
  ASSERT_EQ(history.points().size(), History::kPoints / 2 + 1);
  EXPECT_EQ(history.points()[0], 1u);
  EXPECT_EQ(history.points()[1], 3u);
  EXPECT_EQ(history.points().back(), History::kPoints);
  EXPECT_EQ(history.samples_per_point(), 2u);
  history.add(7);
  EXPECT_EQ(history.points().back(), History::kPoints) << "the second sample of the same point";
  history.add(8);
  EXPECT_EQ(history.points().back(), 8u);
}

TEST(History, StaysBoundedAndInOrder) {
  History history;
  for (std::uint32_t i = 0; i < 1'000'000; ++i) {
    history.add(i);
    ASSERT_LE(history.points().size(), History::kPoints);
  }
  for (std::size_t i = 1; i < history.points().size(); ++i) {
    ASSERT_GT(history.points()[i], history.points()[i - 1]);
  }
  EXPECT_EQ(history.points().back(), 999'999u);
  EXPECT_EQ(history.points()[0] + 1, history.samples_per_point());
}

}  // namespace
}  // namespace tidemark::model
