// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/sweep.hpp"

#include <gtest/gtest.h>

namespace tidemark::analysis {
namespace {

using How = RunEnd::How;
using Result = SweepRun::Result;

RunEnd end_with(How how, std::optional<std::uint64_t> failed = 1) {
  RunEnd end;
  end.how = how;
  end.report.emplace().allocations_failed = failed;
  return end;
}

Result result_of(const RunEnd& end, const RunEnd& plain = RunEnd{},
                 const std::vector<Fault>& faults = {}) {
  return judge_sweep_run(3, end, faults, plain).result;
}

TEST(Sweep, Results) {
  EXPECT_EQ(result_of(end_with(How::kCompleted)), Result::kSurvived);
  EXPECT_EQ(result_of(end_with(How::kDied)), Result::kDied);
  EXPECT_EQ(result_of(end_with(How::kHung)), Result::kHung);
  EXPECT_EQ(result_of(end_with(How::kEndedEarly)), Result::kEndedEarly);
  EXPECT_EQ(result_of(end_with(How::kInterrupted)), Result::kUnknown);
  EXPECT_EQ(result_of(end_with(How::kCompleted), {}, {Fault{3, "Kernel oops", "rx", 1, 0}}),
            Result::kFaulted);
}

TEST(Sweep, AnApplicationThatAlwaysEndsItselfSurvivesByDoingSo) {
  EXPECT_EQ(result_of(end_with(How::kEndedEarly), end_with(How::kEndedEarly)), Result::kSurvived);
}

TEST(Sweep, WithoutAWordOfWhatFailedNothingIsProven) {
  EXPECT_EQ(result_of(end_with(How::kCompleted, std::nullopt)), Result::kUnknown);
  EXPECT_FALSE(reached_allocation(RunEnd{}));
  EXPECT_EQ(reached_allocation(end_with(How::kCompleted, 0)), false);
}

TEST(Sweep, Outcome) {
  Sweep sweep;
  EXPECT_EQ(sweep.outcome(), Outcome::kCannotTell) << "nothing failed";
  sweep.runs.push_back(judge_sweep_run(1, end_with(How::kCompleted), {}, {}));
  EXPECT_EQ(sweep.outcome(), Outcome::kHealthy);
  sweep.interrupted = true;
  EXPECT_EQ(sweep.outcome(), Outcome::kCannotTell);
  sweep.runs.push_back(judge_sweep_run(2, end_with(How::kDied), {}, {}));
  EXPECT_EQ(sweep.outcome(), Outcome::kBroken);
}

TEST(Sweep, ThePlainRunMustNotDie) {
  Sweep sweep;
  sweep.plain.how = How::kDied;
  EXPECT_EQ(sweep.outcome(), Outcome::kBroken);
  sweep.plain.how = How::kRefused;
  EXPECT_EQ(sweep.outcome(), Outcome::kCannotTell);
}

}  // namespace
}  // namespace tidemark::analysis
