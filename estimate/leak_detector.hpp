// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// Leak verdict by dyadic floors: ten windows, from 8 to 4096 base blocks long, each of eight floors
/// (the least use seen in a block), judged by a robust slope. Integers only, no allocation, the same
/// code on the device and on the host. docs/reference/leak-verdict.md tells the algorithm and what
/// it was measured against.
///
/// Not thread-safe and not ISR-safe: one owner calls it, or the owner locks.
namespace tidemark::estimate {

enum class Verdict : std::uint8_t {
  kNone,   ///< Nothing that a leak would explain better than healthy use.
  kWatch,  ///< Growth believed, but its window is only half as long as the time that it leaves.
  kLeak,   ///< Growth believed: at this rate the headroom lasts no longer than it was watched.
};

/// Time scale of a detector. The same value goes into every call for one detector.
struct LeakTiming {
  static constexpr std::uint32_t kDefaultBlockMs = 4u * 60u * 1000u;

  /// Length of a base block in milliseconds, 1 ms to 1 day. Windows are 8 to 4096 blocks long:
  /// 32 min to 11.4 days by default. Shorter blocks find faster leaks only.
  std::uint32_t block_ms = kDefaultBlockMs;
};

/// What the firing window says. Rates are of bytes no longer free per time; an interval is that of
/// the slopes of rank 6 and 23 of 28, widened by 1.5.
struct LeakTrend {
  std::uint64_t rate_millibytes_per_hour;       ///< Median slope. Always above 0.
  std::uint64_t rate_low_millibytes_per_hour;   ///< 0 when the interval reaches zero.
  std::uint64_t rate_high_millibytes_per_hour;  ///< Never below the rate.
  std::uint64_t window_ms;                      ///< Length of the window that fired.
  std::uint32_t growth_bytes;                   ///< Rise of the floor over the window, 7 slopes.
  std::uint32_t time_left_s;       ///< (capacity - peak) / rate now; saturates at UINT32_MAX.
  std::uint32_t time_left_low_s;   ///< The same at the high rate.
  std::uint32_t time_left_high_s;  ///< The same at the low rate; UINT32_MAX when that is 0.
  std::uint8_t level;              ///< 0 to 9: the window has 8 * 2^level base blocks.
};

/// One resource's detector: 256 bytes. add() is O(1); close_block() evaluates two levels on average
/// and all ten at worst (28 slopes sorted each). Clock, block boundaries and gaps are the owner's
/// (see BlockClock).
class LeakDetector {
 public:
  static constexpr std::size_t kLevels = 10;
  static constexpr std::size_t kFloors = 8;

  /// `capacity_bytes` above 0: the use at which the resource is exhausted. 0 disables the detector:
  /// the verdict stays kNone.
  explicit LeakDetector(std::uint32_t capacity_bytes);

  /// A sample of the bytes in use. Above the capacity it counts as the capacity.
  void add(std::uint32_t used_bytes);

  /// Ends the current base block. A block without a sample repeats the floor before it; before the
  /// first sample it does nothing.
  void close_block(const LeakTiming& timing);

  /// Forgets all samples (a reboot); the capacity stays.
  void reset();

  /// Verdict of now. kLeak holds, once issued, until a block's floor shows that half of the growth
  /// that caused it has been given back.
  [[nodiscard]] Verdict verdict() const;

  /// Trend of the latest firing. Returns false, and leaves `*out` alone, iff verdict() is kNone.
  [[nodiscard]] bool trend(const LeakTiming& timing, LeakTrend* out) const;

  /// Base blocks closed since the first sample; saturates.
  [[nodiscard]] std::uint32_t blocks() const { return blocks_; }

 private:
  struct Level {
    std::uint16_t floors[kFloors];  // capacity / 65535, oldest first
    std::uint16_t pending;          // floor that waits for its pair on the way to the next level
    std::uint16_t history;          // highest floor that left the window in this history period
    std::uint16_t history_before;   // the same of the period before
  };

  Level levels_[kLevels];
  std::uint32_t capacity_bytes_;
  std::uint32_t blocks_;
  std::uint32_t slope_x840_;
  std::int32_t slope_low_x420_;
  std::int32_t slope_high_x420_;
  std::uint16_t block_min_;
  std::uint16_t day_peak_;
  std::uint16_t day_peak_before_;
  std::uint16_t hold_floor_;
  std::uint16_t leak_fired_;   // one bit a level: its last evaluation met the rule
  std::uint16_t watch_fired_;
  Verdict verdict_;
  std::uint8_t trend_level_;
};
static_assert(sizeof(LeakDetector) <= 256, "LEAKS: 256 bytes a heap");

}  // namespace tidemark::estimate
