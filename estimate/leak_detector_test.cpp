// SPDX-License-Identifier: Apache-2.0
#include "estimate/leak_detector.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <optional>
#include <random>

#include "estimate/block_clock.hpp"

namespace tidemark::estimate {
namespace {

constexpr std::uint32_t kUnit = 65535;  // a capacity at which bytes and the detector's units agree
constexpr LeakTiming kMinute{60'000};
constexpr LeakTiming kDay{86'400'000};

Verdict block(LeakDetector* d, std::uint32_t used, const LeakTiming& timing = kMinute) {
  d->add(used);
  d->close_block(timing);
  return d->verdict();
}

// Blocks of a use that grows evenly from `start`. Returns the number of blocks until `wanted`.
std::optional<std::uint32_t> blocks_until(LeakDetector* d, Verdict wanted, std::uint32_t start,
                                          std::uint32_t step, std::uint32_t most,
                                          const LeakTiming& timing = kMinute) {
  for (std::uint32_t i = 0; i < most; ++i) {
    if (block(d, start + i * step, timing) == wanted) {
      return i + 1;
    }
  }
  return std::nullopt;
}

TEST(LeakDetector, FitsItsBudget) {
  EXPECT_LE(sizeof(LeakDetector), 256u);
}

TEST(LeakDetector, EmptySaysNothing) {
  LeakDetector d(1000);
  EXPECT_EQ(d.verdict(), Verdict::kNone);
  LeakTrend trend;
  std::memset(&trend, 0x5A, sizeof trend);
  LeakTrend untouched;
  std::memcpy(&untouched, &trend, sizeof trend);
  EXPECT_FALSE(d.trend(kMinute, &trend));
  EXPECT_EQ(std::memcmp(&trend, &untouched, sizeof trend), 0);
}

TEST(LeakDetector, BlocksBeforeTheFirstSampleDoNotCount) {
  LeakDetector d(1000);
  for (int i = 0; i < 100; ++i) {
    d.close_block(kMinute);
  }
  EXPECT_EQ(d.blocks(), 0u);
  EXPECT_EQ(block(&d, 10), Verdict::kNone);
  EXPECT_EQ(d.blocks(), 1u);
}

TEST(LeakDetector, OneSampleForLong) {
  LeakDetector d(1000);
  d.add(999);
  for (int i = 0; i < 20000; ++i) {
    d.close_block(kMinute);
    ASSERT_EQ(d.verdict(), Verdict::kNone);
  }
  EXPECT_EQ(d.blocks(), 20000u);
}

TEST(LeakDetector, ConstantNeverFires) {
  for (const std::uint32_t used : {0u, 1u, 500u, 999u, 1000u}) {
    LeakDetector d(1000);
    for (int i = 0; i < 10000; ++i) {
      ASSERT_EQ(block(&d, used), Verdict::kNone);
    }
  }
}

TEST(LeakDetector, EvenGrowthFiresAtTheSecondEvaluation) {
  LeakDetector d(kUnit);
  // 8 * 6500 is above every headroom here, so the first evaluation (block 8) meets the rule.
  EXPECT_EQ(blocks_until(&d, Verdict::kLeak, 100, 6500, 10), 9u);
}

TEST(LeakDetector, FiringsApartAreNoVerdict) {
  LeakDetector d(kUnit);
  std::uint32_t used = 0;
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(block(&d, used += 4000), Verdict::kNone);
  }
  // Fires at blocks 8 and 10; between them a step of 0.7 of the growth (condition 3).
  EXPECT_EQ(block(&d, used + 25000), Verdict::kNone);
  EXPECT_EQ(block(&d, used + 8000), Verdict::kNone);
}

TEST(LeakDetector, WatchComesBeforeLeakAndIsNotHeld) {
  LeakDetector d(kUnit);
  const auto watch = blocks_until(&d, Verdict::kWatch, 0, 100, 500);
  ASSERT_TRUE(watch.has_value());
  LeakTrend trend;
  ASSERT_TRUE(d.trend(kMinute, &trend));
  EXPECT_EQ(trend.rate_millibytes_per_hour, 100u * 60u * 1000u);
  std::uint32_t blocks = 0;
  while (d.verdict() == Verdict::kWatch && blocks < 600) {
    block(&d, *watch * 100);  // stays where it is
    ++blocks;
  }
  EXPECT_EQ(d.verdict(), Verdict::kNone);
  EXPECT_LE(blocks, 512u);
}

TEST(LeakDetector, LeakHoldsUntilHalfIsGivenBack) {
  LeakDetector d(kUnit);
  ASSERT_EQ(blocks_until(&d, Verdict::kLeak, 6000, 6000, 10), 9u);
  // It fired at 54000 with a growth of 42000: the middle is 33000.
  for (int i = 0; i < 3000; ++i) {
    ASSERT_EQ(block(&d, 33000), Verdict::kLeak);
  }
  LeakTrend trend;
  EXPECT_TRUE(d.trend(kMinute, &trend));
  EXPECT_EQ(block(&d, 32999), Verdict::kNone);
  EXPECT_FALSE(d.trend(kMinute, &trend));
}

TEST(LeakDetector, AfterGivingBackItNeedsTwoFiringsAgain) {
  LeakDetector d(kUnit);
  ASSERT_EQ(blocks_until(&d, Verdict::kLeak, 6000, 6000, 10), 9u);
  EXPECT_EQ(block(&d, 0), Verdict::kNone);
  for (int i = 0; i < 2000; ++i) {
    ASSERT_EQ(block(&d, 0), Verdict::kNone);
  }
}

TEST(LeakDetector, ResetForgetsAll) {
  LeakDetector used(kUnit);
  blocks_until(&used, Verdict::kLeak, 100, 6500, 10);
  ASSERT_EQ(used.verdict(), Verdict::kLeak);
  used.reset();
  EXPECT_EQ(used.verdict(), Verdict::kNone);
  EXPECT_EQ(used.blocks(), 0u);
  LeakDetector fresh(kUnit);
  EXPECT_EQ(std::memcmp(&used, &fresh, sizeof used), 0);
}

TEST(LeakDetector, ClockGoingBackIsTheOwnersReset) {
  LeakDetector d(kUnit);
  BlockClock clock(kMinute.block_ms);
  std::uint32_t used = 0;
  for (std::uint64_t t = 0; t < 8 * 60'000; t += 60'000) {
    for (std::uint32_t n = clock.advance(t).blocks_ended; n > 0; --n) {
      d.close_block(kMinute);
    }
    d.add(used += 7000);
  }
  EXPECT_EQ(d.blocks(), 7u);
  const BlockClock::Step step = clock.advance(0);
  ASSERT_TRUE(step.went_back);
  d.reset();
  EXPECT_EQ(blocks_until(&d, Verdict::kLeak, 100, 6500, 10), 9u);
}

TEST(LeakDetector, GapRepeatsTheFloor) {
  LeakDetector gap(kUnit);
  LeakDetector filled(kUnit);
  for (std::uint32_t i = 0; i < 40; ++i) {
    block(&gap, i * 1200);
    block(&filled, i * 1200);
  }
  ASSERT_EQ(gap.verdict(), Verdict::kLeak);
  for (int i = 0; i < 600; ++i) {
    gap.close_block(kMinute);
    block(&filled, 39 * 1200);
    ASSERT_EQ(gap.verdict(), filled.verdict());
  }
  EXPECT_EQ(gap.blocks(), filled.blocks());
}

TEST(LeakDetector, AGapOfDaysKeepsTheUseInThePeak) {
  LeakDetector d(kUnit);
  blocks_until(&d, Verdict::kLeak, 100, 6500, 10);
  for (int i = 0; i < 4 * 1440; ++i) {
    d.close_block(kMinute);
  }
  LeakTrend trend;
  ASSERT_TRUE(d.trend(kMinute, &trend));
  const double rate = 6500.0 * 60;
  EXPECT_NEAR(trend.time_left_s, (kUnit - (100 + 8 * 6500.0)) / rate * 3600, 2);
}

// A peak leaves little headroom, so that a short window is long enough; days of 24 blocks.
TEST(LeakDetector, APeakCountsForItsDayAndTheNext) {
  constexpr LeakTiming kHour{3'600'000};
  for (const std::uint32_t flat : {30u, 45u}) {
    LeakDetector d(100000);
    d.add(90000);
    for (std::uint32_t i = 0; i < flat; ++i) {
      ASSERT_EQ(block(&d, 10000, kHour), Verdict::kNone);
    }
    const auto leak = blocks_until(&d, Verdict::kLeak, 10000, 2000, 10, kHour);
    EXPECT_EQ(leak.has_value(), flat == 30) << flat;
  }
}

TEST(LeakDetector, TheLeastOfABlockCounts) {
  LeakDetector d(kUnit);
  for (std::uint32_t i = 0; i < 200; ++i) {
    d.add(60000);
    d.add(20000);
    d.add(20000 + i * 200);  // grows, but the block's least does not
    d.close_block(kMinute);
    ASSERT_EQ(d.verdict(), Verdict::kNone);
  }
}

// Floors that alternate hide a slow growth from level 0; the pairs of level 1 show it.
TEST(LeakDetector, PairsGoToTheNextLevel) {
  for (std::uint8_t level = 1; level < 6; ++level) {
    LeakDetector d(kUnit);
    const std::uint32_t group = 1u << level;
    std::uint32_t i = 0;
    for (; i < 20 * group && d.verdict() != Verdict::kLeak; ++i) {
      const std::uint32_t swing = i % group == group - 1 ? 0 : 30000;
      block(&d, 5000 + i / group * 2000 + swing);
    }
    ASSERT_EQ(d.verdict(), Verdict::kLeak) << unsigned{level};
    LeakTrend trend;
    ASSERT_TRUE(d.trend(kMinute, &trend));
    EXPECT_EQ(trend.level, level);
    EXPECT_EQ(trend.window_ms, 8ull * group * 60'000);
    EXPECT_EQ(trend.rate_millibytes_per_hour, 2000ull * 60'000 / group);
    EXPECT_EQ(trend.growth_bytes, 14000u);
  }
}

TEST(LeakDetector, EveryLevelCanFire) {
  for (std::uint8_t level = 0; level < LeakDetector::kLevels; ++level) {
    LeakDetector d(kUnit);
    const std::uint32_t group = 1u << level;
    std::uint8_t highest = 0;
    for (std::uint32_t i = 0; i < 9 * group; ++i) {
      block(&d, i * 6500 / group);
      LeakTrend trend;
      if (d.trend(kMinute, &trend)) {
        highest = std::max(highest, trend.level);
      }
    }
    EXPECT_EQ(highest, level);
  }
}

TEST(LeakDetector, KnownTerritoryDoesNotFire) {
  LeakDetector d(kUnit);
  for (int round = 0; round < 20; ++round) {
    for (std::uint32_t i = 0; i < 8; ++i) {
      const Verdict verdict = block(&d, 20000 + i * 4000);
      ASSERT_EQ(verdict, Verdict::kNone) << round << " " << i;
    }
  }
}

TEST(LeakDetector, HistoryIsForgottenAfterTwoPeriods) {
  // Blocks of a day: a period is eight departures. The high floor leaves the window at departure 1
  // (of 13), so it is held back until departure 16 and no longer.
  for (const std::uint32_t quiet : {6u, 7u, 30u}) {
    LeakDetector d(kUnit);
    block(&d, 60000, kDay);
    for (std::uint32_t i = 0; i < quiet; ++i) {
      block(&d, 1000, kDay);
    }
    const auto found = blocks_until(&d, Verdict::kLeak, 1000, 6000, 10, kDay);
    EXPECT_EQ(found.has_value(), quiet >= 7 + 7) << quiet;
  }
}

TEST(LeakDetector, CapacityZeroIsOff) {
  LeakDetector d(0);
  for (std::uint32_t i = 0; i < 5000; ++i) {
    ASSERT_EQ(block(&d, i * 1000), Verdict::kNone);
  }
  EXPECT_EQ(d.blocks(), 0u);
}

TEST(LeakDetector, CapacityOne) {
  LeakDetector d(1);
  for (std::uint32_t i = 0; i < 5000; ++i) {
    ASSERT_EQ(block(&d, i / 2500), Verdict::kNone);  // one step is no trend
  }
}

TEST(LeakDetector, GreatestCapacity) {
  LeakDetector d(UINT32_MAX);
  const std::uint32_t step = UINT32_MAX / 10;
  EXPECT_EQ(blocks_until(&d, Verdict::kLeak, 0, step, 10), 9u);
  LeakTrend trend;
  ASSERT_TRUE(d.trend(kMinute, &trend));
  const double rate = step * 60.0 * 1000.0;
  EXPECT_NEAR(static_cast<double>(trend.rate_millibytes_per_hour), rate, rate * 1e-4);
  EXPECT_NEAR(trend.growth_bytes, 7.0 * step, 7.0 * step * 1e-4);
}

TEST(LeakDetector, FastestRateSaturatesNothingSilently) {
  LeakDetector d(UINT32_MAX);
  const LeakTiming millisecond{1};
  EXPECT_EQ(blocks_until(&d, Verdict::kLeak, 0, UINT32_MAX / 9, 10, millisecond), 9u);
  LeakTrend trend;
  ASSERT_TRUE(d.trend(millisecond, &trend));
  const double rate = UINT32_MAX / 9 * 3.6e9;
  EXPECT_NEAR(static_cast<double>(trend.rate_millibytes_per_hour), rate, rate * 1e-4);
}

TEST(LeakDetector, UsedAboveCapacityCountsAsCapacity) {
  LeakDetector above(5000);
  LeakDetector at(5000);
  for (std::uint32_t i = 0; i < 30; ++i) {
    block(&above, i < 20 ? i * 200 : UINT32_MAX - i);
    block(&at, i < 20 ? i * 200 : 5000);
    ASSERT_EQ(std::memcmp(&above, &at, sizeof at), 0);
  }
}

TEST(LeakDetector, BlockLengthOutOfRange) {
  LeakDetector zero(kUnit);
  LeakDetector one(kUnit);
  LeakDetector longest(kUnit);
  LeakDetector day(kUnit);
  for (std::uint32_t i = 0; i < 12; ++i) {
    block(&zero, i * 5500, {0});
    block(&one, i * 5500, {1});
    block(&longest, i * 5500, {UINT32_MAX});
    block(&day, i * 5500, kDay);
  }
  EXPECT_EQ(std::memcmp(&zero, &one, sizeof zero), 0);
  EXPECT_EQ(std::memcmp(&longest, &day, sizeof day), 0);
  LeakTrend trend;
  ASSERT_TRUE(longest.trend({UINT32_MAX}, &trend));
  EXPECT_EQ(trend.window_ms, 8ull * 86'400'000);
}

TEST(LeakDetector, BlockCountKeepsItsParities) {
  EXPECT_EQ(LeakDetector::block_after(0), 1u);
  EXPECT_EQ(LeakDetector::block_after(UINT32_MAX - 1), UINT32_MAX);
  EXPECT_EQ(LeakDetector::block_after(UINT32_MAX), 1u << 31);
}

}  // namespace
}  // namespace tidemark::estimate
