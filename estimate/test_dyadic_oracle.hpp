// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "estimate/leak_detector.hpp"

/// The same verdict as LeakDetector's, told a second time for the tests: it keeps every floor ever
/// seen, works in floating point, and looks everything up instead of carrying it along. Test only.
namespace tidemark::estimate::oracle {

using Floors = std::array<double, kWindowFloors>;

/// The six conditions for one window, by number minus one; the last at phi = 1 and phi = 0.5.
struct Conditions {
  std::array<bool, 5> rise;
  bool as_long_as_left;
  bool half_as_long_as_left;
  bool near_edge;  ///< A comparison so close that rounding may decide it.
  double slope;

  [[nodiscard]] bool all_rise() const {
    return std::all_of(rise.begin(), rise.end(), [](bool holds) { return holds; });
  }
};

inline std::vector<double> sorted_slopes(const Floors& f) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < f.size(); ++i) {
    for (std::size_t j = i + 1; j < f.size(); ++j) {
      slopes.push_back((f[j] - f[i]) / static_cast<double>(j - i));
    }
  }
  std::sort(slopes.begin(), slopes.end());
  return slopes;
}

inline int kendall(const Floors& f) {
  int s = 0;
  for (std::size_t i = 0; i < f.size(); ++i) {
    for (std::size_t j = i + 1; j < f.size(); ++j) {
      s += f[j] > f[i] ? 1 : f[j] < f[i] ? -1 : 0;
    }
  }
  return s;
}

inline Conditions judge(const Floors& f, std::optional<double> history, double headroom) {
  Conditions c{};
  const auto at_least = [&c](double left, double right) {
    c.near_edge = c.near_edge || std::abs(left - right) < 1e-6;
    return left >= right;
  };
  const std::vector<double> slopes = sorted_slopes(f);
  c.slope = (slopes[13] + slopes[14]) / 2;
  const double growth = 7 * c.slope;
  double largest_step = 0;
  for (std::size_t i = 1; i < f.size(); ++i) {
    largest_step = std::max(largest_step, f[i] - f[i - 1]);
  }
  const double a = (f[2] + f[3]) / 2;
  const double b = (f[4] + f[5]) / 2;
  const double d = (f[6] + f[7]) / 2;
  c.rise[0] = at_least(growth, 0.015 * 65535);
  c.rise[1] = kendall(f) >= 22;
  c.rise[2] = at_least(0.6 * growth, largest_step);
  c.rise[3] = d > b && at_least(d - b, 0.6 * (b - a));
  c.rise[4] = !history || (f[7] > *history && at_least(f[7] - *history, growth / 2));
  c.as_long_as_left = at_least(8 * c.slope, headroom);
  c.half_as_long_as_left = at_least(8 * c.slope, headroom / 2);
  return c;
}

/// A detector that remembers everything. Blocks without samples are not modelled.
class Detector {
 public:
  Detector(std::uint32_t capacity, std::uint32_t block_ms)
      : capacity_(capacity), block_ms_(block_ms) {}

  /// One block whose least and greatest use are given, in bytes. Returns the verdict after it.
  Verdict block(std::uint32_t least, std::uint32_t greatest) {
    const double floor = units(least);
    base_.push_back(floor);
    peaks_.push_back(units(greatest));
    if (held_ && floor < hold_floor_) {
      held_ = false;
      state_ = {};
    }
    for (std::size_t k = 0; k < LeakDetector::kLevels; ++k) {
      const std::size_t group = std::size_t{1} << k;
      if (base_.size() % group == 0 && base_.size() / group >= kWindowFloors) {
        evaluate(k);
      }
    }
    return verdict();
  }

  [[nodiscard]] Verdict verdict() const {
    const bool watching =
        std::any_of(state_.begin(), state_.end(), [](const State& s) { return s.watches >= 2; });
    return held_ ? Verdict::kLeak : watching ? Verdict::kWatch : Verdict::kNone;
  }
  [[nodiscard]] bool near_edge() const { return near_edge_; }

 private:
  struct State {
    unsigned leaks = 0;  // firings on end
    unsigned watches = 0;
  };

  [[nodiscard]] double units(std::uint32_t bytes) const {
    return static_cast<double>(std::uint64_t{std::min(bytes, capacity_)} * 65535 / capacity_);
  }

  // Floor number `index` (from 0) of level k.
  [[nodiscard]] double floor_at(std::size_t k, std::size_t index) const {
    const auto begin = base_.begin() + static_cast<std::ptrdiff_t>(index << k);
    return *std::min_element(begin, begin + (std::ptrdiff_t{1} << k));
  }

  [[nodiscard]] std::optional<double> history(std::size_t k, std::size_t departed) const {
    if (departed == 0) {
      return std::nullopt;
    }
    const std::size_t four_days = 4 * std::size_t{86'400'000} / (std::size_t{block_ms_} << k);
    const std::size_t period = std::max<std::size_t>(8, four_days);
    const std::size_t this_period = departed / period * period;
    double highest = 0;
    for (std::size_t i = this_period < period ? 0 : this_period - period; i < departed; ++i) {
      highest = std::max(highest, floor_at(k, i));
    }
    return highest;
  }

  // Peak of this day and the one before. The day that a block ends is still this one for it.
  [[nodiscard]] double peak() const {
    const std::size_t day = 86'400'000 / block_ms_;
    const std::size_t today = (peaks_.size() - 1) / day * day;
    const std::size_t first = today < day ? 0 : today - day;
    return *std::max_element(peaks_.begin() + static_cast<std::ptrdiff_t>(first), peaks_.end());
  }

  void evaluate(std::size_t k) {
    const std::size_t count = base_.size() >> k;
    Floors f;
    for (std::size_t i = 0; i < f.size(); ++i) {
      f[i] = floor_at(k, count - kWindowFloors + i);
    }
    const Conditions c = judge(f, history(k, count - kWindowFloors), 65535 - peak());
    near_edge_ = near_edge_ || c.near_edge;
    State& state = state_[k];
    state.watches = c.all_rise() && c.half_as_long_as_left ? state.watches + 1 : 0;
    state.leaks = c.all_rise() && c.as_long_as_left ? state.leaks + 1 : 0;
    if (state.leaks >= 2) {
      held_ = true;
      hold_floor_ = std::max(0.0, f[7] - std::floor(3.5 * c.slope + 1e-9));
    }
  }

  std::uint32_t capacity_;
  std::uint32_t block_ms_;
  std::vector<double> base_;
  std::vector<double> peaks_;
  std::array<State, LeakDetector::kLevels> state_{};
  double hold_floor_ = 0;
  bool held_ = false;
  bool near_edge_ = false;
};

}  // namespace tidemark::estimate::oracle
