// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/leak_watch.hpp"

#include <algorithm>
#include <limits>

namespace tidemark::analysis {
namespace {

constexpr std::uint32_t kPeriodChange = 3;

std::uint32_t saturated(std::uint64_t value) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(value, std::numeric_limits<std::uint32_t>::max()));
}

template <typename Range>
std::uint32_t median(Range values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

model::Verdict translate(estimate::Verdict verdict) {
  switch (verdict) {
    case estimate::Verdict::kLeak:
      return model::Verdict::kLeak;
    case estimate::Verdict::kWatch:
      return model::Verdict::kWatch;
    case estimate::Verdict::kNone:
      break;
  }
  return model::Verdict::kNone;
}

}  // namespace

LeakWatch::Lane::Lane(std::uint32_t block_ms, std::uint32_t capacity)
    : timing{block_ms}, clock(block_ms), detector(capacity) {}

void LeakWatch::Lane::add(std::uint64_t at_ms, std::uint32_t used) {
  const estimate::BlockClock::Step step = clock.advance(at_ms);
  for (std::uint32_t block = 0; block < step.blocks_ended; ++block) {
    detector.close_block(timing);
  }
  // Each sample is in a block; those that a gap ends besides are empty.
  blocks_sampled += step.blocks_ended > 0 ? 1 : 0;
  detector.add(used);
}

LeakWatch::LeakWatch(std::optional<std::uint32_t> block_ms) : told_block_ms_(block_ms) {}

void LeakWatch::add(std::uint64_t now_ms, std::uint32_t free_bytes, std::uint32_t capacity_bytes) {
  const std::uint64_t at_ms = std::max(now_ms, last_ms_);
  if (samples_ > 0 || !priming_.empty()) {
    note_distance(at_ms - last_ms_);
  }
  last_ms_ = at_ms;
  if (period_ms_ != 0) {
    feed({at_ms, free_bytes});
    check_period();
    return;
  }
  capacity_ = std::max(capacity_, capacity_bytes);
  if (priming_.size() == kMostPrimingSamples) {
    priming_.erase(priming_.begin());
  }
  priming_.push_back({at_ms, free_bytes});
  if (distance_count_ == kPrimingDistances) {
    begin_lanes();
  }
}

void LeakWatch::begin_lanes() {
  period_ms_ = median(
      std::vector(distances_.begin(), distances_.begin() + std::ptrdiff_t{kPrimingDistances}));
  if (told_block_ms_) {
    main_.emplace(std::max(*told_block_ms_, period_ms_), capacity_);
  } else {
    main_.emplace(saturated(std::uint64_t{period_ms_} * kBlockPeriods), capacity_);
    quick_.emplace(saturated(std::uint64_t{period_ms_} * kQuickBlockPeriods), capacity_);
  }
  // The first block begins half a period before the first sample, so that samples which come a
  // little early or late stay in their block.
  main_->clock.advance(priming_.front().at_ms);
  if (quick_) {
    quick_->clock.advance(priming_.front().at_ms);
  }
  for (const Sample& sample : priming_) {
    feed(sample);
  }
  priming_.clear();
}

void LeakWatch::feed(const Sample& sample) {
  ++samples_;
  const std::uint32_t used = capacity_ > sample.free ? capacity_ - sample.free : 0;
  const std::uint64_t at_ms = sample.at_ms + period_ms_ / 2;
  main_->add(at_ms, used);
  if (!quick_) {
    return;
  }
  quick_->add(at_ms, used);
  if (samples_ > kQuickSamples && quick_->detector.verdict() != estimate::Verdict::kLeak) {
    quick_.reset();
  }
}

void LeakWatch::note_distance(std::uint64_t distance_ms) {
  // Equal stamps tell of a buffer or a clock not yet running, not of the sampling period.
  if (distance_ms == 0) {
    return;
  }
  distances_[distance_count_ % distances_.size()] = saturated(distance_ms);
  ++distance_count_;
}

void LeakWatch::check_period() {
  if (distance_count_ % distances_.size() != 0) {
    return;
  }
  const std::uint64_t now = median(distances_);
  const std::uint64_t before = period_ms_;
  if (now <= before * kPeriodChange && before <= now * kPeriodChange) {
    return;
  }
  const std::uint32_t capacity = capacity_;
  const std::uint64_t last_ms = last_ms_;
  *this = LeakWatch(told_block_ms_);
  capacity_ = capacity;
  last_ms_ = last_ms;
}

const LeakWatch::Lane* LeakWatch::speaker() const {
  if (!main_) {
    return nullptr;
  }
  const bool quick_knows_more = quick_ && quick_->detector.verdict() > main_->detector.verdict();
  return quick_knows_more ? &*quick_ : &*main_;
}

model::Verdict LeakWatch::verdict() const {
  const Lane* lane = speaker();
  return lane == nullptr ? model::Verdict::kNone : translate(lane->detector.verdict());
}

std::optional<model::Trend> LeakWatch::trend() const {
  const Lane* lane = speaker();
  estimate::LeakTrend trend{};
  if (lane == nullptr || !lane->detector.trend(lane->timing, &trend)) {
    return std::nullopt;
  }
  return model::Trend{trend.rate_millibytes_per_hour, trend.rate_low_millibytes_per_hour,
                      trend.rate_high_millibytes_per_hour, trend.time_left_s, trend.window_ms};
}

bool LeakWatch::enough() const {
  return missing_ms() == 0;
}

std::optional<std::uint64_t> LeakWatch::missing_ms() const {
  if (!main_) {
    return std::nullopt;
  }
  const std::uint64_t blocks =
      kBlocksForVerdict - std::min(main_->blocks_sampled, kBlocksForVerdict);
  // A period learnt from a burst makes blocks so short that nearly each sample ends one.
  const std::uint64_t samples =
      told_block_ms_ ? 0 : kSamplesForVerdict - std::min(samples_, kSamplesForVerdict);
  return std::max(blocks * main_->timing.block_ms, samples * period_ms_);
}

std::optional<std::uint32_t> LeakWatch::period_ms() const {
  return main_ ? std::optional(period_ms_) : std::nullopt;
}

std::optional<std::uint32_t> LeakWatch::block_ms() const {
  return main_ ? std::optional(main_->timing.block_ms) : std::nullopt;
}

}  // namespace tidemark::analysis
