// SPDX-License-Identifier: Apache-2.0
// A session fed with what Zephyr itself prints, on a device without the module.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tool/analysis/session.hpp"
#include "tool/analysis/summary.hpp"

namespace tidemark::analysis {
namespace {

using model::Kind;

class SessionConsoleTest : public testing::Test {
 protected:
  LineRole feed(std::string_view text) {
    return session_.feed(ingest::RawLine{text, false, true}, arrival_ms_);
  }
  void feed_heap(std::uint32_t free, std::uint32_t allocated, std::uint32_t most) {
    feed(fmt::format("free:           {}\r", free));
    feed(fmt::format("allocated:      {}\r", allocated));
    feed(fmt::format("max. allocated: {}\r", most));
  }
  const model::Resource* find(Kind kind, std::string_view name) const {
    for (const auto& resource : session_.inventory().all()) {
      if (resource->kind == kind && resource->name == name) {
        return resource.get();
      }
    }
    return nullptr;
  }

  std::optional<std::uint64_t> arrival_ms_;
  Session session_{SessionOptions{}, nullptr};
};

TEST_F(SessionConsoleTest, TheShellsHeapIsJudged) {
  for (std::uint32_t n = 0; n < 50; ++n) {
    feed_heap(4000 - 80 * n, 68 * n, 68 * n + 4);
  }
  const model::Resource* heap = find(Kind::kHeap, "_system_heap");
  ASSERT_NE(heap, nullptr);
  EXPECT_EQ(heap->samples, 50u);
  EXPECT_EQ(heap->verdict, model::Verdict::kLeak);
  EXPECT_EQ(session_.coverage().sample_lines, 50u);
  EXPECT_EQ(session_.coverage().text_lines, 100u);
}

TEST_F(SessionConsoleTest, TheKernelsGreatestUseIsThePeak) {
  feed_heap(3000, 1000, 2500);
  EXPECT_EQ(find(Kind::kHeap, "_system_heap")->peak, 2500u);
}

TEST_F(SessionConsoleTest, AStackOfTheAnalyzerHasAllFigures) {
  EXPECT_EQ(
      feed("[00:00:05.000,000] <inf> thread_analyzer:  rx                  : STACK: unused 900 "
           "usage 124 / 1024 (12 %); CPU: 0 %"),
      LineRole::kSample);
  const model::Resource* stack = find(Kind::kThreadStack, "rx");
  ASSERT_NE(stack, nullptr);
  EXPECT_EQ(stack->used, 124u);
  EXPECT_EQ(stack->peak, 124u);
  EXPECT_EQ(stack->free, 900u);
  EXPECT_EQ(stack->capacity, 1024u);
  EXPECT_EQ(stack->last_ms, 5000u);
}

TEST_F(SessionConsoleTest, AStackNearlyFullIsCriticalAtTheSecondSample) {
  for (int n = 0; n < 2; ++n) {
    EXPECT_EQ(summarize(session_, Limits{}, false).outcome, Outcome::kCannotTell);
    feed("Thread analyze:");
    feed(" rx                  : unused 24 usage 1000 / 1024 (97 %)");
  }
  EXPECT_EQ(summarize(session_, Limits{}, false).outcome, Outcome::kBroken);
}

TEST_F(SessionConsoleTest, APercentageOfTheStackCanBeALimit) {
  feed(" rx                  : unused 100 usage 924 / 1024 (90 %)");
  Limits limits;
  limits.min_stack_free = Limits::Amount{20, true};
  EXPECT_EQ(summarize(session_, limits, false).outcome, Outcome::kBroken);
  limits.min_stack_free = Limits::Amount{5, true};
  EXPECT_EQ(summarize(session_, limits, false).outcome, Outcome::kHealthy);
}

TEST_F(SessionConsoleTest, LinesWithoutATimeComeByTheirArrival) {
  for (std::uint64_t n = 0; n < 3; ++n) {
    arrival_ms_ = 700 + n * 5000;
    feed(" rx                  : unused 900 usage 124 / 1024 (12 %)");
  }
  EXPECT_EQ(session_.coverage().covered_ms, 10'000u);
}

TEST_F(SessionConsoleTest, TheModulesOwnFiguresGoBeforeThem) {
  feed(
      "tidemark: heap up=10.000 name=_system_heap used=1200 free=2800 capacity=4000 "
      "allocated=1120 peak=1200 level=ok verdict=none");
  EXPECT_EQ(feed(" rx                  : unused 900 usage 124 / 1024 (12 %)"), LineRole::kText);
  EXPECT_EQ(find(Kind::kThreadStack, "rx"), nullptr);
}

}  // namespace
}  // namespace tidemark::analysis
