// SPDX-License-Identifier: Apache-2.0
#include "bench/leak_verdict/summary.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::bench {
namespace {

double wilson(const Share& share, double sign) {
  if (share.of == 0) {
    return 0;
  }
  constexpr double kZ = 1.959964;
  const auto n = static_cast<double>(share.of);
  const double p = static_cast<double>(share.count) / n;
  const double middle = p + kZ * kZ / (2 * n);
  const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  return std::clamp((middle + sign * half) / (1 + kZ * kZ / n), 0.0, 1.0);
}

}  // namespace

double Share::value() const {
  return of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
}
double Share::low() const {
  return wilson(*this, -1);
}
double Share::high() const {
  return wilson(*this, 1);
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  const double at = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return std::lerp(values[below], values[above], at - static_cast<double>(below));
}

void Summary::add(const Outcome& outcome) {
  ++runs;
  for (std::size_t j = 0; j < kJudges; ++j) {
    const Finding& finding = outcome.findings[j];
    ++accused[j].of;
    accused[j].count += finding.accused_healthy ? 1 : 0;
    if (outcome.came_due) {
      ++caught[j].of;
      caught[j].count += finding.caught ? 1 : 0;
      if (finding.caught) {
        headroom_used[j].push_back(finding.headroom_used);
      }
    }
  }
  if (outcome.came_due && outcome.findings[kLeak].caught) {
    rate_errors.push_back(outcome.rate_error);
    time_left_ratios.push_back(outcome.time_left_ratio);
    ++rate_in_interval.of;
    rate_in_interval.count += outcome.rate_in_interval ? 1 : 0;
  }
}

}  // namespace tidemark::bench
