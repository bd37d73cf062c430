// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "estimate/verdict.hpp"

/// The rule that judges one window of eight floors. LeakDetector keeps ten such windows; this part
/// has no state. Floors, history and headroom are in units of capacity / 65535 (0 to 65535).
/// Integers only; pure functions, callable from any context. Theil's and Sen's slope with Kendall's
/// rank statistic, and the conditions of docs/reference/leak-verdict.md.
namespace tidemark::estimate {

inline constexpr std::size_t kWindowFloors = 8;
/// The whole capacity in those units.
inline constexpr std::uint32_t kFull = 65535;

/// Slopes between all 28 pairs of a window's floors, in units per block. 420 is the least multiple
/// of the distances 1 to 7, so that every slope is a whole number; the median is the mean of the
/// slopes of rank 14 and 15, hence 840.
struct FloorSlopes {
  std::uint32_t median_x840;  ///< At most 65535 * 840, below 2^26.
  std::int32_t low_x420;      ///< Rank 6 of 28; may be negative.
  std::int32_t high_x420;     ///< Rank 23 of 28; never below the median.
};

/// Conditions 1 to 5: the floors rise for longer and more evenly than healthy use makes them, and
/// out of the range known before. `floors`: eight, oldest first. `history`: the highest floor that
/// left the window in the history period, or nullptr when none has left. Returns true and fills
/// `*slopes` iff all five hold. The cheapest conditions are tested first: without a trend about 30
/// instructions, with one about 28 slopes sorted.
[[nodiscard]] bool floors_rise(const std::uint16_t* floors, const std::uint16_t* history,
                               FloorSlopes* slopes);

/// Condition 6: is the window as long as the time that its slope leaves? `headroom` is what lies
/// above the peak. kLeak when the window is at least that long, kWatch when at least half as long.
[[nodiscard]] Verdict weigh_window(std::uint32_t median_x840, std::uint16_t headroom);

}  // namespace tidemark::estimate
