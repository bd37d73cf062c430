// SPDX-License-Identifier: Apache-2.0
#include "tool/model/history.hpp"

#include <algorithm>

namespace tidemark::model {

void History::add(std::uint32_t value) {
  if (!points_.empty() && in_last_ < stride_) {
    points_.back() = std::max(points_.back(), value);
    ++in_last_;
    return;
  }
  if (points_.size() == kPoints) {
    merge_neighbours();
  }
  points_.push_back(value);
  in_last_ = 1;
}

void History::clear() {
  points_.clear();
  stride_ = 1;
  in_last_ = 0;
}

void History::merge_neighbours() {
  for (std::size_t i = 0; i < kPoints / 2; ++i) {
    points_[i] = std::max(points_[2 * i], points_[2 * i + 1]);
  }
  points_.resize(kPoints / 2);
  stride_ *= 2;
}

}  // namespace tidemark::model
