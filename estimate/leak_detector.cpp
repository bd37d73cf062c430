// SPDX-License-Identifier: Apache-2.0
#include "estimate/leak_detector.hpp"

namespace tidemark::estimate {
namespace {

constexpr std::uint32_t kDayMs = 24u * 60u * 60u * 1000u;
constexpr std::uint32_t kHistoryMs = 4u * kDayMs;

// flags_: per level bits for the latest evaluation, then two single ones.
constexpr std::uint32_t kAllLevels = (1u << LeakDetector::kLevels) - 1u;
constexpr unsigned kLeakFired = 0;                         // met the rule for a leak
constexpr unsigned kWatchFired = LeakDetector::kLevels;    // met at least the rule for a watch
constexpr unsigned kWatching = 2 * LeakDetector::kLevels;  // so did the evaluation before it
constexpr std::uint32_t kLeakHeld = 1u << 30;
constexpr std::uint32_t kSampled = 1u << 31;

constexpr unsigned kTrendLevelShift = 28;
constexpr std::uint32_t kTrendSlopeMask = (1u << kTrendLevelShift) - 1u;
static_assert(kFull * 840u <= kTrendSlopeMask);

// dividend / divisor for a quotient of 32 bits, bit by bit: a small device has no instruction for
// it, and the library's function is larger than this detector's rule.
std::uint32_t divide(std::uint64_t dividend, std::uint32_t divisor) {
  auto rest = static_cast<std::uint32_t>(dividend >> 32);  // below divisor
  auto low = static_cast<std::uint32_t>(dividend);
  for (unsigned bit = 0; bit < 32; ++bit) {
    const bool carry = (rest >> 31) != 0;
    rest = rest << 1 | low >> 31;
    low <<= 1;
    if (carry || rest >= divisor) {
      rest -= divisor;
      low |= 1u;
    }
  }
  return low;
}

std::uint16_t to_units(std::uint32_t bytes, std::uint32_t capacity) {
  return static_cast<std::uint16_t>(divide(std::uint64_t{bytes} * kFull, capacity));
}

// Rounds up, so that up to a capacity of 65535 it undoes to_units() exactly.
std::uint32_t to_bytes(std::uint16_t units, std::uint32_t capacity) {
  return divide(std::uint64_t{units} * capacity + (kFull - 1), kFull);
}

std::uint32_t valid_block_ms(const LeakTiming& timing) {
  if (timing.block_ms == 0) {
    return 1;
  }
  return timing.block_ms < LeakTiming::kMostBlockMs ? timing.block_ms : LeakTiming::kMostBlockMs;
}

std::uint32_t saturated(std::uint64_t value) {
  return value < UINT32_MAX ? static_cast<std::uint32_t>(value) : UINT32_MAX;
}

// a * b / d for d above 0, bit by bit of the 96-bit product; saturates.
std::uint64_t multiply_divide(std::uint64_t a, std::uint32_t b, std::uint64_t d) {
  const std::uint64_t lower = (a & UINT32_MAX) * b;
  std::uint64_t high = (a >> 32) * b + (lower >> 32);
  auto low = static_cast<std::uint32_t>(lower);
  std::uint64_t rest = 0;
  std::uint64_t quotient = 0;
  for (unsigned bit = 0; bit < 96; ++bit) {
    if ((quotient >> 63) != 0) {
      return UINT64_MAX;
    }
    const bool carry = (rest >> 63) != 0;
    rest = rest << 1 | high >> 63;
    high = high << 1 | low >> 31;
    low <<= 1;
    quotient <<= 1;
    if (carry || rest >= d) {
      rest -= d;
      quotient |= 1u;
    }
  }
  return quotient;
}

// Slope in units / 840 a block of `block_ms` << level, as thousandths of a byte an hour:
// slope * capacity / (65535 * 840) * 3.6e9 / block = slope * capacity * 3e7 / (65535 * 7 * block).
std::uint64_t rate_of(std::int32_t slope_x840, std::uint32_t capacity, std::uint32_t block_ms,
                      unsigned level) {
  if (slope_x840 <= 0) {
    return 0;
  }
  const std::uint64_t bytes = static_cast<std::uint64_t>(slope_x840) * capacity;
  const std::uint64_t block = (std::uint64_t{block_ms} << level) * (kFull * 7u);
  const std::uint64_t rate = multiply_divide(bytes, 30'000'000u, block);
  return rate > 0 ? rate : 1;
}

std::uint32_t seconds_left(std::uint32_t headroom_bytes, std::uint64_t rate) {
  return rate == 0 ? UINT32_MAX : saturated(multiply_divide(headroom_bytes, 3'600'000u, rate));
}

}  // namespace

std::uint32_t LeakTrend::window_s() const {
  return divide(window_ms, 1000);
}

LeakDetector::LeakDetector(std::uint32_t capacity_bytes) : capacity_bytes_(capacity_bytes) {
  reset();
}

void LeakDetector::reset() {
  for (Level& level : levels_) {
    level = Level{};
  }
  blocks_ = 0;
  block_min_bytes_ = UINT32_MAX;
  day_peak_bytes_ = 0;
  flags_ = 0;
  trend_ = 0;
  low_x420_ = 0;
  high_x420_ = 0;
  day_peak_before_ = 0;
  hold_floor_ = 0;
}

void LeakDetector::add(std::uint32_t used_bytes) {
  const std::uint32_t used = used_bytes < capacity_bytes_ ? used_bytes : capacity_bytes_;
  block_min_bytes_ = used < block_min_bytes_ ? used : block_min_bytes_;
  day_peak_bytes_ = used > day_peak_bytes_ ? used : day_peak_bytes_;
  flags_ |= kSampled;
}

void LeakDetector::close_block(const LeakTiming& timing) {
  const bool sampled = (flags_ & kSampled) != 0;
  if (capacity_bytes_ == 0 || (!sampled && blocks_ == 0)) {
    return;
  }
  const std::uint16_t floor =
      sampled ? to_units(block_min_bytes_, capacity_bytes_) : newest_floor();
  flags_ &= ~kSampled;
  block_min_bytes_ = UINT32_MAX;
  blocks_ = block_after(blocks_);
  if ((flags_ & kLeakHeld) != 0 && floor < hold_floor_) {
    flags_ = 0;
  }
  const std::uint32_t block_ms = valid_block_ms(timing);
  push_floor(floor, block_ms);
  if (blocks_ % (kDayMs / block_ms) == 0) {
    day_peak_before_ = to_units(day_peak_bytes_, capacity_bytes_);
    day_peak_bytes_ = 0;
  }
}

// A level gets a floor of every 2^level blocks, so the one block count tells how many it has had.
void LeakDetector::push_floor(std::uint16_t floor, std::uint32_t block_ms) {
  for (std::size_t k = 0; k < kLevels; ++k) {
    Level& level = levels_[k];
    const std::uint32_t count = blocks_ >> k;
    if (count <= kFloors) {
      level.floors[count - 1] = floor;
    } else {
      const std::uint16_t oldest = level.floors[0];
      level.history = oldest > level.history ? oldest : level.history;
      const std::uint32_t period = kHistoryMs / block_ms >> k;
      if ((count - kFloors) % (period > kFloors ? period : kFloors) == 0) {
        level.history_before = level.history;
        level.history = 0;
      }
      for (std::size_t i = 1; i < kFloors; ++i) {
        level.floors[i - 1] = level.floors[i];
      }
      level.floors[kFloors - 1] = floor;
    }
    if (count >= kFloors) {
      evaluate(k, count > kFloors);
    }
    if (count % 2 != 0) {
      level.pending = floor;
      return;
    }
    floor = level.pending < floor ? level.pending : floor;
  }
}

void LeakDetector::evaluate(std::size_t level, bool has_history) {
  const Level& window = levels_[level];
  const std::uint16_t history =
      window.history > window.history_before ? window.history : window.history_before;
  const std::uint32_t leak = 1u << (kLeakFired + level);
  const std::uint32_t watch = 1u << (kWatchFired + level);
  const std::uint32_t watching = 1u << (kWatching + level);
  const std::uint32_t before = flags_;
  flags_ &= ~(leak | watch | watching);
  FloorSlopes slopes;
  if (!floors_rise(window.floors, has_history ? &history : nullptr, &slopes)) {
    return;
  }
  const std::uint16_t peak = to_units(peak_bytes(), capacity_bytes_);
  const Verdict verdict =
      weigh_window(slopes.median_x840, static_cast<std::uint16_t>(kFull - peak));
  if (verdict == Verdict::kNone) {
    return;
  }
  flags_ |= watch | (verdict == Verdict::kLeak ? leak : 0u);
  if ((before & watch) == 0) {
    return;
  }
  flags_ |= watching;
  if (verdict == Verdict::kLeak && (before & leak) != 0) {
    flags_ |= kLeakHeld;
    record(level, slopes);
    const std::uint32_t half_growth = slopes.median_x840 / 240u;
    const std::uint32_t newest = window.floors[kFloors - 1];
    hold_floor_ = static_cast<std::uint16_t>(newest > half_growth ? newest - half_growth : 0u);
  } else if ((flags_ & kLeakHeld) == 0) {
    record(level, slopes);
  }
}

void LeakDetector::record(std::size_t level, const FloorSlopes& slopes) {
  trend_ = slopes.median_x840 | static_cast<std::uint32_t>(level) << kTrendLevelShift;
  low_x420_ = slopes.low_x420;
  high_x420_ = slopes.high_x420;
}

std::uint16_t LeakDetector::newest_floor() const {
  return levels_[0].floors[(blocks_ < kFloors ? blocks_ : kFloors) - 1];
}

std::uint32_t LeakDetector::slope_x840() const {
  return trend_ & kTrendSlopeMask;
}

// The newest floor counts too: in a long gap the peaks of the days go, but the use does not.
std::uint32_t LeakDetector::peak_bytes() const {
  const std::uint16_t floor = newest_floor();
  const std::uint32_t known =
      to_bytes(day_peak_before_ > floor ? day_peak_before_ : floor, capacity_bytes_);
  return day_peak_bytes_ > known ? day_peak_bytes_ : known;
}

Verdict LeakDetector::verdict() const {
  if ((flags_ & kLeakHeld) != 0) {
    return Verdict::kLeak;
  }
  return (flags_ >> kWatching & kAllLevels) != 0 ? Verdict::kWatch : Verdict::kNone;
}

bool LeakDetector::trend(const LeakTiming& timing, LeakTrend* out) const {
  if (verdict() == Verdict::kNone) {
    return false;
  }
  const std::uint32_t block_ms = valid_block_ms(timing);
  const unsigned level = trend_ >> kTrendLevelShift;
  const auto slope = static_cast<std::int32_t>(slope_x840());
  const auto rate = [&](std::int32_t x840) {
    return rate_of(x840, capacity_bytes_, block_ms, level);
  };
  // s - 1.5 (s - low) and s + 1.5 (high - s), of the slopes themselves.
  const std::uint64_t low = rate(3 * low_x420_ - slope / 2);
  const std::uint64_t high = rate(3 * high_x420_ - slope / 2);
  const std::uint32_t headroom = capacity_bytes_ - peak_bytes();
  out->rate_millibytes_per_hour = rate(slope);
  out->rate_low_millibytes_per_hour = low;
  out->rate_high_millibytes_per_hour = high;
  out->window_ms = (std::uint64_t{block_ms} * kFloors) << level;
  out->growth_bytes = saturated(multiply_divide(slope_x840(), capacity_bytes_, kFull * 120u));
  out->time_left_s = seconds_left(headroom, out->rate_millibytes_per_hour);
  out->time_left_low_s = seconds_left(headroom, high);
  out->time_left_high_s = seconds_left(headroom, low);
  out->level = static_cast<std::uint8_t>(level);
  return true;
}

}  // namespace tidemark::estimate
