// SPDX-License-Identifier: Apache-2.0
#include "estimate/floor_window.hpp"

namespace tidemark::estimate {
namespace {

constexpr std::size_t kPairs = kWindowFloors * (kWindowFloors - 1) / 2;

// (1) 7 slopes >= 1.5 % of the capacity: 7 * x / 840 >= 65535 * 15 / 1000.
constexpr std::uint32_t kLeastMedianX840 = 117963;
static_assert(kLeastMedianX840 * 1000ull >= kFull * 15ull * 120u);
static_assert((kLeastMedianX840 - 1) * 1000ull < kFull * 15ull * 120u);

constexpr std::int32_t kLeastUpperMiddle = kLeastMedianX840 / 2;

// (2) A tie costs 1 of Kendall's 28, a falling pair 2.
constexpr unsigned kMostKendallLoss = 28 - 22;

constexpr std::int32_t kPerDistance[kWindowFloors] = {0, 420, 210, 140, 105, 84, 70, 60};

// (4) With sums instead of means: the last step at least 0.6 of the one before, and upwards.
bool does_not_level_off(const std::uint16_t* f) {
  const std::int32_t a = f[2] + f[3];
  const std::int32_t b = f[4] + f[5];
  const std::int32_t d = f[6] + f[7];
  return d > b && 5 * (d - b) >= 3 * (b - a);
}

bool rises_throughout(const std::uint16_t* f) {
  unsigned loss = 0;
  for (std::size_t late = kWindowFloors - 1; late > 0; --late) {
    for (std::size_t early = 0; early < late; ++early) {
      if (f[late] <= f[early]) {
        loss += f[late] < f[early] ? 2u : 1u;
      }
    }
    if (loss > kMostKendallLoss) {
      return false;
    }
  }
  return true;
}

void sort(std::int32_t (&values)[kPairs]) {
  for (std::size_t i = 1; i < kPairs; ++i) {
    const std::int32_t value = values[i];
    std::size_t j = i;
    for (; j > 0 && values[j - 1] > value; --j) {
      values[j] = values[j - 1];
    }
    values[j] = value;
  }
}

// False iff the median is below the least that condition 1 lets through.
bool find_slopes(const std::uint16_t* f, FloorSlopes* slopes) {
  std::int32_t sorted[kPairs];
  std::size_t n = 0;
  unsigned steep = 0;
  for (std::size_t distance = 1; distance < kWindowFloors; ++distance) {
    for (std::size_t early = 0; early + distance < kWindowFloors; ++early) {
      const std::int32_t slope = (f[early + distance] - f[early]) * kPerDistance[distance];
      steep += slope >= kLeastUpperMiddle ? 1u : 0u;
      sorted[n++] = slope;
    }
  }
  // Rank 15 is at least the median: most windows without much growth are told without sorting.
  if (steep < kPairs / 2) {
    return false;
  }
  sort(sorted);
  const std::int32_t median_x840 = sorted[13] + sorted[14];
  if (median_x840 < static_cast<std::int32_t>(kLeastMedianX840)) {
    return false;
  }
  slopes->median_x840 = static_cast<std::uint32_t>(median_x840);
  slopes->low_x420 = sorted[5];
  slopes->high_x420 = sorted[22];
  return true;
}

// (3) Largest single step <= 0.6 * 7 slopes: 840 * step <= 4.2 * x.
bool has_no_step(const std::uint16_t* f, std::uint32_t median_x840) {
  std::int32_t largest = 0;
  for (std::size_t i = 1; i < kWindowFloors; ++i) {
    const std::int32_t step = f[i] - f[i - 1];
    largest = step > largest ? step : largest;
  }
  return 200u * static_cast<std::uint32_t>(largest) <= median_x840;
}

// (5) Above the range known before by at least half of 7 slopes: rise >= 3.5 * x / 840.
bool is_new_territory(std::uint16_t newest, std::uint16_t history, std::uint32_t median_x840) {
  return newest > history && 240u * static_cast<std::uint32_t>(newest - history) >= median_x840;
}

}  // namespace

bool floors_rise(const std::uint16_t* floors, const std::uint16_t* history, FloorSlopes* slopes) {
  FloorSlopes found;
  if (!does_not_level_off(floors) || !rises_throughout(floors) || !find_slopes(floors, &found) ||
      !has_no_step(floors, found.median_x840)) {
    return false;
  }
  if (history != nullptr &&
      !is_new_territory(floors[kWindowFloors - 1], *history, found.median_x840)) {
    return false;
  }
  *slopes = found;
  return true;
}

// (6) 8 slopes >= phi * headroom: x >= phi * 105 * headroom.
Verdict weigh_window(std::uint32_t median_x840, std::uint16_t headroom) {
  const std::uint32_t needed = 105u * headroom;
  if (median_x840 >= needed) {
    return Verdict::kLeak;
  }
  return 2u * median_x840 >= needed ? Verdict::kWatch : Verdict::kNone;
}

}  // namespace tidemark::estimate
