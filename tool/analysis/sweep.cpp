// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/sweep.hpp"

#include <algorithm>

namespace tidemark::analysis {
namespace {

using How = RunEnd::How;
using Result = SweepRun::Result;

Result result_of(const RunEnd& end, const std::vector<Fault>& faults, const RunEnd& plain) {
  switch (end.how) {
    case How::kDied:
      return Result::kDied;
    case How::kHung:
      return Result::kHung;
    case How::kInterrupted:
    case How::kRefused:
      return Result::kUnknown;
    case How::kCompleted:
    case How::kEndedEarly:
      break;
  }
  if (!faults.empty()) {
    return Result::kFaulted;
  }
  if (end.how == How::kEndedEarly && plain.how != How::kEndedEarly) {
    return Result::kEndedEarly;
  }
  // An application that ended well and yet did not tell what failed has not shown that it survived.
  return reached_allocation(end).value_or(false) ? Result::kSurvived : Result::kUnknown;
}

bool starts_well(const Sweep& sweep) {
  const How how = sweep.plain.how;
  return sweep.plain_faults.empty() && (how == How::kCompleted || how == How::kEndedEarly);
}

}  // namespace

std::size_t Sweep::count(Result result) const {
  return static_cast<std::size_t>(std::count_if(
      runs.begin(), runs.end(), [result](const SweepRun& run) { return run.result == result; }));
}

Outcome Sweep::outcome() const {
  const std::size_t unknown = count(Result::kUnknown);
  const bool plain_failed =
      !starts_well(*this) && plain.how != How::kInterrupted && plain.how != How::kRefused;
  if (plain_failed || count(Result::kSurvived) + unknown < runs.size()) {
    return Outcome::kBroken;
  }
  const bool can_tell = starts_well(*this) && !interrupted && unknown == 0 && !runs.empty();
  return can_tell ? Outcome::kHealthy : Outcome::kCannotTell;
}

std::optional<bool> reached_allocation(const RunEnd& end) {
  if (!end.report || !end.report->allocations_failed) {
    return std::nullopt;
  }
  return *end.report->allocations_failed > 0;
}

SweepRun judge_sweep_run(std::uint64_t nth, const RunEnd& end, const std::vector<Fault>& faults,
                         const RunEnd& plain) {
  SweepRun run;
  run.nth = nth;
  run.result = result_of(end, faults, plain);
  run.end = end;
  run.faults = faults;
  if (end.report) {
    run.allocation = end.report->first_failed;
  }
  return run;
}

}  // namespace tidemark::analysis
