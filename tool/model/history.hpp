// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tidemark::model {

/// The course of one value over an input of any length, in bounded memory: when kPoints are full,
/// neighbours are merged into the larger of the two and each new point stands for twice as many
/// samples. Amortised O(1). Not thread-safe.
class History {
 public:
  static constexpr std::size_t kPoints = 256;

  void add(std::uint32_t value);
  void clear();

  /// Oldest first; the last one may stand for fewer samples than the others. Valid until the next
  /// add() or clear().
  [[nodiscard]] std::span<const std::uint32_t> points() const { return points_; }

  /// Samples that a whole point stands for: 1, 2, 4 ...
  [[nodiscard]] std::uint64_t samples_per_point() const { return stride_; }

 private:
  void merge_neighbours();

  std::vector<std::uint32_t> points_;
  std::uint64_t stride_ = 1;
  std::uint64_t in_last_ = 0;
};

}  // namespace tidemark::model
