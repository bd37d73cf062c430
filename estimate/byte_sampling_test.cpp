// SPDX-License-Identifier: Apache-2.0
#include "estimate/byte_sampling.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tidemark::estimate {
namespace {

// What the header says, in doubles.
double chance(double size, unsigned shift) {
  return shift == 0 ? 1.0
                    : -std::expm1(-std::max(size, 1.0) / std::ldexp(1.0, static_cast<int>(shift)));
}

TEST(DrawGap, IsTheNegativeLogarithmTimesTheInterval) {
  SmallRandom random;
  random.seed(7);
  for (int i = 0; i < 200'000; ++i) {
    // All magnitudes, and the ends.
    std::uint32_t u = random.next();
    u = i % 3 == 0 ? (u >> (i % 32)) | 1u : i % 3 == 1 ? ~(u >> (i % 32)) : u;
    if (u == 0) {
      continue;
    }
    const double exact = -std::log(u / 4294967296.0) * std::ldexp(1.0, 26);
    const double gap = draw_gap(u, 26);
    EXPECT_NEAR(gap, std::floor(exact) + 1, exact * 1e-5 + 2) << u;
  }
}

TEST(DrawGap, EndsAreWithinTheirRange) {
  EXPECT_EQ(draw_gap(UINT32_MAX, 1), 1u);
  EXPECT_EQ(draw_gap(1, 1), static_cast<std::uint32_t>(2 * 32 * std::log(2.0)) + 1);
  EXPECT_NEAR(draw_gap(1, kMaxGapShift), 32 * std::log(2.0) * (1u << 26), 8000);
}

TEST(DrawGap, SamplesEachSizeAsOftenAsItShould) {
  SmallRandom random;
  random.seed(1);
  for (const std::uint32_t size : {8u, 24u, 100u, 512u, 2000u}) {
    constexpr int kDraws = 2'000'000;
    int hits = 0;
    for (int i = 0; i < kDraws; ++i) {
      hits += draw_gap(random.next(), 9) <= size ? 1 : 0;
    }
    const double expected = chance(size, 9);
    EXPECT_NEAR(hits / double{kDraws}, expected,
                4.5 * std::sqrt(expected * (1 - expected) / kDraws))
        << size;
  }
}

// The coin is a comparison with a threshold: find it, and compare it with the ratio of chances.
double threshold(std::uint32_t size, unsigned before, unsigned after) {
  std::uint32_t kept = 0;
  std::uint32_t lost = UINT32_MAX;
  while (lost - kept > 1) {
    const std::uint32_t middle = kept + (lost - kept) / 2;
    (keeps(middle, size, before, after) ? kept : lost) = middle;
  }
  return lost / 4294967296.0;
}

TEST(Keeps, IsTheRatioOfTheChances) {
  for (unsigned before = 0; before < kMaxShift; ++before) {
    for (std::uint32_t size = 0; size < 1u << 24; size += size / 3 + 1) {
      const unsigned after = next_shift(size, before);
      EXPECT_NEAR(threshold(size, before, after), chance(size, after) / chance(size, before), 2e-6)
          << size << " from " << before << " to " << after;
    }
  }
}

TEST(NextShift, IsLongerAndNotBelowTheSize) {
  EXPECT_EQ(next_shift(0, 0), 1u);
  EXPECT_EQ(next_shift(24, 0), 5u);
  EXPECT_EQ(next_shift(32, 0), 5u);
  EXPECT_EQ(next_shift(33, 0), 6u);
  EXPECT_EQ(next_shift(24, 9), 10u);
}

TEST(Weigh, IsTheSizeByTheChance) {
  for (unsigned shift = 0; shift <= kMaxShift; ++shift) {
    for (std::uint32_t size = 0; size < 1u << 24; size += size / 5 + 1) {
      const double bytes = std::max(size, 1u) / chance(size, shift);
      const std::uint64_t weight = weigh_bytes_x256(size, shift);
      EXPECT_NEAR(static_cast<double>(weight) / 256, bytes, bytes * 1.2e-3 + 0.01)
          << size << " at " << shift;
      const double blocks = 1 / chance(size, shift);
      if (blocks < 268e6) {
        EXPECT_NEAR(blocks_x16(size, weight) / 16.0, blocks,
                    blocks * 1.2e-3 + 1.01 * (bytes < 268e6 ? 1 : 16) / 16)
            << size << " at " << shift;
      }
    }
  }
}

TEST(Weigh, OfADrawnSampleIsTheSame) {
  for (unsigned shift = 0; shift <= kMostDrawnShift; ++shift) {
    for (std::uint32_t size = 1; size < 1u << 24; size += size / 5 + 1) {
      const SampleWeight weight = weigh_sample(size, shift);
      const std::uint64_t bytes = weigh_bytes_x256(size, shift);
      EXPECT_EQ(weight.bytes, bytes >> 8) << size << " at " << shift;
      EXPECT_EQ(weight.blocks_x16, blocks_x16(size, bytes)) << size << " at " << shift;
    }
  }
  EXPECT_EQ(weigh_sample(0, 0).bytes, 0u);
  EXPECT_EQ(weigh_sample(0, 0).blocks_x16, 16u);
}

TEST(Weigh, OfEveryBlockIsExact) {
  EXPECT_EQ(weigh_bytes_x256(0, 0), 256u);
  EXPECT_EQ(weigh_bytes_x256(77, 0), 77u * 256u);
  EXPECT_EQ(blocks_x16(77, 77 * 256), 16u);
}

TEST(SmallRandom, IsNeverZeroAndTakesAnySeed) {
  SmallRandom random;
  random.seed(0);
  std::uint64_t sum = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::uint32_t value = random.next();
    EXPECT_NE(value, 0u);
    sum += value;
  }
  EXPECT_NEAR(static_cast<double>(sum) / 1e5 / 4294967296.0, 0.5, 0.005);
}

}  // namespace
}  // namespace tidemark::estimate
