// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace tidemark::analysis {

/// Tells a reboot and a gap from a damaged time stamp: a stamp far from the one before is believed
/// only when the next one is on the same side and not before it. O(1), a few words. Not
/// thread-safe.
class Timeline {
 public:
  enum class Outcome : std::uint8_t {
    kNext,       ///< In order; now_ms() is it.
    kDoubtful,   ///< Far off. Hold the line back until the next outcome.
    kRefuted,    ///< In order, and the doubtful one before it was not: drop what was held.
    kConfirmed,  ///< The doubtful one was right, after a gap: use what was held, then this.
    kRebooted,   ///< The doubtful one was right, and time went back: a new boot begins with it.
  };

  /// Stamps in disorder by no more than this are one moment: deferred and immediate messages mix.
  static constexpr std::uint64_t kDisorderMs = 1000;
  /// The least gap that is doubtful; beyond it, more than kDoubtfulSteps times the usual step is.
  static constexpr std::uint64_t kLeastGapMs = 60'000;
  static constexpr std::uint64_t kDoubtfulSteps = 64;
  /// The same for the first step.
  static constexpr std::uint64_t kFirstGapMs = 24ull * 60 * 60 * 1000;

  Outcome advance(std::uint64_t stamp_ms);

  /// The next stamp is believed whatever it is: the input has told of a reboot. A stamp that is
  /// still in doubt is forgotten.
  void restart();

  /// The latest stamp believed; 0 before the first. Never goes back within a boot.
  [[nodiscard]] std::uint64_t now_ms() const { return now_ms_; }
  /// The doubtful stamp.
  [[nodiscard]] std::optional<std::uint64_t> doubtful_ms() const { return doubtful_ms_; }

 private:
  [[nodiscard]] bool plausible_after(std::uint64_t before_ms, std::uint64_t stamp_ms) const;
  [[nodiscard]] bool agrees(std::uint64_t doubtful_ms, std::uint64_t stamp_ms) const;
  void accept(std::uint64_t stamp_ms);

  std::uint64_t now_ms_ = 0;
  std::uint64_t step_ms_ = 0;  // the longest step believed, that of a confirmed gap excepted
  std::optional<std::uint64_t> doubtful_ms_;
  bool started_ = false;
};

}  // namespace tidemark::analysis
