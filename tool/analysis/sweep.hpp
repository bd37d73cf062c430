// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tool/analysis/run_end.hpp"
#include "tool/analysis/summary.hpp"

namespace tidemark::analysis {

/// One run in which one allocation was made to fail.
struct SweepRun {
  enum class Result : std::uint8_t {
    kSurvived,  ///< It ended as it does without a failure.
    kFaulted,   ///< It went on after a fatal error or a sanitizer's report.
    kDied,
    kHung,
    kEndedEarly,
    kUnknown,  ///< Interrupted, or the application did not tell whether the allocation failed.
  };
  std::uint64_t nth = 0;  ///< Which allocation, from 1.
  Result result = Result::kUnknown;
  RunEnd end;
  std::vector<Fault> faults;
  /// What failed; absent: not told.
  std::optional<ingest::EndReport::FailedAllocation> allocation;
};

struct Sweep {
  std::uint64_t asked = 0;  ///< Allocations that were to fail in turn.
  RunEnd plain;             ///< The run without a failure, which comes first.
  std::vector<Fault> plain_faults;
  std::vector<SweepRun> runs;         ///< By `nth`, those in which an allocation failed.
  std::optional<std::uint64_t> made;  ///< The application makes fewer than asked: so many.
  bool interrupted = false;

  [[nodiscard]] std::size_t count(SweepRun::Result result) const;
  /// kBroken iff a run was not survived, or the plain one failed; else kCannotTell iff the sweep
  /// was interrupted, a result is not known or nothing failed.
  [[nodiscard]] Outcome outcome() const;
};

/// Whether the application did make an allocation number `nth`; absent: it does not tell.
std::optional<bool> reached_allocation(const RunEnd& end);

/// `plain`: how the run without a failure ended.
SweepRun judge_sweep_run(std::uint64_t nth, const RunEnd& end, const std::vector<Fault>& faults,
                         const RunEnd& plain);

}  // namespace tidemark::analysis
