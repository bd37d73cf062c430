// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tidemark::model {

/// The course of one value over time, over an input of any length, in bounded memory: when kPoints
/// are full, neighbours are merged into one that keeps the least and the greatest of both, so that
/// no peak is lost. Amortised O(1). Not thread-safe.
class Course {
 public:
  static constexpr std::size_t kPoints = 512;

  struct Point {
    std::uint64_t first_ms;
    std::uint64_t last_ms;
    std::uint32_t least;
    std::uint32_t greatest;
    bool operator==(const Point&) const = default;
  };

  /// `at_ms` before the latest counts as the latest.
  void add(std::uint64_t at_ms, std::uint32_t value);

  /// In order of time; the last one may stand for fewer samples than the others. Valid until the
  /// next add().
  [[nodiscard]] const std::vector<Point>& points() const { return points_; }

 private:
  void merge_neighbours();

  std::vector<Point> points_;
  std::uint64_t stride_ = 1;  // samples that a whole point stands for
  std::uint64_t in_last_ = 0;
};

}  // namespace tidemark::model
