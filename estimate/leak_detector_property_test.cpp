// SPDX-License-Identifier: Apache-2.0
// What holds for every series: agreement with the oracle, scale, closed forms, no false alarms
// without growth. The seeds are fixed, so every run sees the same series.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "estimate/leak_detector.hpp"
#include "estimate/test_dyadic_oracle.hpp"

namespace tidemark::estimate {
namespace {

class Series {
 public:
  explicit Series(std::uint64_t seed) : random_(seed) {
    step_ = uniform(0, 1.0) < 0.2 ? 0 : std::pow(10.0, uniform(-4.5, -1.3));
    noise_ = std::pow(10.0, uniform(-4, -0.5));
    jump_chance_ = uniform(0, 1.0) < 0.5 ? 0 : 0.01;
    level_ = uniform(0, 0.5);
  }

  /// Least use of the next block, as a share of the capacity.
  double next() {
    level_ += step_ * uniform(0.5, 1.5);
    if (uniform(0, 1.0) < jump_chance_) {
      level_ = uniform(0, level_);
    }
    return std::clamp(level_ + noise_ * uniform(-1, 1), 0.0, 1.0);
  }

  double uniform(double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random_);
  }

 private:
  std::mt19937_64 random_;
  double step_;
  double noise_;
  double jump_chance_;
  double level_;
};

std::uint32_t bytes_of(double share, std::uint32_t capacity) {
  return static_cast<std::uint32_t>(share * capacity);
}

TEST(LeakDetectorProperty, AgreesWithTheOracle) {
  unsigned leaks = 0;
  unsigned watches = 0;
  unsigned endings = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Series series(seed);
    const std::uint32_t capacities[] = {1000, 4000, 65535, 65537, 65538, 300'000, 4'000'000'000u};
    const std::uint32_t lengths[] = {1000, 60'000, 240'000, 3'600'000, 86'400'000};
    const std::uint32_t capacity = capacities[seed % std::size(capacities)];
    const LeakTiming timing{lengths[seed % std::size(lengths)]};
    LeakDetector detector(capacity);
    oracle::Detector expected(capacity, timing.block_ms);
    Verdict before = Verdict::kNone;
    for (int i = 0; i < 700; ++i) {
      const double share = series.next();
      const std::uint32_t least = bytes_of(share, capacity);
      const std::uint32_t greatest =
          std::max(least, bytes_of(std::min(1.0, share * series.uniform(1, 1.1)), capacity));
      detector.add(greatest);
      detector.add(least);
      detector.close_block(timing);
      const Verdict verdict = expected.block(least, greatest);
      if (expected.near_edge()) {
        break;
      }
      ASSERT_EQ(detector.verdict(), verdict) << "seed " << seed << " block " << i;
      leaks += verdict == Verdict::kLeak && before != Verdict::kLeak;
      watches += verdict == Verdict::kWatch && before == Verdict::kNone;
      endings += verdict != Verdict::kLeak && before == Verdict::kLeak;
      before = verdict;
    }
  }
  EXPECT_GT(leaks, 60u);
  EXPECT_GT(watches, 60u);
  EXPECT_GT(endings, 10u);
}

TEST(LeakDetectorProperty, ScaleDoesNotMatter) {
  unsigned leaks = 0;
  for (std::uint64_t seed = 1000; seed < 1200; ++seed) {
    Series series(seed);
    const std::uint32_t capacity = 1000 + static_cast<std::uint32_t>(seed) * 17 % 50000;
    const std::uint32_t factor = 2 + static_cast<std::uint32_t>(seed) % 60000;
    LeakDetector small(capacity);
    LeakDetector large(capacity * factor);
    const LeakTiming timing{240'000};
    for (int i = 0; i < 600; ++i) {
      const std::uint32_t used = bytes_of(series.next(), capacity);
      small.add(used);
      large.add(used * factor);
      small.close_block(timing);
      large.close_block(timing);
      ASSERT_EQ(small.verdict(), large.verdict()) << "seed " << seed << " block " << i;
      leaks += small.verdict() == Verdict::kLeak;
    }
  }
  EXPECT_GT(leaks, 1000u);
}

TEST(LeakDetectorProperty, WithoutARiseNoVerdict) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    std::mt19937_64 random(seed);
    std::uint32_t used = 1'000'000;
    LeakDetector detector(1'000'000);
    for (int i = 0; i < 2000; ++i) {
      used -= std::min<std::uint32_t>(used, static_cast<std::uint32_t>(random() % (seed * 10)));
      detector.add(used);
      if (random() % 3 != 0) {
        detector.close_block(LeakTiming{});
      }
      ASSERT_EQ(detector.verdict(), Verdict::kNone);
    }
  }
}

// An even leak of `step` bytes a block has rate, growth and time left in closed form. What the
// units of capacity / 65535 round away is at most one of them at each end of the window.
TEST(LeakDetectorProperty, EvenLeakHasTheClosedForm) {
  unsigned fired = 0;
  for (const std::uint32_t capacity : {500u, 4000u, 20'000u, 65'536u, 1'000'000u, 4'000'000'000u}) {
    for (const std::uint32_t block_ms : {1u, 1000u, 240'000u, 86'400'000u}) {
      for (const double share : {0.002, 0.005, 0.01, 0.05}) {
        const auto step = static_cast<std::uint32_t>(capacity * share);
        LeakDetector detector(capacity);
        const LeakTiming timing{block_ms};
        std::uint32_t used = 0;
        LeakTrend trend;
        for (; used <= capacity - step && detector.verdict() != Verdict::kLeak; used += step) {
          detector.add(used);
          detector.close_block(timing);
        }
        ASSERT_TRUE(detector.trend(timing, &trend)) << capacity << " " << share;
        ++fired;
        const double rate = step * 3.6e9 / block_ms;
        const double error = 2.0 * capacity / 65535 / (7.0 * step * (1u << trend.level));
        EXPECT_NEAR(static_cast<double>(trend.rate_millibytes_per_hour), rate, rate * error + 1);
        EXPECT_NEAR(trend.growth_bytes, 7.0 * step * (1u << trend.level), capacity / 32767.0 + 1);
        EXPECT_LE(trend.rate_low_millibytes_per_hour, trend.rate_millibytes_per_hour);
        EXPECT_GE(trend.rate_high_millibytes_per_hour, trend.rate_millibytes_per_hour);
        const double left = (capacity - (used - step)) / (rate / 3.6e6);
        // The rate is in whole thousandths of a byte an hour.
        EXPECT_NEAR(trend.time_left_s, left, left * (2 * error + 2 / rate) + 1);
        EXPECT_LE(trend.time_left_low_s, trend.time_left_s);
        EXPECT_GE(trend.time_left_high_s, trend.time_left_s);
      }
    }
  }
  EXPECT_EQ(fired, 96u);
}

// The tutorial's application in fast motion: 4000 bytes, 120 of them lost a second.
TEST(LeakDetectorProperty, MemTestIsCaughtBeforeItEnds) {
  constexpr std::uint32_t kCapacity = 4000;
  constexpr std::uint32_t kPerSecond = 120;
  LeakDetector detector(kCapacity);
  const LeakTiming timing{1000};
  std::uint32_t used = 0;
  for (; used <= kCapacity && detector.verdict() != Verdict::kLeak; used += kPerSecond) {
    detector.add(used);
    detector.close_block(timing);
  }
  LeakTrend trend;
  ASSERT_TRUE(detector.trend(timing, &trend));
  EXPECT_LE(used - kPerSecond, kCapacity * 2 / 3);
  EXPECT_NEAR(static_cast<double>(trend.rate_millibytes_per_hour) / 3.6e6, kPerSecond,
              kPerSecond * 0.1);
  EXPECT_NEAR(trend.time_left_s, (kCapacity - (used - kPerSecond)) / double{kPerSecond}, 2);
}

}  // namespace
}  // namespace tidemark::estimate
