// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/leak_verdict/judges.hpp"
#include "bench/leak_verdict/scenario.hpp"

namespace tidemark::bench {

inline constexpr unsigned kMinutes = 30 * 24 * 60;

/// What one judge did in one run.
struct Finding {
  bool accused_healthy = false;  ///< At any time in a healthy run, or before the leak began.
  double accused_minute = 0;     ///< Of the first of these.
  bool caught = false;           ///< Began to accuse after the onset and before the memory ended.
  double caught_minute = 0;
  double headroom_used = 0;  ///< Share of the lost bytes at exhaustion that were lost by then.
};

struct Outcome {
  std::uint64_t seed = 0;
  std::string parameters;
  bool came_due = false;
  double due_minute = 0;
  std::array<Finding, kJudges> findings{};
  /// Of Tidemark's LEAK, when it caught a leak that came due:
  double rate_error = 0;  ///< |said - true| / true; true: what was lost over the window that fired.
  double time_left_ratio = 0;  ///< Said / actual.
  bool rate_in_interval = false;
};

struct Settings {
  std::uint64_t seed = 1;
  unsigned runs_per_family = 100;
  unsigned jobs = 1;  ///< Threads; the outcomes do not depend on it.
  double largest_swing = kLargestSwing;
};

/// 30 days of one device, a sample a minute; ends when the memory does.
Outcome simulate(const Family& family, std::uint64_t seed, double largest_swing);

/// All runs of all families, in order.
std::vector<std::vector<Outcome>> simulate_all(const Settings& settings);

}  // namespace tidemark::bench
