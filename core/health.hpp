// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/in_place.hpp"
#include "core/features.hpp"
#include "estimate/leak_detector.hpp"
#include "estimate/pressure.hpp"
#include "wire/report_line.hpp"

namespace tidemark {

/// Who is told of a change, each for himself: lines and the listener, by whichever thread samples;
/// the link, by the monitor's thread alone; and, of levels only, the listeners of pressure, by the
/// pressure queue.
enum class Audience : std::uint8_t { kDevice, kLink, kPressure };

/// Level of one resource, and whether it is known to those who listen. 4 bytes. Not thread-safe:
/// the monitor's lock guards it.
class LevelState {
 public:
  /// Adds a sample; see estimate::Pressure.
  void add(const estimate::PressureSample& sample, const estimate::PressureLimits& limits,
           const estimate::PressureTiming& timing) {
    pressure_.add(sample, limits, timing,
                  kWithLevelRules ? estimate::met_rule : estimate::met_share);
  }

  [[nodiscard]] wire::Level level() const { return static_cast<wire::Level>(pressure_.level()); }
  /// Unknown where it goes without saying.
  [[nodiscard]] Optional<wire::LevelCause> cause() const {
    const auto cause = static_cast<wire::LevelCause>(pressure_.cause());
    return {cause, level() != wire::Level::kOk && cause != wire::LevelCause::kUsed};
  }

  /// The level that was told last; ok before any.
  [[nodiscard]] wire::Level told(Audience audience) const {
    return static_cast<wire::Level>(told_ >> shift(audience) & 3u);
  }
  /// Whether the level differs from that. Asking is telling.
  [[nodiscard]] bool take_change(Audience audience) {
    const bool changed = told(audience) != level();
    told_ = static_cast<std::uint8_t>((told_ & ~(3u << shift(audience))) |
                                      static_cast<unsigned>(level()) << shift(audience));
    return changed;
  }

 private:
  static unsigned shift(Audience audience) { return 2u * static_cast<unsigned>(audience); }

  estimate::Pressure pressure_;
  std::uint8_t told_ = 0;  // two bits for each audience
};
static_assert(static_cast<int>(wire::Level::kCritical) ==
                      static_cast<int>(estimate::PressureLevel::kCritical) &&
                  static_cast<int>(wire::LevelCause::kLeft) ==
                      static_cast<int>(estimate::PressureCause::kLeft),
              "levels and causes have the same numbers");

/// Leak verdict and level of one heap or pool of blocks. About 270 bytes, of which the
/// detector has 256. Not thread-safe: the monitor's lock guards it.
class Health {
 public:
  /// Begins anew for a resource of this capacity; the level stays. Before everything else.
  void start(std::uint32_t capacity_bytes);

  /// Ends `blocks` base blocks, then adds a sample.
  void add(std::uint32_t used_bytes, std::uint32_t blocks, const estimate::LeakTiming& timing);

  /// The clock went back: the detector forgets.
  void forget() { detector_->reset(); }

  [[nodiscard]] wire::Verdict verdict() const;

  /// Returns false, and leaves `*out` alone, iff the verdict is none.
  [[nodiscard]] bool trend(const estimate::LeakTiming& timing, estimate::LeakTrend* out) const {
    return detector_->trend(timing, out);
  }

  /// What start() was given; 0 before.
  [[nodiscard]] std::uint32_t capacity_bytes() const { return capacity_bytes_; }

  /// Whether the verdict differs from the one last told (at first: none). Asking is telling.
  [[nodiscard]] bool take_verdict_change(Audience audience);

  LevelState level;

 private:
  InPlace<estimate::LeakDetector> detector_;
  std::uint32_t capacity_bytes_ = 0;
  wire::Verdict told_[2] = {wire::Verdict::kNone, wire::Verdict::kNone};  // by audience
};

}  // namespace tidemark
