// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "bench/leak_verdict/simulate.hpp"

namespace tidemark::bench {

/// `count` of `of`, with Wilson's 95 % interval.
struct Share {
  std::size_t count = 0;
  std::size_t of = 0;
  [[nodiscard]] double value() const;
  [[nodiscard]] double low() const;
  [[nodiscard]] double high() const;
};

/// Value below which a share of the values lies; 0 for none.
double quantile(std::vector<double> values, double share);

struct Summary {
  std::size_t runs = 0;
  std::array<Share, kJudges> accused;  ///< Healthy runs accused; of leaking ones before the onset.
  std::array<Share, kJudges> caught;   ///< Of the leaks that came due.
  std::array<std::vector<double>, kJudges> headroom_used;
  std::vector<double> rate_errors;
  std::vector<double> time_left_ratios;
  Share rate_in_interval;

  void add(const Outcome& outcome);
};

}  // namespace tidemark::bench
