// SPDX-License-Identifier: Apache-2.0
#include "bench/leak_verdict/judges.hpp"

#include <gtest/gtest.h>

#include "bench/leak_verdict/random.hpp"
#include "bench/leak_verdict/summary.hpp"

namespace tidemark::bench {
namespace {

// Hours whose means are given by a function of the hour.
template <typename Function>
HourlyTrend trend_of(int hours, Function mean) {
  HourlyTrend trend;
  for (int hour = 0; hour < hours; ++hour) {
    for (int minute = 0; minute < 60; ++minute) {
      EXPECT_EQ(trend.add(mean(hour)), minute == 59);
    }
  }
  return trend;
}

TEST(HourlyTrend, SaysNothingBeforeADay) {
  const HourlyTrend trend = trend_of(23, [](int hour) { return 0.01 * hour; });
  EXPECT_FALSE(trend.mann_kendall());
  EXPECT_FALSE(trend.hours_to_capacity().has_value());
}

TEST(HourlyTrend, ARiseIsSeenAndExtrapolated) {
  const HourlyTrend trend = trend_of(25, [](int hour) { return 0.1 + 0.01 * hour; });
  EXPECT_TRUE(trend.mann_kendall());
  ASSERT_TRUE(trend.hours_to_capacity().has_value());
  EXPECT_NEAR(*trend.hours_to_capacity(), (1 - 0.34) / 0.01, 1e-3);
}

TEST(HourlyTrend, AConstantOrAFallIsNone) {
  for (const double slope : {0.0, -0.001}) {
    const HourlyTrend trend = trend_of(100, [slope](int hour) { return 0.5 + slope * hour; });
    EXPECT_FALSE(trend.mann_kendall());
    EXPECT_FALSE(trend.hours_to_capacity().has_value());
  }
}

TEST(HourlyTrend, NoiseIsSeldomATrend) {
  Random random(5);
  int kendall = 0;
  int line = 0;
  for (int i = 0; i < 2000; ++i) {
    const HourlyTrend trend = trend_of(48, [&](int) { return 0.5 + 0.01 * random.normal(); });
    kendall += trend.mann_kendall() ? 1 : 0;
    line += trend.hours_to_capacity().has_value() ? 1 : 0;
  }
  EXPECT_LE(kendall, 8);  // 2 expected at 0.1 %
  EXPECT_LE(line, 8);
  EXPECT_GE(line, 1);
}

TEST(Judges, WithoutRule6ASmallGrowthIsEnough) {
  Judges judges(100000);
  Accusations accuse{};
  for (unsigned minute = 0; minute < 600; ++minute) {
    accuse = judges.add(minute, 10000 + minute * 15);
  }
  EXPECT_TRUE(accuse[kNoRule6]);
  EXPECT_FALSE(accuse[kLeak]);
  EXPECT_FALSE(accuse[kWatch]);
}

TEST(Judges, ARebootForgets) {
  Judges judges(100000);
  for (unsigned minute = 0; minute < 2000; ++minute) {
    judges.add(minute, 10000 + minute * 40);
  }
  const Accusations before = judges.add(2000, 90000);
  EXPECT_TRUE(before[kLeak]);
  EXPECT_TRUE(before[kMannKendall]);
  EXPECT_TRUE(before[kThreshold]);
  const Accusations after = judges.add(0, 10000);
  for (std::size_t j = 0; j < kJudges; ++j) {
    EXPECT_FALSE(after[j]) << kJudgeNames[j];
  }
}

TEST(Summary, WilsonInterval) {
  const Share share{37, 1600};  // by hand: 0.0231, 0.0168 to 0.0317
  EXPECT_NEAR(share.value(), 0.023125, 1e-9);
  EXPECT_NEAR(share.low(), 0.01682, 5e-5);
  EXPECT_NEAR(share.high(), 0.03171, 5e-5);
  EXPECT_EQ((Share{0, 0}.value()), 0);
  EXPECT_NEAR((Share{0, 50}.low()), 0, 1e-12);
  EXPECT_NEAR((Share{50, 50}.high()), 1, 1e-12);
}

TEST(Summary, Quantiles) {
  EXPECT_EQ(quantile({}, 0.5), 0);
  EXPECT_EQ(quantile({7}, 0.9), 7);
  EXPECT_EQ(quantile({3, 1, 2}, 0.5), 2);
  EXPECT_NEAR(quantile({1, 2, 3, 4, 5}, 0.9), 4.6, 1e-12);
}

}  // namespace
}  // namespace tidemark::bench
