// SPDX-License-Identifier: Apache-2.0
#include "tool/model/course.hpp"

#include <algorithm>

namespace tidemark::model {
namespace {

Course::Point merged(const Course::Point& a, const Course::Point& b) {
  return {a.first_ms, b.last_ms, std::min(a.least, b.least), std::max(a.greatest, b.greatest)};
}

}  // namespace

void Course::add(std::uint64_t at_ms, std::uint32_t value) {
  const std::uint64_t at = points_.empty() ? at_ms : std::max(at_ms, points_.back().last_ms);
  const Point point{at, at, value, value};
  if (!points_.empty() && in_last_ < stride_) {
    points_.back() = merged(points_.back(), point);
    ++in_last_;
    return;
  }
  if (points_.size() == kPoints) {
    merge_neighbours();
  }
  points_.push_back(point);
  in_last_ = 1;
}

void Course::merge_neighbours() {
  for (std::size_t i = 0; i < kPoints / 2; ++i) {
    points_[i] = merged(points_[2 * i], points_[2 * i + 1]);
  }
  points_.resize(kPoints / 2);
  stride_ *= 2;
}

}  // namespace tidemark::model
