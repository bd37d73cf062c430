// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/optional.hpp"

/// How near its end a resource is now: a level of three, by limits that do not flap. It knows no
/// rate but the one it is given; the leak verdict (estimate/verdict.hpp) stands beside it.
namespace tidemark::estimate {

/// Numbers as wire::Level.
enum class PressureLevel : std::uint8_t { kOk, kWarn, kCritical };
/// Which rule brought a resource to its level. Numbers as wire::LevelCause.
enum class PressureCause : std::uint8_t { kUsed, kFree, kLargestFree, kLeft };

/// Where a level begins. A rule of 0 is off. Amounts are in the unit of the sample.
struct PressureLimit {
  std::uint8_t used_percent;   ///< More than this of the capacity is used: 1 to 100.
  std::uint32_t free;          ///< Less than this is free.
  std::uint32_t largest_free;  ///< The largest free block is smaller; unknown: not met.
  std::uint32_t left_s;        ///< It is exhausted earlier; unknown: not met.

  bool operator==(const PressureLimit&) const = default;
};

/// By level: warn, critical.
struct PressureLimits {
  PressureLimit of[2];

  bool operator==(const PressureLimits&) const = default;
};

/// How far back a level's limits must be left behind, and how often on end. Samples: 1 to 15.
struct PressureTiming {
  std::uint8_t hysteresis_percent;  ///< Of the capacity; of `left_s` a quarter.
  std::uint8_t warn_samples;
  std::uint8_t critical_samples;
  std::uint8_t calm_samples;
};
/// What Kconfig has as defaults, and hosts judge by.
inline constexpr PressureTiming kPressureTiming = {5, 5, 2, 5};
inline constexpr std::uint8_t kWarnPercent = 85;
inline constexpr std::uint8_t kCriticalPercent = 95;
inline constexpr PressureLimits kPressureLimits = {
    {{kWarnPercent, 0, 0, 0}, {kCriticalPercent, 0, 0, 0}}};

/// Any values are fine: more used than there is counts as all. A capacity of 0 meets no limit.
struct PressureSample {
  std::uint32_t used;
  std::uint32_t capacity;
  Optional<std::uint32_t> largest_free = {};
  Optional<std::uint32_t> left_s = {};
};

/// The rule of `limit` that the sample meets; unknown: none. `margin_percent`: met by those also
/// that are so near the limit, in points of the capacity (at most half of `used_percent`; a quarter
/// of `left_s` where it is not 0). Multiplies in 64 bits and does not divide by more than a
/// constant of 32.
Optional<PressureCause> met_rule(const PressureLimit& limit, const PressureSample& sample,
                                 std::uint8_t margin_percent);
/// The same for an image whose limits have nothing but `used_percent`.
Optional<PressureCause> met_share(const PressureLimit& limit, const PressureSample& sample,
                                  std::uint8_t margin_percent);

/// Whether the limits are in order: no share above 100, and each rule of critical met later than
/// that of warn, where both are on.
bool are_in_order(const PressureLimits& limits);

/// The level of one resource. 3 bytes, O(1), not thread-safe.
class Pressure {
 public:
  using Rule = Optional<PressureCause> (*)(const PressureLimit&, const PressureSample&,
                                           std::uint8_t);

  /// Adds a sample; returns the level after it. A level begins at the N-th sample on end that meets
  /// any of its rules, and ends at the `calm_samples`-th on end that does not, margin included.
  /// What meets critical meets warn, and warn begins with critical at the latest.
  PressureLevel add(const PressureSample& sample, const PressureLimits& limits,
                    const PressureTiming& timing, Rule rule = met_rule);

  [[nodiscard]] PressureLevel level() const;
  /// The rule of the level that the latest sample met, or the latest one that met any. Means
  /// nothing at kOk.
  [[nodiscard]] PressureCause cause() const { return static_cast<PressureCause>(cause_); }

 private:
  std::uint8_t runs_[2] = {0, 0};  // by level: samples on end that contradict what it is
  std::uint8_t active_ : 2 = 0;    // a bit for each level
  std::uint8_t cause_ : 2 = 0;
};

}  // namespace tidemark::estimate
