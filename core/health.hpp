// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/in_place.hpp"
#include "estimate/exhaustion.hpp"
#include "estimate/leak_detector.hpp"
#include "wire/report_line.hpp"

namespace tidemark {

/// Who is told of a change, each for himself: lines and the listener, by whichever thread samples;
/// and the link, by the monitor's thread alone.
enum class Audience : std::uint8_t { kDevice, kLink };

/// Exhaustion level of one resource, and whether it is known to those who listen. 3 bytes.
/// Not thread-safe: the monitor's lock guards it.
class LevelState {
 public:
  /// Adds a sample; see estimate::Exhaustion.
  void add(std::uint32_t used, std::uint32_t capacity, std::uint32_t percent) {
    exhaustion_.add(used, capacity, percent);
  }

  [[nodiscard]] wire::Level level() const {
    return exhaustion_.exhausted() ? wire::Level::kWarn : wire::Level::kOk;
  }

  /// Whether the level differs from the one last told (at first: ok). Asking is telling.
  [[nodiscard]] bool take_change(Audience audience) {
    const unsigned bit = 1u << static_cast<unsigned>(audience);
    const unsigned now = exhaustion_.exhausted() ? bit : 0;
    const bool changed = (told_ & bit) != now;
    told_ = static_cast<std::uint8_t>((told_ & ~bit) | now);
    return changed;
  }

 private:
  estimate::Exhaustion exhaustion_;
  std::uint8_t told_ = 0;  // a bit for each audience that was told of exhaustion
};

/// Leak verdict and exhaustion level of one heap or pool of blocks. About 270 bytes, of which the
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
