// SPDX-License-Identifier: Apache-2.0
#include "estimate/floor_window.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <random>

#include "estimate/test_dyadic_oracle.hpp"

namespace tidemark::estimate {
namespace {

using Window = std::array<std::uint16_t, kWindowFloors>;

struct Case {
  Window floors;
  std::optional<std::uint16_t> history;
  std::uint16_t headroom;
};

// Bit n - 1 is set iff condition n fails, as the oracle sees it.
unsigned failing(const Case& c) {
  oracle::Floors f;
  std::copy(c.floors.begin(), c.floors.end(), f.begin());
  const oracle::Conditions conditions = oracle::judge(f, c.history, c.headroom);
  unsigned bits = conditions.as_long_as_left ? 0 : 1u << 5;
  for (unsigned i = 0; i < conditions.rise.size(); ++i) {
    bits |= conditions.rise[i] ? 0 : 1u << i;
  }
  return bits;
}

Verdict judge(const Case& c) {
  FloorSlopes slopes;
  const std::uint16_t* history = c.history ? &*c.history : nullptr;
  if (!floors_rise(c.floors.data(), history, &slopes)) {
    return Verdict::kNone;
  }
  return weigh_window(slopes.median_x840, c.headroom);
}

constexpr Window kRamp = {10000, 11000, 12000, 13000, 14000, 15000, 16000, 17000};

TEST(FloorWindow, EvenRiseFires) {
  const Case c{kRamp, std::nullopt, 8000};
  EXPECT_EQ(failing(c), 0u);
  EXPECT_EQ(judge(c), Verdict::kLeak);
  FloorSlopes slopes{};
  ASSERT_TRUE(floors_rise(kRamp.data(), nullptr, &slopes));
  EXPECT_EQ(slopes.median_x840, 1000u * 840u);
  EXPECT_EQ(slopes.low_x420, 1000 * 420);
  EXPECT_EQ(slopes.high_x420, 1000 * 420);
}

TEST(FloorWindow, Condition1AloneDecides) {
  const Case below{{100, 240, 380, 520, 660, 800, 940, 1080}, std::nullopt, 500};
  const Case above{{100, 241, 382, 523, 664, 805, 946, 1087}, std::nullopt, 500};
  EXPECT_EQ(failing(below), 1u << 0);  // 7 * 140 = 980 of 983.025
  EXPECT_EQ(judge(below), Verdict::kNone);
  EXPECT_EQ(failing(above), 0u);
  EXPECT_EQ(judge(above), Verdict::kLeak);
}

TEST(FloorWindow, Condition2AloneDecides) {
  // Three swapped neighbours make S = 22, four make it 20.
  const Case three{{2000, 1900, 4000, 3900, 6000, 5900, 7000, 8000}, std::nullopt, 5000};
  const Case four{{2000, 1900, 4000, 3900, 6000, 5900, 8000, 7900}, std::nullopt, 5000};
  EXPECT_EQ(failing(three), 0u);
  EXPECT_EQ(judge(three), Verdict::kLeak);
  EXPECT_EQ(failing(four), 1u << 1);
  EXPECT_EQ(judge(four), Verdict::kNone);
}

TEST(FloorWindow, Condition2CountsTies) {
  // Six ties make S = 22, seven make it 21.
  const Case six{{1000, 1000, 1000, 1000, 2000, 3000, 4000, 5000}, std::nullopt, 3000};
  const Case seven{{1000, 1000, 1000, 1000, 2000, 3000, 4500, 4500}, std::nullopt, 3000};
  EXPECT_EQ(failing(six), 0u);
  EXPECT_EQ(judge(six), Verdict::kLeak);
  EXPECT_EQ(failing(seven), 1u << 1);
  EXPECT_EQ(judge(seven), Verdict::kNone);
}

TEST(FloorWindow, Condition3AloneDecides) {
  // A step in an otherwise even rise of 7 * 400: 1680 is 0.6 of that.
  const Case even{{1000, 2680, 3080, 3480, 3880, 4280, 4680, 5080}, std::nullopt, 1000};
  const Case step{{999, 2680, 3080, 3480, 3880, 4280, 4680, 5080}, std::nullopt, 1000};
  EXPECT_EQ(failing(even), 0u);
  EXPECT_EQ(judge(even), Verdict::kLeak);
  EXPECT_EQ(failing(step), 1u << 2);
  EXPECT_EQ(judge(step), Verdict::kNone);
}

TEST(FloorWindow, Condition4AloneDecides) {
  // B - A = 2000; D - B = 1200 is just enough, 1198 is levelling off.
  const Case enough{{10000, 11000, 12000, 13000, 14000, 15000, 15300, 16100}, std::nullopt, 5000};
  const Case levels{{10000, 11000, 12000, 13000, 14000, 15000, 15300, 16098}, std::nullopt, 5000};
  EXPECT_EQ(failing(enough), 0u);
  EXPECT_EQ(judge(enough), Verdict::kLeak);
  EXPECT_EQ(failing(levels), 1u << 3);
  EXPECT_EQ(judge(levels), Verdict::kNone);
}

TEST(FloorWindow, Condition5AloneDecides) {
  EXPECT_EQ(judge({kRamp, 13500, 8000}), Verdict::kLeak);  // 17000 - 13500 = 7000 / 2
  EXPECT_EQ(failing({kRamp, 13501, 8000}), 1u << 4);
  EXPECT_EQ(judge({kRamp, 13501, 8000}), Verdict::kNone);
  EXPECT_EQ(judge({kRamp, 65535, 8000}), Verdict::kNone);
  EXPECT_EQ(judge({kRamp, 0, 8000}), Verdict::kLeak);
}

TEST(FloorWindow, Condition6AloneDecides) {
  EXPECT_EQ(judge({kRamp, std::nullopt, 8000}), Verdict::kLeak);
  EXPECT_EQ(failing({kRamp, std::nullopt, 8001}), 1u << 5);
  EXPECT_EQ(judge({kRamp, std::nullopt, 8001}), Verdict::kWatch);
  EXPECT_EQ(judge({kRamp, std::nullopt, 16000}), Verdict::kWatch);
  EXPECT_EQ(judge({kRamp, std::nullopt, 16001}), Verdict::kNone);
  EXPECT_EQ(judge({kRamp, std::nullopt, 0}), Verdict::kLeak);
}

TEST(FloorWindow, NothingThatDoesNotRise) {
  EXPECT_EQ(judge({{}, std::nullopt, 0}), Verdict::kNone);
  Window full;
  full.fill(65535);
  EXPECT_EQ(judge({full, std::nullopt, 0}), Verdict::kNone);
  EXPECT_EQ(judge({{7, 6, 5, 4, 3, 2, 1, 0}, std::nullopt, 0}), Verdict::kNone);
}

TEST(FloorWindow, ExtremesDoNotOverflow) {
  const Window widest = {0, 9362, 18724, 28086, 37449, 46811, 56173, 65535};
  FloorSlopes slopes{};
  ASSERT_TRUE(floors_rise(widest.data(), nullptr, &slopes));
  EXPECT_NEAR(slopes.median_x840 / 840.0, 65535 / 7.0, 0.5);
  EXPECT_EQ(weigh_window(slopes.median_x840, 65535), Verdict::kLeak);
  EXPECT_EQ(judge({{0, 65535, 0, 65535, 0, 65535, 0, 65535}, std::nullopt, 0}), Verdict::kNone);
}

TEST(FloorWindow, AgreesWithTheOracleOnRandomWindows) {
  std::mt19937_64 random(20240501);
  unsigned decided[6] = {};
  unsigned fired = 0;
  for (int round = 0; round < 100000; ++round) {
    const auto uniform = [&random](int low, int high) {
      return std::uniform_int_distribution<int>(low, high)(random);
    };
    Case c{};
    const int slope = uniform(0, round % 3 == 0 ? 250 : 4000);
    const int noise = uniform(0, round % 3 == 0 ? 100 : round % 3 == 1 ? 2500 : 3 * slope);
    const int step_at = uniform(0, 15);
    const int step = uniform(0, 12000);
    for (int i = 0; i < 8; ++i) {
      const int value = 1000 + slope * i + uniform(0, noise) + (i >= step_at ? step : 0);
      c.floors[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(std::min(value, 65535));
    }
    if (uniform(0, 1) == 1) {
      c.history = static_cast<std::uint16_t>(uniform(0, 20000));
    }
    c.headroom = static_cast<std::uint16_t>(uniform(0, 65535));
    oracle::Floors f;
    std::copy(c.floors.begin(), c.floors.end(), f.begin());
    const oracle::Conditions o = oracle::judge(f, c.history, c.headroom);
    if (o.near_edge) {
      continue;
    }
    const Verdict expected = !o.all_rise()            ? Verdict::kNone
                             : o.as_long_as_left      ? Verdict::kLeak
                             : o.half_as_long_as_left ? Verdict::kWatch
                                                      : Verdict::kNone;
    ASSERT_EQ(judge(c), expected) << "round " << round;
    fired += expected == Verdict::kLeak;
    for (unsigned i = 0; i < 6; ++i) {
      decided[i] += failing(c) == 1u << i;
    }
  }
  EXPECT_GT(fired, 1000u);
  for (unsigned i = 0; i < 6; ++i) {
    EXPECT_GT(decided[i], 20u) << "condition " << i + 1 << " alone never decided";
  }
}

}  // namespace
}  // namespace tidemark::estimate
