// SPDX-License-Identifier: Apache-2.0
#include "estimate/pressure.hpp"

namespace tidemark::estimate {
namespace {

constexpr unsigned kWarnBit = 1;
constexpr unsigned kCriticalBit = 2;

std::uint32_t free_of(const PressureSample& sample) {
  return sample.used < sample.capacity ? sample.capacity - sample.used : 0;
}

/// Whether `amount` is below `limit`, or above it by less than the margin.
bool is_below(std::uint32_t amount, std::uint32_t limit, std::uint32_t capacity,
              std::uint32_t margin_percent) {
  return limit != 0 && (amount < limit || std::uint64_t{amount - limit} * 100u <
                                              std::uint64_t{capacity} * margin_percent);
}

bool is_above(const PressureSample& sample, std::uint32_t percent, std::uint32_t margin_percent) {
  const std::uint32_t most = percent / 2;
  percent -= margin_percent < most ? margin_percent : most;
  return percent != 0 &&
         std::uint64_t{sample.used} * 100u > std::uint64_t{sample.capacity} * percent;
}

bool is_early(std::uint32_t left_s, std::uint32_t limit_s, bool has_margin) {
  return left_s < limit_s || (has_margin && limit_s != 0 && left_s - limit_s < limit_s / 4);
}

bool is_later(std::uint32_t critical, std::uint32_t warn) {
  return critical == 0 || warn == 0 || critical <= warn;
}

}  // namespace

Optional<PressureCause> met_share(const PressureLimit& limit, const PressureSample& sample,
                                  std::uint8_t margin_percent) {
  return {PressureCause::kUsed,
          sample.capacity != 0 && is_above(sample, limit.used_percent, margin_percent)};
}

Optional<PressureCause> met_rule(const PressureLimit& limit, const PressureSample& sample,
                                 std::uint8_t margin_percent) {
  if (sample.capacity == 0) {
    return {};
  }
  if (is_above(sample, limit.used_percent, margin_percent)) {
    return known(PressureCause::kUsed);
  }
  if (is_below(free_of(sample), limit.free, sample.capacity, margin_percent)) {
    return known(PressureCause::kFree);
  }
  if (sample.largest_free.present &&
      is_below(sample.largest_free.value, limit.largest_free, sample.capacity, margin_percent)) {
    return known(PressureCause::kLargestFree);
  }
  return {PressureCause::kLeft, sample.left_s.present && is_early(sample.left_s.value, limit.left_s,
                                                                  margin_percent != 0)};
}

bool are_in_order(const PressureLimits& limits) {
  const PressureLimit& warn = limits.of[0];
  const PressureLimit& critical = limits.of[1];
  return warn.used_percent <= 100 && critical.used_percent <= 100 &&
         (critical.used_percent == 0 || critical.used_percent >= warn.used_percent) &&
         is_later(critical.free, warn.free) && is_later(critical.largest_free, warn.largest_free) &&
         is_later(critical.left_s, warn.left_s);
}

PressureLevel Pressure::add(const PressureSample& sample, const PressureLimits& limits,
                            const PressureTiming& timing, Rule rule) {
  Optional<PressureCause> met = {};
  for (unsigned i = 2; i-- > 0;) {
    const unsigned bit = 1u << i;
    const bool is_active = (active_ & bit) != 0;
    const auto own = rule(limits.of[i], sample, is_active ? timing.hysteresis_percent : 0);
    met = own.present ? own : met;  // what meets critical meets warn
    const std::uint8_t needed = is_active ? timing.calm_samples
                                : i == 0  ? timing.warn_samples
                                          : timing.critical_samples;
    if (met.present == is_active) {
      runs_[i] = 0;
    } else if (++runs_[i] >= needed) {
      runs_[i] = 0;
      active_ = (active_ ^ bit) & 3u;
    }
    if (met.present && active_ >> i == 1) {
      cause_ = static_cast<unsigned>(met.value) & 3u;
    }
  }
  if (active_ == kCriticalBit) {  // warn begins with it
    active_ = kCriticalBit | kWarnBit;
    runs_[0] = 0;
  }
  return level();
}

PressureLevel Pressure::level() const {
  return (active_ & kCriticalBit) != 0 ? PressureLevel::kCritical
         : active_ != 0                ? PressureLevel::kWarn
                                       : PressureLevel::kOk;
}

}  // namespace tidemark::estimate
