// SPDX-License-Identifier: Apache-2.0
#include "estimate/pressure.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace tidemark::estimate {
namespace {

constexpr auto kOk = PressureLevel::kOk;
constexpr auto kWarn = PressureLevel::kWarn;
constexpr auto kCritical = PressureLevel::kCritical;

PressureLevel add_times(Pressure* pressure, int times, std::uint32_t used,
                        std::uint32_t capacity = 100) {
  PressureLevel level = pressure->level();
  for (int i = 0; i < times; ++i) {
    level = pressure->add({used, capacity}, kPressureLimits, kPressureTiming);
  }
  EXPECT_EQ(level, pressure->level());
  return level;
}

TEST(Pressure, EmptyAndOneSample) {
  Pressure p;
  EXPECT_EQ(p.level(), kOk);
  EXPECT_EQ(add_times(&p, 1, 100), kOk);
}

TEST(Pressure, WarnBeginsAtTheFifthOnEnd) {
  Pressure p;
  EXPECT_EQ(add_times(&p, 4, 86), kOk);
  EXPECT_EQ(add_times(&p, 1, 86), kWarn);
  EXPECT_EQ(p.cause(), PressureCause::kUsed);
}

TEST(Pressure, CriticalBeginsAtTheSecondOnEndAndWarnWithIt) {
  Pressure p;
  EXPECT_EQ(add_times(&p, 1, 96), kOk);
  EXPECT_EQ(add_times(&p, 1, 96), kCritical);
  EXPECT_EQ(add_times(&p, 5, 86), kWarn);
}

TEST(Pressure, ASampleBelowBreaksTheRun) {
  Pressure p;
  add_times(&p, 4, 86);
  add_times(&p, 1, 85);
  EXPECT_EQ(add_times(&p, 4, 86), kOk);
  EXPECT_EQ(add_times(&p, 1, 86), kWarn);
}

TEST(Pressure, TheShareItselfIsNotAbove) {
  Pressure p;
  EXPECT_EQ(add_times(&p, 100, 85), kOk);
  add_times(&p, 5, 86);
  EXPECT_EQ(add_times(&p, 100, 95), kWarn);
}

TEST(Pressure, EndsAtTheFifthOnEndBelowTheMargin) {
  Pressure p;
  add_times(&p, 5, 86);
  EXPECT_EQ(add_times(&p, 100, 81), kWarn);  // within the margin for ever
  EXPECT_EQ(add_times(&p, 4, 80), kWarn);
  EXPECT_EQ(add_times(&p, 1, 81), kWarn);
  EXPECT_EQ(add_times(&p, 4, 80), kWarn);
  EXPECT_EQ(add_times(&p, 1, 80), kOk);
}

TEST(Pressure, ComesDownOverWarnOrAtOnce) {
  Pressure slow;
  add_times(&slow, 2, 100);
  EXPECT_EQ(add_times(&slow, 4, 90), kCritical);
  EXPECT_EQ(add_times(&slow, 1, 90), kWarn);
  EXPECT_EQ(add_times(&slow, 5, 10), kOk);
  Pressure fast;
  add_times(&fast, 2, 100);
  EXPECT_EQ(add_times(&fast, 4, 10), kCritical);
  EXPECT_EQ(add_times(&fast, 1, 10), kOk);
}

TEST(Pressure, AlternatingSamplesDoNotMoveIt) {
  Pressure p;
  for (int i = 0; i < 100; ++i) {
    add_times(&p, 1, i % 2 == 0 ? 100 : 0);
    EXPECT_EQ(p.level(), kOk);
  }
  add_times(&p, 2, 100);
  for (int i = 0; i < 100; ++i) {
    add_times(&p, 1, i % 2 == 0 ? 0 : 100);
    EXPECT_EQ(p.level(), kCritical);
  }
}

TEST(Pressure, UseRoundALimitTellsOnce) {
  Pressure p;
  unsigned changes = 0;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    const PressureLevel before = p.level();
    changes += add_times(&p, 1, i / 7 % 2 == 0 ? 84 : 87) != before ? 1u : 0u;
  }
  EXPECT_EQ(changes, 1u);
}

TEST(Pressure, ConstantForLong) {
  Pressure full;
  EXPECT_EQ(add_times(&full, 1000, 100), kCritical);
  Pressure idle;
  EXPECT_EQ(add_times(&idle, 1000, 0), kOk);
}

TEST(Pressure, CapacityZeroMeetsNothing) {
  Pressure p;
  EXPECT_EQ(add_times(&p, 10, 5, 0), kOk);
  const PressureLimits by_free = {{{0, 10, 10, 10}, {0, 5, 5, 5}}};
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(p.add({0, 0, known(0u), known(0u)}, by_free, kPressureTiming), kOk);
  }
}

TEST(Pressure, NoOverflowAtTheTop) {
  Pressure p;
  EXPECT_EQ(add_times(&p, 2, UINT32_MAX, UINT32_MAX), kCritical);
  Pressure below;
  EXPECT_EQ(add_times(&below, 9, 3650722200u, UINT32_MAX), kOk);  // 85 % is 3650722200.75
  EXPECT_EQ(add_times(&below, 5, 3650722201u, UINT32_MAX), kWarn);
  const PressureLimits all = {{{0, UINT32_MAX, 0, UINT32_MAX}, {0, UINT32_MAX, 0, UINT32_MAX}}};
  Pressure limits;
  for (int i = 0; i < 2; ++i) {
    limits.add({0, UINT32_MAX, {}, known(UINT32_MAX - 1)}, all, kPressureTiming);
  }
  EXPECT_EQ(limits.level(), kCritical);
}

TEST(Pressure, MoreUsedThanThereIsCountsAsAll) {
  Pressure p;
  EXPECT_EQ(add_times(&p, 2, 200), kCritical);
}

TEST(Pressure, EachRuleAndItsMargin) {
  struct Case {
    PressureLimit limit;
    PressureSample meets, within, leaves;
    PressureCause cause;
  };
  const Case cases[] = {
      {{85, 0, 0, 0}, {86, 100}, {81, 100}, {80, 100}, PressureCause::kUsed},
      {{0, 20, 0, 0}, {81, 100}, {76, 100}, {75, 100}, PressureCause::kFree},
      {{0, 0, 20, 0},
       {50, 100, known(19u)},
       {50, 100, known(24u)},
       {50, 100, known(25u)},
       PressureCause::kLargestFree},
      {{0, 0, 0, 100},
       {50, 100, {}, known(99u)},
       {50, 100, {}, known(124u)},
       {50, 100, {}, known(125u)},
       PressureCause::kLeft},
      {{0, 0, 0, 100},
       {50, 100, {}, known(99u)},
       {50, 100, {}, known(124u)},
       {50, 100},
       PressureCause::kLeft},
      {{1, 0, 0, 0}, {2, 100}, {2, 100}, {1, 100}, PressureCause::kUsed},
      {{4, 0, 0, 0}, {5, 100}, {3, 100}, {2, 100}, PressureCause::kUsed},
  };
  for (const Case& c : cases) {
    const PressureLimits limits = {{c.limit, {}}};
    Pressure p;
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(p.add(c.leaves, limits, kPressureTiming), kOk);
    }
    for (int i = 0; i < 5; ++i) {
      p.add(c.meets, limits, kPressureTiming);
    }
    EXPECT_EQ(p.level(), kWarn);
    EXPECT_EQ(p.cause(), c.cause);
    for (int i = 0; i < 20; ++i) {
      EXPECT_EQ(p.add(c.within, limits, kPressureTiming), kWarn);
    }
    for (int i = 0; i < 5; ++i) {
      p.add(c.leaves, limits, kPressureTiming);
    }
    EXPECT_EQ(p.level(), kOk);
  }
}

TEST(Pressure, UnknownMeetsNoRule) {
  EXPECT_FALSE(met_rule({0, 0, 20, 100}, {50, 100}, 5).present);
  EXPECT_TRUE(met_rule({0, 0, 20, 0}, {50, 100, known(0u)}, 0).present);
  EXPECT_TRUE(met_rule({0, 0, 0, 100}, {50, 100, {}, known(0u)}, 0).present);
}

TEST(Pressure, NoRuleIsNeverMet) {
  const PressureSample worst = {100, 100, known(0u), known(0u)};
  EXPECT_FALSE(met_rule({}, worst, 0).present);
  EXPECT_FALSE(met_rule({}, worst, 100).present);
  EXPECT_FALSE(met_share({}, worst, 100).present);
}

TEST(Pressure, CriticalAloneBringsWarn) {
  const PressureLimits limits = {{{85, 0, 0, 0}, {0, 0, 20, 0}}};
  Pressure p;
  p.add({50, 100, known(10u)}, limits, kPressureTiming);
  EXPECT_EQ(p.add({50, 100, known(10u)}, limits, kPressureTiming), kCritical);
  EXPECT_EQ(p.cause(), PressureCause::kLargestFree);
}

TEST(Pressure, OrderOfLimits) {
  EXPECT_TRUE(are_in_order(kPressureLimits));
  EXPECT_TRUE(are_in_order({}));
  EXPECT_TRUE(are_in_order({{{100, 0, 0, 0}, {100, 0, 0, 0}}}));
  EXPECT_TRUE(are_in_order({{{85, 0, 0, 0}, {0, 0, 0, 0}}}));
  EXPECT_TRUE(are_in_order({{{0, 8, 8, 8}, {0, 8, 7, 6}}}));
  EXPECT_FALSE(are_in_order({{{101, 0, 0, 0}, {0, 0, 0, 0}}}));
  EXPECT_FALSE(are_in_order({{{0, 0, 0, 0}, {101, 0, 0, 0}}}));
  EXPECT_FALSE(are_in_order({{{85, 0, 0, 0}, {84, 0, 0, 0}}}));
  EXPECT_FALSE(are_in_order({{{0, 8, 0, 0}, {0, 9, 0, 0}}}));
  EXPECT_FALSE(are_in_order({{{0, 0, 8, 0}, {0, 0, 9, 0}}}));
  EXPECT_FALSE(are_in_order({{{0, 0, 0, 8}, {0, 0, 0, 9}}}));
}

/// The rules as the header words them, over all samples so far and with exact numbers.
class Oracle {
 public:
  PressureLevel add(const PressureSample& sample, const PressureLimits& limits,
                    const PressureTiming& timing) {
    const bool critical = step(1, meets(sample, limits.of[1], margin(1, timing)), timing);
    const bool meets_critical = runs_met_[1];
    step(0, meets_critical || meets(sample, limits.of[0], margin(0, timing)), timing);
    if (critical && !active_[0]) {
      active_[0] = true;
      contrary_[0] = 0;
    }
    return critical ? kCritical : active_[0] ? kWarn : kOk;
  }

 private:
  [[nodiscard]] unsigned margin(int level, const PressureTiming& timing) const {
    return active_[level] ? timing.hysteresis_percent : 0;
  }
  static bool meets(const PressureSample& s, const PressureLimit& limit, unsigned margin) {
    const long double capacity = s.capacity;
    const long double points = capacity * margin / 100;
    const long double free = s.used > s.capacity ? 0.0L : capacity - s.used;
    const long double share = limit.used_percent - static_cast<long double>(std::min<unsigned>(
                                                       margin, limit.used_percent / 2u));
    const bool low = limit.free != 0 && (free < limit.free || free - limit.free < points);
    const bool small =
        limit.largest_free != 0 && s.largest_free.present &&
        (s.largest_free.value < limit.largest_free ||
         static_cast<long double>(s.largest_free.value) - limit.largest_free < points);
    const std::uint64_t until = std::uint64_t{limit.left_s} + (margin != 0 ? limit.left_s / 4 : 0);
    const bool soon = limit.left_s != 0 && s.left_s.present && s.left_s.value < until;
    const bool much = limit.used_percent != 0 && s.used * 100.0L > capacity * share;
    return s.capacity != 0 && (much || low || small || soon);
  }
  bool step(int level, bool met, const PressureTiming& timing) {
    runs_met_[level] = met;
    contrary_[level] = met == active_[level] ? 0 : contrary_[level] + 1;
    const int needed = active_[level] ? timing.calm_samples
                       : level == 1   ? timing.critical_samples
                                      : timing.warn_samples;
    if (contrary_[level] >= needed) {
      active_[level] = !active_[level];
      contrary_[level] = 0;
    }
    return active_[level];
  }

  bool active_[2] = {false, false};
  bool runs_met_[2] = {false, false};
  int contrary_[2] = {0, 0};
};

TEST(PressureProperty, AgreesWithTheRulesAndDoesNotFlap) {
  std::mt19937 random(20260);
  const auto below = [&](std::uint32_t n) {
    return n == 0 ? 0 : static_cast<std::uint32_t>(random() % n);
  };
  unsigned seen[3] = {};
  for (int series = 0; series < 400; ++series) {
    const std::uint32_t capacity = series % 20 == 0 ? UINT32_MAX : below(5000);
    const auto rule = [&](std::uint32_t most) { return below(3) == 0 ? below(most) : 0; };
    PressureLimits limits = {};
    for (PressureLimit& limit : limits.of) {
      limit = {static_cast<std::uint8_t>(below(101)), rule(capacity), rule(capacity), rule(1000)};
    }
    const auto sometimes = [&] { return static_cast<std::uint8_t>(1 + below(15)); };
    const PressureTiming timing = {static_cast<std::uint8_t>(below(51)), sometimes(), sometimes(),
                                   sometimes()};
    const unsigned least =
        std::min({timing.warn_samples, timing.critical_samples, timing.calm_samples});
    Pressure pressure;
    Oracle oracle;
    unsigned changes = 0;
    std::uint32_t used = below(capacity);
    for (unsigned i = 1; i <= 500; ++i) {
      used = below(4) == 0 ? below(capacity) : used;
      const std::uint32_t free = capacity - used;
      const PressureSample sample = {
          used, capacity, {below(free), below(4) != 0}, {below(1500), below(2) != 0}};
      const PressureLevel before = pressure.level();
      const PressureLevel level = pressure.add(sample, limits, timing);
      ASSERT_EQ(level, oracle.add(sample, limits, timing))
          << "series " << series << " sample " << i;
      changes += level != before ? 1u : 0u;
      ++seen[static_cast<int>(level)];
      // Each of the two levels changes at most once in `least` samples.
      ASSERT_LE(changes, 2 * (i / least));
    }
  }
  for (const unsigned count : seen) {
    EXPECT_GT(count, 10'000u);
  }
}

TEST(PressureProperty, WorseSamplesAreNeverBetter) {
  std::mt19937 random(7);
  for (int series = 0; series < 300; ++series) {
    Pressure low;
    Pressure high;
    for (int i = 0; i < 200; ++i) {
      const std::uint32_t used = 60 + static_cast<std::uint32_t>(random() % 41);
      const std::uint32_t more = used + static_cast<std::uint32_t>(random() % (101 - used));
      low.add({used, 100}, kPressureLimits, kPressureTiming);
      high.add({more, 100}, kPressureLimits, kPressureTiming);
      ASSERT_LE(low.level(), high.level()) << "series " << series << " sample " << i;
    }
  }
}

}  // namespace
}  // namespace tidemark::estimate
