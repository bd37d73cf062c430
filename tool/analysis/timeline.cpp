// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/timeline.hpp"

#include <algorithm>

namespace tidemark::analysis {

Timeline::Outcome Timeline::advance(std::uint64_t stamp_ms) {
  if (!started_) {
    started_ = true;
    now_ms_ = stamp_ms;
    return Outcome::kNext;
  }
  if (plausible_after(now_ms_, stamp_ms)) {
    const bool refuted = doubtful_ms_.has_value();
    doubtful_ms_.reset();
    accept(stamp_ms);
    return refuted ? Outcome::kRefuted : Outcome::kNext;
  }
  if (!doubtful_ms_ || !agrees(*doubtful_ms_, stamp_ms)) {
    doubtful_ms_ = stamp_ms;
    return Outcome::kDoubtful;
  }
  const bool rebooted = *doubtful_ms_ < now_ms_;
  now_ms_ = *doubtful_ms_;
  doubtful_ms_.reset();
  accept(stamp_ms);
  return rebooted ? Outcome::kRebooted : Outcome::kConfirmed;
}

void Timeline::restart() {
  started_ = false;
  doubtful_ms_.reset();
}

bool Timeline::plausible_after(std::uint64_t before_ms, std::uint64_t stamp_ms) const {
  if (stamp_ms < before_ms) {
    return before_ms - stamp_ms <= kDisorderMs;
  }
  const std::uint64_t limit =
      step_ms_ == 0 ? kFirstGapMs : std::max(kLeastGapMs, kDoubtfulSteps * step_ms_);
  return stamp_ms - before_ms <= limit;
}

bool Timeline::agrees(std::uint64_t doubtful_ms, std::uint64_t stamp_ms) const {
  const bool both_back = doubtful_ms < now_ms_ && stamp_ms < now_ms_;
  const bool both_ahead = doubtful_ms > now_ms_ && stamp_ms > now_ms_;
  const bool in_order = stamp_ms >= doubtful_ms || doubtful_ms - stamp_ms <= kDisorderMs;
  return in_order && (both_back || both_ahead);
}

void Timeline::accept(std::uint64_t stamp_ms) {
  if (stamp_ms > now_ms_) {
    step_ms_ = std::max(step_ms_, std::min(stamp_ms - now_ms_, kFirstGapMs));
    now_ms_ = stamp_ms;
  }
}

}  // namespace tidemark::analysis
