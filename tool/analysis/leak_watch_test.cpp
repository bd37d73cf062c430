// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/leak_watch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <random>
#include <vector>

namespace tidemark::analysis {
namespace {

using model::Verdict;

constexpr std::uint32_t kSecond = 1000;
constexpr std::uint64_t kMillibytesPerHour = 3'600'000;  // of one byte a second

/// Free bytes of mem_test's heap after `n` rounds: 64 bit, 120 bytes gone with each.
std::uint32_t mem_test_free(std::uint32_t n) {
  return 4000 - 120 * std::min(n, 33u);
}

/// Feeds mem_test once a period; returns the round of the first LEAK, or -1.
int first_leak_in_mem_test(LeakWatch& watch, std::uint32_t period_ms) {
  for (std::uint32_t n = 0; n <= 33; ++n) {
    watch.add(std::uint64_t{n} * period_ms, mem_test_free(n), 4000);
    if (watch.verdict() == Verdict::kLeak) {
      return static_cast<int>(n);
    }
  }
  return -1;
}

TEST(LeakWatch, KnowsNothingAtFirst) {
  const LeakWatch watch;
  EXPECT_EQ(watch.verdict(), Verdict::kNone);
  EXPECT_FALSE(watch.trend());
  EXPECT_FALSE(watch.enough());
  EXPECT_FALSE(watch.missing_ms());
  EXPECT_FALSE(watch.period_ms());
}

TEST(LeakWatch, AccusesMemTestWellBeforeItsHeapIsFull) {
  LeakWatch watch;
  const int round = first_leak_in_mem_test(watch, kSecond);
  EXPECT_GE(round, 16);
  EXPECT_LE(round, 22);
  ASSERT_TRUE(watch.trend());
  EXPECT_NEAR(static_cast<double>(*watch.trend()->rate_millibytes_per_hour),
              120.0 * kMillibytesPerHour, 1.0 * kMillibytesPerHour);
  ASSERT_TRUE(watch.trend()->left_s);
  EXPECT_NEAR(*watch.trend()->left_s, (4000.0 - 120.0 * round) / 120.0, 2.0);
}

TEST(LeakWatch, ThePeriodScalesTimesAndRatesOnly) {
  LeakWatch watch;
  LeakWatch slow;
  EXPECT_EQ(first_leak_in_mem_test(watch, kSecond), first_leak_in_mem_test(slow, 60 * kSecond));
  EXPECT_EQ(slow.period_ms(), 60 * kSecond);
  EXPECT_EQ(slow.block_ms(), 240 * kSecond);
  EXPECT_NEAR(static_cast<double>(*slow.trend()->rate_millibytes_per_hour),
              2.0 * kMillibytesPerHour, 0.02 * kMillibytesPerHour);
}

TEST(LeakWatch, FourPeriodsABlockAloneWouldBeTooLateForMemTest) {
  LeakWatch watch(4 * kSecond);
  EXPECT_EQ(first_leak_in_mem_test(watch, kSecond), -1);
}

TEST(LeakWatch, ABlockThatIsToldIsUsed) {
  LeakWatch watch(kSecond);
  EXPECT_LE(first_leak_in_mem_test(watch, kSecond), 22);
  EXPECT_EQ(watch.block_ms(), kSecond);
  LeakWatch shorter_than_the_period(kSecond);
  EXPECT_LE(first_leak_in_mem_test(shorter_than_the_period, 10 * kSecond), 22);
  EXPECT_EQ(shorter_than_the_period.block_ms(), 10 * kSecond);
}

TEST(LeakWatch, SaysHowMuchIsMissing) {
  LeakWatch watch;
  for (std::uint32_t n = 0; n < 5; ++n) {
    watch.add(n * kSecond, 1000, 4000);
  }
  EXPECT_EQ(watch.missing_ms(), 32 * kSecond) << "one block of four seconds is over";
  for (std::uint32_t n = 5; n < 36; ++n) {
    watch.add(n * kSecond, 1000, 4000);
  }
  EXPECT_FALSE(watch.enough());
  watch.add(36 * kSecond, 1000, 4000);
  EXPECT_TRUE(watch.enough());
  EXPECT_EQ(watch.missing_ms(), 0u);
}

TEST(LeakWatch, SamplesAllAtOnceDoNoHarm) {
  LeakWatch watch;
  for (int n = 0; n < 100; ++n) {
    watch.add(5, 1000, 4000);
  }
  EXPECT_EQ(watch.verdict(), Verdict::kNone);
  EXPECT_FALSE(watch.period_ms()) << "equal times do not tell how far apart samples are";
  EXPECT_FALSE(watch.enough());
}

// The median distance of the first samples was 0, the period then 1 ms and the block 4 ms, so that
// each real step ended hundreds of empty blocks.
TEST(LeakWatch, EqualFirstTimesDoNotMakeFewSamplesEnough) {
  LeakWatch watch;
  for (std::uint32_t n = 0; n < 20; ++n) {
    const std::uint32_t step = n < 5 ? 0 : n - 4;
    watch.add(std::uint64_t{step} * kSecond, 4000 - 120 * step, 4000);
    EXPECT_FALSE(watch.enough()) << n;
  }
  EXPECT_EQ(watch.period_ms(), kSecond);
  EXPECT_EQ(watch.block_ms(), 4 * kSecond);
}

TEST(LeakWatch, ALeakAfterEqualFirstTimesIsFound) {
  LeakWatch watch;
  for (int n = 0; n < 1000; ++n) {
    watch.add(0, 100'000, 100'000);
  }
  std::uint32_t n = 1;
  for (; n < 100 && watch.verdict() != Verdict::kLeak; ++n) {
    watch.add(std::uint64_t{n} * kSecond, 100'000 - 900 * n, 100'000);
  }
  EXPECT_LT(n, 100u);
  EXPECT_EQ(watch.period_ms(), kSecond);
}

TEST(LeakWatch, PairsOfEqualTimesDoNotMakeItBeginAnew) {
  LeakWatch watch;
  for (std::uint32_t n = 0; n < 120; ++n) {
    watch.add(std::uint64_t{n / 3} * kSecond, 3000, 4000);
  }
  EXPECT_EQ(watch.period_ms(), kSecond);
  EXPECT_TRUE(watch.enough());
}

TEST(LeakWatch, EmptyBlocksOfAGapAreNotEnough) {
  LeakWatch watch;
  for (std::uint32_t n = 0; n < 10; ++n) {
    watch.add(n * kSecond, 1000, 4000);
  }
  watch.add(1000 * kSecond, 1000, 4000);
  EXPECT_FALSE(watch.enough());
}

TEST(LeakWatch, ABurstAtFirstDoesNotMakeFewSamplesEnough) {
  LeakWatch watch;
  for (std::uint32_t n = 0; n < 30; ++n) {
    watch.add(n < 5 ? n : n * kSecond, 1000, 4000);
    EXPECT_FALSE(watch.enough()) << n;
  }
}

TEST(LeakWatch, BeginsAnewWhenTheSpacingChanges) {
  LeakWatch watch;
  std::uint64_t now = 0;
  for (int n = 0; n < 40; ++n) {
    watch.add(now += kSecond, 3000, 4000);
  }
  for (int n = 0; n < 60; ++n) {
    watch.add(now += 60 * kSecond, 3000, 4000);
  }
  EXPECT_EQ(watch.period_ms(), 60 * kSecond);
}

TEST(LeakWatch, JitterAndAGapDoNotHideALeak) {
  std::mt19937 random(1);
  LeakWatch watch;
  bool accused = false;
  for (std::uint32_t n = 0; n < 200 && !accused; ++n) {
    const std::uint32_t now =
        n * kSecond + static_cast<std::uint32_t>(random() % 300) + (n > 40 ? 20 * kSecond : 0u);
    watch.add(now, 100'000 - now / 2, 100'000);
    accused = watch.verdict() == Verdict::kLeak;
  }
  EXPECT_TRUE(accused);
  EXPECT_NEAR(static_cast<double>(*watch.trend()->rate_millibytes_per_hour),
              500.0 * kMillibytesPerHour, 50.0 * kMillibytesPerHour);
}

// What the quick start costs. Short healthy runs of 600 samples that grow, at first or for ever, as
// fast as a leak of minutes would: the hardest shapes there are for windows of seconds.
class HealthyShape {
 public:
  explicit HealthyShape(unsigned seed) : random_(seed) {}
  double uniform(double low, double high) {
    return std::uniform_real_distribution<>(low, high)(random_);
  }
  double log_uniform(double low, double high) {
    return std::exp(uniform(std::log(low), std::log(high)));
  }
  double noise() { return std::normal_distribution<>(0.0, 0.01)(random_); }

 private:
  std::mt19937 random_;
};
using Curve = std::function<double(double)>;  // share of the capacity in use, by sample

Curve steady(HealthyShape& shape) {
  const double level = shape.uniform(0.1, 0.8);
  return [level](double) { return level; };
}
Curve ramp(HealthyShape& shape) {
  const double from = shape.uniform(0.0, 0.3);
  const double to = shape.uniform(0.3, 0.9);
  const double length = shape.log_uniform(5, 100);
  return [=](double n) { return from + (to - from) * std::min(n / length, 1.0); };
}
Curve warm_up(HealthyShape& shape) {
  const double from = shape.uniform(0.0, 0.3);
  const double to = shape.uniform(0.3, 0.9);
  const double tau = shape.log_uniform(3, 100);
  return [=](double n) { return to - (to - from) * std::exp(-n / tau); };
}
Curve sawtooth(HealthyShape& shape) {
  const double from = shape.uniform(0.0, 0.3);
  const double to = shape.uniform(0.4, 0.95);
  const double period = shape.log_uniform(8, 200);
  return [=](double n) { return from + (to - from) * std::fmod(n, period) / period; };
}

int false_alarms(const std::function<Curve(HealthyShape&)>& family, LeakWatch fresh) {
  constexpr int kRuns = 500;
  constexpr std::uint32_t kCapacity = 100'000;
  int alarms = 0;
  for (int run = 0; run < kRuns; ++run) {
    HealthyShape shape(static_cast<unsigned>(run));
    const Curve curve = family(shape);
    LeakWatch watch = fresh;
    for (int n = 0; n < 600 && watch.verdict() != Verdict::kLeak; ++n) {
      const double used = std::clamp(curve(n) + shape.noise(), 0.0, 1.0);
      watch.add(static_cast<std::uint64_t>(n) * kSecond,
                static_cast<std::uint32_t>(kCapacity * (1.0 - used)), kCapacity);
    }
    alarms += watch.verdict() == Verdict::kLeak ? 1 : 0;
  }
  return alarms * 100 / kRuns;
}

TEST(LeakWatch, WhatTheQuickStartCostsOnHealthyShortRuns) {
  const struct {
    const char* name;
    std::function<Curve(HealthyShape&)> family;
    int most_added_percent;
  } kFamilies[] = {{"steady", steady, 0},
                   {"ramp", ramp, 10},
                   {"warm-up", warm_up, 6},
                   {"sawtooth", sawtooth, 10}};
  for (const auto& f : kFamilies) {
    const int alone = false_alarms(f.family, LeakWatch(4 * kSecond));
    const int quick = false_alarms(f.family, LeakWatch());
    const int one_sample = false_alarms(f.family, LeakWatch(kSecond));
    std::cout << f.name << ": 4 samples a block " << alone << " %, with the quick start " << quick
              << " %, 1 sample a block " << one_sample << " %\n";
    EXPECT_LE(quick, alone + f.most_added_percent) << f.name;
    EXPECT_LE(quick, one_sample) << f.name;
  }
}

}  // namespace
}  // namespace tidemark::analysis
