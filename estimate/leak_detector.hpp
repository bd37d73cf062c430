// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "estimate/floor_window.hpp"
#include "estimate/verdict.hpp"

/// Leak verdict by dyadic floors: ten windows, from 8 to 4096 base blocks long, each of eight
/// floors (the least use seen in a block), judged by a robust slope. Integers only, no allocation,
/// the same code on the device and on the host. docs/reference/leak-verdict.md tells the algorithm
/// and what it was measured against.
///
/// Not thread-safe and not ISR-safe: one owner calls it, or the owner locks.
namespace tidemark::estimate {

/// Time scale of a detector. The same value goes into every call for one detector.
struct LeakTiming {
  static constexpr std::uint32_t kDefaultBlockMs = 4u * 60u * 1000u;
  static constexpr std::uint32_t kMostBlockMs = 24u * 60u * 60u * 1000u;

  /// Length of a base block in milliseconds, 1 ms to 1 day; a value outside counts as the nearest
  /// inside. Windows are 8 to 4096 blocks long: 32 min to 11.4 days by default. Shorter blocks find
  /// faster leaks, and slow ones no longer.
  std::uint32_t block_ms = kDefaultBlockMs;
};

/// What the firing window says. Rates are of bytes no longer free per time; an interval is that of
/// the slopes of rank 6 and 23 of 28, widened by 1.5.
struct LeakTrend {
  std::uint64_t rate_millibytes_per_hour;       ///< Median slope. Always above 0; saturates.
  std::uint64_t rate_low_millibytes_per_hour;   ///< 0 when the interval reaches zero.
  std::uint64_t rate_high_millibytes_per_hour;  ///< Never below the rate; saturates.
  std::uint64_t window_ms;                      ///< Length of the window that fired.
  std::uint32_t growth_bytes;      ///< Rise of the floor over the window, 7 slopes; saturates.
  std::uint32_t time_left_s;       ///< (capacity - peak) / rate now; saturates at UINT32_MAX.
  std::uint32_t time_left_low_s;   ///< The same at the high rate.
  std::uint32_t time_left_high_s;  ///< The same at the low rate; UINT32_MAX when that is 0.
  std::uint8_t level;              ///< 0 to 9: the window has 8 * 2^level base blocks.

  /// At most 4096 days of blocks, so it fits.
  [[nodiscard]] std::uint32_t window_s() const;
};

/// One resource's detector: 256 bytes. add() has no division and takes about 15 instructions, so an
/// allocator's free hook may call it. close_block() evaluates two levels on average and all ten at
/// worst (28 slopes sorted each, 112 bytes of stack): docs/reference/benchmarks.md has the counts.
/// Clock, block boundaries and gaps are the owner's (see BlockClock).
class LeakDetector {
 public:
  static constexpr std::size_t kLevels = 10;
  static constexpr std::size_t kFloors = kWindowFloors;

  /// `capacity_bytes` above 0: the use at which the resource is exhausted. 0 disables the detector:
  /// the verdict stays kNone and blocks() stays 0.
  explicit LeakDetector(std::uint32_t capacity_bytes);

  /// A sample of the bytes in use. Above the capacity it counts as the capacity.
  void add(std::uint32_t used_bytes);

  /// Ends the current base block. A block without a sample repeats the floor before it; before the
  /// first sample it does nothing. Every 24 hours of blocks the peak of the day begins anew; the
  /// peak that counts is that of this day and the one before.
  void close_block(const LeakTiming& timing);

  /// Forgets all samples (a reboot); the capacity stays.
  void reset();

  /// Verdict of now. kLeak holds, once issued, until a block's floor shows that half of the growth
  /// that caused it has been given back; all firings are then forgotten. kWatch is that of each
  /// level's latest two evaluations and is not held.
  [[nodiscard]] Verdict verdict() const;

  /// Trend of the latest firing (while kLeak holds, of the latest that said so). Returns false, and
  /// leaves `*out` alone, iff verdict() is kNone. Long divisions; for reports, not for hooks.
  [[nodiscard]] bool trend(const LeakTiming& timing, LeakTrend* out) const;

  /// Base blocks closed since the first sample. Beyond UINT32_MAX it goes on from 2^31, so that it
  /// keeps its parity at every level: see block_after().
  [[nodiscard]] std::uint32_t blocks() const { return blocks_; }

  /// The block count that follows `blocks`.
  static constexpr std::uint32_t block_after(std::uint32_t blocks) {
    return blocks == UINT32_MAX ? 0x80000000u : blocks + 1;
  }

 private:
  struct Level {
    std::uint16_t floors[kFloors];  // capacity / 65535, oldest first
    std::uint16_t pending;          // floor that waits for its pair on the way to the next level
    std::uint16_t history;          // highest floor that left the window in this history period
    std::uint16_t history_before;   // the same of the period before
  };

  void push_floor(std::uint16_t floor, std::uint32_t block_ms);
  void evaluate(std::size_t level, bool has_history);
  void record(std::size_t level, const FloorSlopes& slopes);
  [[nodiscard]] std::uint16_t newest_floor() const;
  [[nodiscard]] std::uint32_t slope_x840() const;
  [[nodiscard]] std::uint32_t peak_bytes() const;

  Level levels_[kLevels];
  std::uint32_t capacity_bytes_;
  std::uint32_t blocks_;
  std::uint32_t block_min_bytes_;
  std::uint32_t day_peak_bytes_;
  std::uint32_t flags_;    // firings of each level, kLeak held, block has a sample
  std::uint32_t trend_;    // median slope x840 and level of the trend
  std::int32_t low_x420_;  // slopes of rank 6 and 23 of the trend
  std::int32_t high_x420_;
  std::uint16_t day_peak_before_;
  std::uint16_t hold_floor_;  // kLeak ends below it
};
static_assert(sizeof(LeakDetector) <= 256, "the budget of a watched resource");

}  // namespace tidemark::estimate
