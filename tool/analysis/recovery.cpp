// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/recovery.hpp"

#include <algorithm>
#include <limits>

#include "tool/ingest/line_text.hpp"
#include "tool/model/profile.hpp"

namespace tidemark::analysis {
namespace {

/// Sums of a hostile device's figures stay where they are greatest.
void add_to(std::uint64_t& sum, std::uint64_t value) {
  sum = value > std::numeric_limits<std::uint64_t>::max() - sum
            ? std::numeric_limits<std::uint64_t>::max()
            : sum + value;
}

template <typename Line>
void keep(std::vector<Line>& list, const Line& line, std::size_t most) {
  if (list.size() < most) {
    list.push_back(line);
  }
}

}  // namespace

bool is_failure(wire::RestartReason reason) {
  return reason != wire::RestartReason::kRequest && reason != wire::RestartReason::kUnknown;
}

bool is_good(wire::ReclaimOutcome outcome) {
  return outcome == wire::ReclaimOutcome::kGave || outcome == wire::ReclaimOutcome::kGaveNothing;
}

void Recovery::begin_boot() {
  ++boots_;
  add_to(failed_before_, failed_);
  add_to(at_once_before_, at_once_);
  failed_ = 0;
  at_once_ = 0;
  latest_calls_.clear();
  latest_.reset();
  keeps_details_ = false;
}

RecoveryEvent Recovery::add(const wire::ReportLine& line, const ToldAt& told) {
  switch (line.kind) {
    case wire::LineKind::kReclaim:
      add(line.reclaim, told);
      return {nullptr, nullptr, &line.reclaim, ""};
    case wire::LineKind::kAllocationFailure:
      add(line.allocation_failure, told);
      return {nullptr, &line.allocation_failure, nullptr, ""};
    case wire::LineKind::kRestart:
      return {add(line.restart, told) ? &line.restart : nullptr, nullptr, nullptr, ""};
    default:
      break;
  }
  if (keeps_details_) {
    EndedLife& life = lives_.back();
    if (line.kind == wire::LineKind::kRestartLevel) {
      keep(life.levels, line.restart_level, wire::kRestartLevels);
    } else if (line.kind == wire::LineKind::kRestartSite) {
      keep(life.sites, line.restart_site, wire::kRestartSites);
    } else if (line.kind == wire::LineKind::kRestartEvent) {
      keep(life.events, line.restart_event, wire::kRestartEvents);
    }
  }
  return {};
}

bool Recovery::add(const wire::RestartLine& line, const ToldAt& told) {
  if (latest_) {
    keeps_details_ = false;
    return false;  // a boot has one before it
  }
  latest_ = line;
  told_boots_ += boots_ > 0 ? 1u : 0u;
  ++life_count_;
  ++reasons_[static_cast<std::size_t>(line.reason)];
  add_to(lived_ms_, line.lived_ms);
  add_to(starting_ms_, told.at_ms);
  keeps_details_ = lives_.size() < kMostLives;
  if (keeps_details_) {
    lives_.push_back({line, told});
  }
  return true;
}

void Recovery::add(const wire::AllocationFailureLine& line, const ToldAt& told) {
  ++climb_count_;
  ++rungs_[static_cast<std::size_t>(line.rung)];
  failed_ = std::max<std::uint64_t>(failed_, line.failed);
  at_once_ = std::max<std::uint64_t>(at_once_, line.at_once);
  const Climb climb{line, told};
  if (climbs_.size() < kMostClimbs) {
    climbs_.push_back(climb);
  }
  if (line.rung == wire::AllocationRung::kFailed && !first_failure_) {
    first_failure_ = climb;
  }
}

void Recovery::add(const wire::ReclaimLine& line, const ToldAt& told) {
  const std::string name = ingest::printable(model::text_of(line.name));
  if (!reclaimers_.contains(name) && reclaimers_.size() == kMostReclaimers) {
    return;
  }
  ReclaimerRecord& record = reclaimers_[name];
  auto& [calls, outcome] = latest_calls_[name];
  if (line.calls == calls && line.outcome == outcome) {
    return;  // on the console and as a message
  }
  outcome = line.outcome;
  add_to(record.calls, line.calls > calls ? line.calls - calls : 0);
  calls = std::max(calls, line.calls);
  ++record.outcomes[static_cast<std::size_t>(line.outcome)];
  add_to(record.said_bytes, line.said_bytes);
  record.measured_bytes += line.measured_bytes;
  record.longest_ms = std::max(record.longest_ms, line.took_ms);
  if (!is_good(line.outcome) && !record.first_bad) {
    record.first_bad = line;
    record.told = told;
  }
}

std::uint64_t Recovery::failed_lives() const {
  return life_count_ - restarts_for(wire::RestartReason::kRequest) -
         restarts_for(wire::RestartReason::kUnknown);
}

const EndedLife* Recovery::first_failed_life() const {
  for (const EndedLife& life : lives_) {
    if (is_failure(life.restart.reason)) {
      return &life;
    }
  }
  return nullptr;
}

std::uint64_t Recovery::untold_restarts() const {
  return boots_ - told_boots_;
}

const Climb* Recovery::first_failure() const {
  return first_failure_ ? &*first_failure_ : nullptr;
}

}  // namespace tidemark::analysis
