// SPDX-License-Identifier: Apache-2.0
#include "core/health.hpp"

namespace tidemark {

void Health::start(std::uint32_t capacity_bytes) {
  capacity_bytes_ = capacity_bytes;
  detector_.emplace(capacity_bytes);
}

void Health::add(std::uint32_t used_bytes, std::uint32_t blocks,
                 const estimate::LeakTiming& timing) {
  for (; blocks > 0; --blocks) {
    detector_->close_block(timing);
  }
  detector_->add(used_bytes);
}

wire::Verdict Health::verdict() const {
  switch (detector_->verdict()) {
    case estimate::Verdict::kLeak:
      return wire::Verdict::kLeak;
    case estimate::Verdict::kWatch:
      return wire::Verdict::kWatch;
    case estimate::Verdict::kNone:
      break;
  }
  return wire::Verdict::kNone;
}

bool Health::take_verdict_change(Audience audience) {
  wire::Verdict& told = told_[static_cast<std::size_t>(audience)];
  const wire::Verdict now = verdict();
  const bool changed = now != told;
  told = now;
  return changed;
}

}  // namespace tidemark
