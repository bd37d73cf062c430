// SPDX-License-Identifier: Apache-2.0
#include "bench/leak_verdict/judges.hpp"

#include <cmath>

namespace tidemark::bench {

using estimate::Verdict;

const std::array<const char*, kJudges> kJudgeNames = {
    "Tidemark LEAK", "Tidemark WATCH", "LEAK without rule 6", "Mann-Kendall",
    "line, 30 days", "line, 7 days",   "85 % threshold"};

bool HourlyTrend::add(double used) {
  sum_ += used;
  if (++samples_ < 60) {
    return false;
  }
  const double mean = sum_ / samples_;
  for (const double earlier : means_) {
    kendall_ += mean > earlier ? 1 : mean < earlier ? -1 : 0;
  }
  const auto x = static_cast<double>(means_.size());
  sum_y_ += mean;
  sum_yy_ += mean * mean;
  sum_xy_ += x * mean;
  means_.push_back(mean);
  sum_ = 0;
  samples_ = 0;
  return true;
}

bool HourlyTrend::mann_kendall() const {
  if (means_.size() < kLeast || kendall_ <= 0) {
    return false;
  }
  const auto n = static_cast<double>(means_.size());
  const double variance = n * (n - 1) * (2 * n + 5) / 18;
  return static_cast<double>(kendall_ - 1) / std::sqrt(variance) >= kSignificant;
}

std::optional<double> HourlyTrend::hours_to_capacity() const {
  if (means_.size() < kLeast) {
    return std::nullopt;
  }
  const auto n = static_cast<double>(means_.size());
  const double mean_x = (n - 1) / 2;
  const double sxx = n * (n * n - 1) / 12;
  const double sxy = sum_xy_ - mean_x * sum_y_;
  const double syy = sum_yy_ - sum_y_ * sum_y_ / n;
  const double slope = sxy / sxx;
  const double residual = std::max(syy - slope * sxy, 1e-18);
  const double error = std::sqrt(residual / (n - 2) / sxx);
  if (slope <= kSignificant * error) {
    return std::nullopt;
  }
  const double now = sum_y_ / n + slope * (n - 1 - mean_x);
  return std::max(0.0, (1 - now) / slope);
}

Judges::Judges(std::uint32_t capacity_bytes)
    : capacity_(capacity_bytes),
      clock_(timing_.block_ms),
      detector_(capacity_bytes),
      no_rule6_(capacity_bytes) {}

void Judges::close_blocks(const estimate::BlockClock::Step& step) {
  if (step.went_back) {
    detector_.reset();
    no_rule6_.reset();
    pressure_ = {};
    hourly_.reset();
    accuse_ = {};
  }
  for (std::uint32_t i = 0; i < step.blocks_ended; ++i) {
    detector_.close_block(timing_);
    no_rule6_.close_block(timing_);
  }
}

const Accusations& Judges::add(std::uint64_t uptime_minutes, std::uint32_t used_bytes) {
  close_blocks(clock_.advance(uptime_minutes * 60'000));
  detector_.add(used_bytes);
  no_rule6_.add(used_bytes);
  // A peak at the capacity leaves no headroom: condition 6 then holds always, and no other
  // condition looks at the peak.
  no_rule6_.add(capacity_);
  if (hourly_.add(static_cast<double>(used_bytes) / capacity_)) {
    const std::optional<double> left = hourly_.hours_to_capacity();
    accuse_[kMannKendall] = hourly_.mann_kendall();
    accuse_[kLine30] = left && *left <= 30 * 24;
    accuse_[kLine7] = left && *left <= 7 * 24;
  }
  accuse_[kThreshold] = pressure_.add({used_bytes, capacity_}, estimate::kPressureLimits,
                                      estimate::kPressureTiming) != estimate::PressureLevel::kOk;
  accuse_[kLeak] = detector_.verdict() == Verdict::kLeak;
  accuse_[kWatch] = detector_.verdict() != Verdict::kNone;
  accuse_[kNoRule6] = no_rule6_.verdict() == Verdict::kLeak;
  return accuse_;
}

}  // namespace tidemark::bench
