// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "estimate/block_clock.hpp"
#include "estimate/leak_detector.hpp"
#include "tool/model/resource.hpp"

namespace tidemark::analysis {

/// The device's leak detector over samples whose spacing nobody has told: the base block is derived
/// from the samples themselves.
///
/// The first kPrimingDistances between samples with different times give the period, their median.
/// Equal times tell nothing of it; while all are equal it stays unknown. The base block is then
/// four periods, whose shortest window needs 37 samples for a verdict. A heap that is full before
/// that would never be judged, so during the first kQuickSamples of a boot a second detector with a
/// block of two periods runs beside it, with a verdict after 19. docs/reference/cli.md says what
/// that costs in false alarms, and leak_watch_test.cpp measures it. When the spacing changes by
/// more than three times for sixteen samples, the watch begins anew.
///
/// add() is O(1) save for the detector's evaluation. About 1 KB. Not thread-safe.
class LeakWatch {
 public:
  static constexpr std::size_t kPrimingDistances = 4;
  /// Of the samples before the period is known, so many are kept, the latest.
  static constexpr std::size_t kMostPrimingSamples = 64;
  static constexpr std::uint32_t kBlockPeriods = 4;
  static constexpr std::uint32_t kQuickBlockPeriods = 2;
  static constexpr std::uint64_t kQuickSamples = 40;
  /// Base blocks that the first verdict needs: a full window of eight, and its confirmation.
  static constexpr std::uint32_t kBlocksForVerdict = 9;
  /// Samples that fill them, and the one that ends the last.
  static constexpr std::uint64_t kSamplesForVerdict = kBlocksForVerdict * kBlockPeriods + 1;

  /// `block_ms`: the base block, if the user has told it. There is then one detector, and a block
  /// shorter than the sampling period counts as the period.
  explicit LeakWatch(std::optional<std::uint32_t> block_ms = std::nullopt);

  /// A sample of a heap with `free_bytes` left. `now_ms` may not go back. The heap's size is the
  /// greatest `capacity_bytes` of the priming samples: header bytes that show later only shift all
  /// uses by the same amount.
  void add(std::uint64_t now_ms, std::uint32_t free_bytes, std::uint32_t capacity_bytes);

  [[nodiscard]] model::Verdict verdict() const;
  /// Absent iff verdict() is kNone.
  [[nodiscard]] std::optional<model::Trend> trend() const;

  /// Whether it was watched long enough for a verdict: kBlocksForVerdict blocks that held a sample
  /// are over and, unless the block was told, there were kSamplesForVerdict samples. The empty
  /// blocks of a gap do not count.
  [[nodiscard]] bool enough() const;
  /// How much longer it would take for enough() to hold; 0 when it does. Absent while the sampling
  /// period is unknown.
  [[nodiscard]] std::optional<std::uint64_t> missing_ms() const;
  /// Absent before the priming distances.
  [[nodiscard]] std::optional<std::uint32_t> period_ms() const;
  [[nodiscard]] std::optional<std::uint32_t> block_ms() const;

 private:
  struct Sample {
    std::uint64_t at_ms;
    std::uint32_t free;
  };
  struct Lane {
    Lane(std::uint32_t block_ms, std::uint32_t capacity);
    void add(std::uint64_t at_ms, std::uint32_t used);
    estimate::LeakTiming timing;
    estimate::BlockClock clock;
    estimate::LeakDetector detector;
    std::uint32_t blocks_sampled = 0;
  };

  void begin_lanes();
  void feed(const Sample& sample);
  void note_distance(std::uint64_t distance_ms);
  void check_period();
  [[nodiscard]] const Lane* speaker() const;

  std::optional<std::uint32_t> told_block_ms_;
  std::vector<Sample> priming_;
  std::uint32_t capacity_ = 0;
  std::uint32_t period_ms_ = 0;  // 0: not yet known
  std::uint64_t samples_ = 0;    // since the lanes began
  std::uint64_t last_ms_ = 0;
  std::array<std::uint32_t, 16> distances_{};  // the latest that are above 0
  std::size_t distance_count_ = 0;
  std::optional<Lane> main_;
  std::optional<Lane> quick_;
};

}  // namespace tidemark::analysis
