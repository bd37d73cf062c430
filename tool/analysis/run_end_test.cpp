// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/run_end.hpp"

#include <gtest/gtest.h>

namespace tidemark::analysis {
namespace {

using How = RunEnd::How;
using End = ingest::EndReport::End;

RunFacts facts_with(End end) {
  RunFacts facts;
  facts.asked_ms = 60'000;
  facts.covered_ms = 50'000;
  facts.report.emplace().end = end;
  return facts;
}

TEST(RunEnd, TheEndReportTellsThatItRanToTheEnd) {
  RunFacts facts = facts_with(End::kStopped);
  facts.report->virtual_ms = 60'000;
  const RunEnd end = judge_end(facts);
  EXPECT_EQ(end.how, How::kCompleted);
  EXPECT_EQ(end.reached_ms, 60'000u);
  EXPECT_FALSE(end.failed());
}

TEST(RunEnd, WithoutAReportItsLastLineTells) {
  RunFacts facts;
  facts.stopped_at_ms = 60'000;
  EXPECT_EQ(judge_end(facts).how, How::kCompleted);
  facts.stopped_at_ms.reset();
  facts.covered_ms = 7'000;
  facts.error_lines = {"tidemark-hosted: nothing left to do", "other"};
  const RunEnd end = judge_end(facts);
  EXPECT_EQ(end.how, How::kEndedEarly);
  EXPECT_EQ(end.why, "nothing left to do");
  EXPECT_EQ(end.reached_ms, 7'000u);
  EXPECT_TRUE(end.failed());
}

TEST(RunEnd, NothingLeftIsEarly) {
  EXPECT_EQ(judge_end(facts_with(End::kNothingLeft)).how, How::kEndedEarly);
}

TEST(RunEnd, AFatalErrorIsNamed) {
  RunFacts facts = facts_with(End::kFatal);
  facts.command.status = 1;
  facts.report->fatal =
      ingest::EndReport::Fatal{4, "Kernel panic", "main", "no memory", "open+0x4"};
  const RunEnd end = judge_end(facts);
  EXPECT_EQ(end.how, How::kDied);
  EXPECT_EQ(end.why, "fatal error 4 (Kernel panic) in thread main at open+0x4");
  facts.report.reset();
  facts.faults = {Fault{2, "Stack overflow", "rx", 68, 1000}};
  EXPECT_EQ(judge_end(facts).why, "fatal error 2 (Stack overflow) in thread rx");
}

TEST(RunEnd, FailuresThatNothingMatched) {
  RunFacts facts;
  facts.failures_asked = true;
  EXPECT_FALSE(judge_end(facts).nothing_to_fail()) << "not known";
  facts.report = ingest::EndReport{};
  facts.report->allocations_matched = 0;
  EXPECT_TRUE(judge_end(facts).nothing_to_fail());
  facts.report->allocations_matched = 1;
  EXPECT_FALSE(judge_end(facts).nothing_to_fail());
  facts.report->allocations_matched = 0;
  facts.failures_asked = false;
  EXPECT_FALSE(judge_end(facts).nothing_to_fail());
}

TEST(RunEnd, ASurvivedFaultIsNoDeath) {
  RunFacts facts = facts_with(End::kStopped);
  facts.faults = {Fault{3, "Kernel oops", "worker", 68, 1000}};
  EXPECT_EQ(judge_end(facts).how, How::kCompleted);
}

TEST(RunEnd, SignalsStatusesAndSanitizers) {
  RunFacts facts;
  facts.command.signal = 11;
  EXPECT_EQ(judge_end(facts).why, "signal 11 (Segmentation fault)");
  facts.command = {3, 0};
  EXPECT_EQ(judge_end(facts).why, "exit status 3");
  facts.faults = {Fault{std::nullopt, "AddressSanitizer: heap-use-after-free", "", 1, 0}};
  const RunEnd end = judge_end(facts);
  EXPECT_EQ(end.how, How::kDied);
  EXPECT_EQ(end.why, "AddressSanitizer: heap-use-after-free");
}

TEST(RunEnd, ARefusedCommandLine) {
  RunFacts facts;
  facts.command.status = 2;
  facts.error_lines = {"tidemark-hosted: --frob: unknown option"};
  const RunEnd end = judge_end(facts);
  EXPECT_EQ(end.how, How::kRefused);
  EXPECT_EQ(end.why, "--frob: unknown option");
  EXPECT_FALSE(end.failed());
}

TEST(RunEnd, WhoEndedItWeighsMoreThanHow) {
  RunFacts facts = facts_with(End::kSignal);
  facts.command.signal = 9;
  facts.interrupted = true;
  EXPECT_EQ(judge_end(facts).how, How::kInterrupted);
  facts.interrupted = false;
  facts.hung = true;
  EXPECT_EQ(judge_end(facts).how, How::kHung);
}

TEST(RunEnd, StoppedAt) {
  EXPECT_EQ(stopped_at_ms("Stopped at 40.000s"), 40'000u);
  EXPECT_EQ(stopped_at_ms("Stopped at 2592000.125s"), 2'592'000'125u);
  for (const char* text : {"", "Stopped at s", "Stopped at x.000s", "Stopped at 40.000", "Stopped",
                           "Stopped at -1s", "Stopped at 1e99s", "Stopped at 40.000s."}) {
    EXPECT_FALSE(stopped_at_ms(text)) << text;
  }
}

}  // namespace
}  // namespace tidemark::analysis
