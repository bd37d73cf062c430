// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "estimate/block_clock.hpp"
#include "estimate/leak_detector.hpp"
#include "estimate/pressure.hpp"

/// Everything that looks at the same samples: Tidemark's detector, the same without condition 6,
/// and what others do. All of them forget what they know at a reboot.
namespace tidemark::bench {

enum JudgeId : std::size_t {
  kLeak,         ///< LeakDetector says kLeak.
  kWatch,        ///< LeakDetector says kWatch or kLeak.
  kNoRule6,      ///< LeakDetector without condition 6 says kLeak.
  kMannKendall,  ///< Mann-Kendall on the hourly means since the boot.
  kLine30,       ///< Least squares on them; reaches the capacity within 30 days.
  kLine7,        ///< The same within 7 days.
  kThreshold,    ///< Use above 85 % for five samples.
  kJudges
};

extern const std::array<const char*, kJudges> kJudgeNames;

using Accusations = std::array<bool, kJudges>;

/// Tests on the hourly means since the boot, from the 24th on. Both accuse at 3.09 standard
/// deviations (one-sided 0.1 %), each hour anew.
class HourlyTrend {
 public:
  static constexpr std::size_t kLeast = 24;
  static constexpr double kSignificant = 3.09;

  /// A sample, as a share of the capacity. Returns true when an hour has ended with it.
  bool add(double used);
  void reset() { *this = HourlyTrend(); }

  [[nodiscard]] bool mann_kendall() const;
  /// Hours from now until the fitted line is at the capacity, when it rises significantly.
  [[nodiscard]] std::optional<double> hours_to_capacity() const;

 private:
  std::vector<double> means_;
  double sum_ = 0;
  unsigned samples_ = 0;
  std::int64_t kendall_ = 0;
  double sum_y_ = 0;
  double sum_yy_ = 0;
  double sum_xy_ = 0;
};

class Judges {
 public:
  explicit Judges(std::uint32_t capacity_bytes);

  /// Minutes of uptime; going back is a reboot.
  const Accusations& add(std::uint64_t uptime_minutes, std::uint32_t used_bytes);

  [[nodiscard]] const estimate::LeakDetector& detector() const { return detector_; }
  [[nodiscard]] const estimate::LeakTiming& timing() const { return timing_; }

 private:
  void close_blocks(const estimate::BlockClock::Step& step);

  std::uint32_t capacity_;
  estimate::LeakTiming timing_;
  estimate::BlockClock clock_;
  estimate::LeakDetector detector_;
  estimate::LeakDetector no_rule6_;
  estimate::Pressure pressure_;
  HourlyTrend hourly_;
  Accusations accuse_{};
};

}  // namespace tidemark::bench
