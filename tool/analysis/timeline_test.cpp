// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/timeline.hpp"

#include <gtest/gtest.h>

namespace tidemark::analysis {
namespace {

using Outcome = Timeline::Outcome;

Timeline after_ten_seconds() {
  Timeline timeline;
  for (std::uint64_t ms = 1000; ms <= 10'000; ms += 1000) {
    EXPECT_EQ(timeline.advance(ms), Outcome::kNext);
  }
  return timeline;
}

TEST(Timeline, GoesOnInOrder) {
  const Timeline timeline = after_ten_seconds();
  EXPECT_EQ(timeline.now_ms(), 10'000u);
  EXPECT_FALSE(timeline.doubtful_ms());
}

TEST(Timeline, BeginsAnywhere) {
  Timeline timeline;
  EXPECT_EQ(timeline.advance(86'400'000ull * 300), Outcome::kNext);
}

TEST(Timeline, SlightDisorderIsOneMoment) {
  Timeline timeline = after_ten_seconds();
  EXPECT_EQ(timeline.advance(9'500), Outcome::kNext);
  EXPECT_EQ(timeline.now_ms(), 10'000u);
}

TEST(Timeline, ADamagedStampAheadIsRefuted) {
  Timeline timeline = after_ten_seconds();
  EXPECT_EQ(timeline.advance(90'000'000), Outcome::kDoubtful);
  EXPECT_EQ(timeline.now_ms(), 10'000u);
  EXPECT_EQ(timeline.advance(11'000), Outcome::kRefuted);
  EXPECT_EQ(timeline.now_ms(), 11'000u);
  EXPECT_EQ(timeline.advance(12'000), Outcome::kNext);
}

TEST(Timeline, ADamagedStampBehindIsRefuted) {
  Timeline timeline = after_ten_seconds();
  EXPECT_EQ(timeline.advance(0), Outcome::kDoubtful);
  EXPECT_EQ(timeline.advance(11'000), Outcome::kRefuted);
}

TEST(Timeline, ARebootIsConfirmedByTheNextStamp) {
  Timeline timeline = after_ten_seconds();
  EXPECT_EQ(timeline.advance(100), Outcome::kDoubtful);
  EXPECT_EQ(timeline.doubtful_ms(), 100u);
  EXPECT_EQ(timeline.advance(1100), Outcome::kRebooted);
  EXPECT_EQ(timeline.now_ms(), 1100u);
}

TEST(Timeline, AGapIsConfirmedByTheNextStamp) {
  Timeline timeline = after_ten_seconds();
  EXPECT_EQ(timeline.advance(10'000'000), Outcome::kDoubtful);
  EXPECT_EQ(timeline.advance(10'001'000), Outcome::kConfirmed);
  EXPECT_EQ(timeline.now_ms(), 10'001'000u);
}

TEST(Timeline, ALogThatBecomesQuietIsFollowed) {
  Timeline timeline = after_ten_seconds();
  EXPECT_EQ(timeline.advance(1'800'000), Outcome::kDoubtful);
  EXPECT_EQ(timeline.advance(3'600'000), Outcome::kConfirmed);
  EXPECT_EQ(timeline.advance(5'400'000), Outcome::kNext);
}

TEST(Timeline, LongPeriodsNeedNoConfirmation) {
  Timeline timeline;
  for (std::uint64_t hour = 0; hour < 5; ++hour) {
    EXPECT_EQ(timeline.advance(hour * 3'600'000), Outcome::kNext);
  }
}

TEST(Timeline, TwoDifferentDamagedStampsBothFall) {
  Timeline timeline = after_ten_seconds();
  EXPECT_EQ(timeline.advance(0), Outcome::kDoubtful);
  EXPECT_EQ(timeline.advance(90'000'000), Outcome::kDoubtful);
  EXPECT_EQ(timeline.advance(11'000), Outcome::kRefuted);
}

TEST(Timeline, AfterARestartAnyStampIsBelieved) {
  Timeline timeline = after_ten_seconds();
  timeline.restart();
  EXPECT_EQ(timeline.advance(5), Outcome::kNext);
  EXPECT_EQ(timeline.now_ms(), 5u);
}

}  // namespace
}  // namespace tidemark::analysis
