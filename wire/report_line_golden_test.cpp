// SPDX-License-Identifier: Apache-2.0
// The golden lines bind the writer and the parser: the messages below, in the file's order, are
// what the lines say.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "wire/report_line.hpp"
#include "wire/test_line_text.hpp"

namespace tidemark::wire {
namespace {

constexpr std::uint64_t kMaxRate = 51240955760304ull * 360000;

std::vector<std::string> golden_lines() {
  std::ifstream in(TIDEMARK_GOLDEN_LINES);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line + "\n");
  }
  return lines;
}

ProfileLine profile_line() {
  ProfileLine line{};
  line.up_ms = 60000;
  line.interval_bytes = 64;
  line.records = 20;
  line.records_capacity = 32;
  line.sites = 7;
  line.samples = 300;
  line.thinned = 40;
  return line;
}

ProfileLine whole_profile_line() {
  ProfileLine line = profile_line();
  line.displaced = 1;
  line.sites_merged = 2;
  line.cycles = known(5u);
  line.mark_ms = known<std::uint64_t>(12345);
  return line;
}

std::vector<ReportLine> golden_messages() {
  const Level ok = Level::kOk;
  const Level ex = Level::kWarn;
  const Verdict none = Verdict::kNone;
  const Verdict leak = Verdict::kLeak;
  return {
      message(HelloLine{0, 1, 1000, 240000, 60, name("qemu_cortex_m3"), name("3.4.99"), {}}),
      message(HelloLine{1, 1, 1, 1, 0, {}, {}, {}}),
      message(HelloLine{2, 1, 1000, 240000, 60, name("native_sim_64"), name("3.4.99"),
                        name("000102030405060708090a0b0c0d0e0ffff8f9fa")}),
      message(HelloLine{3, 1, 1, 1, 0, {}, {}, name("c0de")}),
      message(HeapLine{
          10000, name("_system_heap"), 1200, 2800, 4000, 1120, 1200, ok, none, {}, {}, {}, {}}),
      message(HeapLine{20000,
                       name("my \"own\" heap\\\xff"),
                       3600,
                       400,
                       4000,
                       3360,
                       3601,
                       ex,
                       leak,
                       known<std::uint64_t>(432000000),
                       known(3u),
                       {},
                       {}}),
      message(HeapLine{~0ull,
                       name("h"),
                       ~0u,
                       0,
                       ~0u,
                       ~0u,
                       ~0u,
                       ok,
                       Verdict::kWatch,
                       known(kMaxRate),
                       known(kForeverSeconds),
                       {},
                       {}}),
      message(HeapLine{30000,
                       name("net"),
                       1200,
                       2800,
                       4000,
                       1120,
                       1200,
                       ok,
                       none,
                       {},
                       {},
                       known(1848u),
                       known(2792u)}),
      message(StackLine{60000, ResourceKind::kThreadStack, name("main"), 760, 264, 1024,
                        known<std::int8_t>(0), ok}),
      message(StackLine{60007, ResourceKind::kThreadStack, name("idle"), 64, 256, 320,
                        known<std::int8_t>(15), ok}),
      message(StackLine{60010, ResourceKind::kThreadStack, name("thread@0x20000a40"), 1000, 24,
                        1024, known<std::int8_t>(-128), ex}),
      message(StackLine{60011, ResourceKind::kThreadStack, name("rx#2"), 0, 512, 512, {}, ok}),
      message(StackLine{60011, ResourceKind::kIsrStack, name("isr0"), 560, 1488, 2048, {}, ok}),
      message(BlockPoolLine{60000,
                            ResourceKind::kMemSlab,
                            name("slab@0x20000100"),
                            3,
                            5,
                            8,
                            64,
                            known(4u),
                            ok,
                            none,
                            {}}),
      message(BlockPoolLine{
          60000, ResourceKind::kMemSlab, name("packets"), 8, 0, 8, 128, {}, ex, leak, known(0u)}),
      message(BlockPoolLine{
          60000, ResourceKind::kMemBlocks, name("dma"), 1, 15, 16, 32, known(9u), ok, none, {}}),
      message(BlockPoolLine{
          60000, ResourceKind::kNetBufPool, name("rx_bufs"), 2, 34, 36, 128, {}, ok, none, {}}),
      message(VerdictLine{2880000, ResourceKind::kHeap, name("_system_heap"), leak,
                          known<std::uint64_t>(840000), known<std::uint64_t>(599900),
                          known<std::uint64_t>(35994000), known(18120u), known(1920u)}),
      message(VerdictLine{2881000, ResourceKind::kMemSlab, name("packets"), Verdict::kWatch,
                          known<std::uint64_t>(413), known<std::uint64_t>(0),
                          known<std::uint64_t>(11900), known(982800u), known(4294965600u)}),
      message(VerdictLine{
          9999999, ResourceKind::kHeap, name("_system_heap"), none, {}, {}, {}, {}, {}}),
      message(LevelLine{31000, ResourceKind::kHeap, name("_system_heap"), ex, 3600, 4000, {}}),
      message(LevelLine{31500, ResourceKind::kHeap, name("_system_heap"), Level::kCritical, 2600,
                        4000, known(LevelCause::kLargestFree)}),
      message(LevelLine{32000, ResourceKind::kThreadStack, name("main"), ok, 0, 0, {}}),
      message(
          CoverageLine{60000, 2, 0, 5, 1, 0, 0, blind("runtime_heaps,isr_stacks"), {}, {}, {}, {}}),
      message(CoverageLine{61000, 2, 0, 5, 0, 1, 0, blind("malloc_arena"), known(0u), known(1u),
                           known(2u), known(4u)}),
      message(CoverageLine{60000, 0, 0, 0, 0, 0, 0, {}, {}, {}, {}, {}}),
      message(
          SelfLine{60000, 60, 5120, known(210u), known(433u), known(7u), known(0u), known(12u)}),
      message(SelfLine{60000, 0, 0, {}, {}, {}, {}, {}}),
      message(profile_line()),
      message(whole_profile_line()),
      message(SiteSummaryLine{60000, 0x1a2d, {}, 2640, 33, 5280, 66, known(320u), {}, {}}),
      message(SiteSummaryLine{60000,
                              0xdeadc0de,
                              name("net"),
                              7,
                              1,
                              18446744073709551615u,
                              9,
                              known(5u),
                              known(255u),
                              {0x8001, 0x1, 0xf}}),
      message(SiteSummaryLine{60000, 0, {}, 24, 1, 24, 1, {}, {}, {}}),
      message(OwnerSummaryLine{60000, known(OwnerState::kAlive), name("wor ker"), 0x20000a40, 2640,
                               33}),
      message(OwnerSummaryLine{60000, known(OwnerState::kEnded), {}, 0x20000b40, 24, 1}),
      message(OwnerSummaryLine{60000, known(OwnerState::kInterrupt), {}, 0, 0, 1}),
      message(OwnerSummaryLine{60000, {}, {}, 0, 4294967295, 4294967295}),
      message(SuspectLine{2880000, ResourceKind::kHeap, name("_system_heap"), 1, 0x1a2d, 2640, 33,
                          1800, name("wor ker")}),
      message(SuspectLine{2880000, ResourceKind::kMemSlab, name("packets"), 2, 0, 128, 1, 64, {}}),
      message(GuardLine{5000, GuardFault::kOverrun, 0x20001008, known(24u), name("_system_heap"),
                        0x1a2d, 0, name("main"), known(0u), 3}),
      message(GuardLine{
          5000, GuardFault::kUnderrun, 0x20001008, known(24u), {}, 0x1a2d, 0, {}, known(4u), 4}),
      message(GuardLine{5000,
                        GuardFault::kUseAfterFree,
                        0x20001008,
                        known(24u),
                        {},
                        0x1a2d,
                        0x1b01,
                        {},
                        known(8u),
                        2}),
      message(GuardLine{5000, GuardFault::kDoubleFree, 0x20001008, {}, {}, 0, 0x1b01, {}, {}, 0}),
      message(GuardLine{5000, GuardFault::kForeignFree, 0, {}, {}, 0, 0, {}, {}, 0}),
  };
}

std::vector<ReportLine> golden_reclaims_and_failures() {
  const Name heap = name("_system_heap");
  return {
      message(ReclaimLine{31000,
                          name("lru_cache"),
                          ReclaimCause::kWarn,
                          ReclaimOutcome::kGave,
                          1024,
                          1040,
                          2,
                          1,
                          {}}),
      message(ReclaimLine{32000, name("my cache"), ReclaimCause::kAllocation,
                          ReclaimOutcome::kOverstated, 4096, -16, 0, ~0u, known(12u)}),
      message(ReclaimLine{33000,
                          name("logs"),
                          ReclaimCause::kCritical,
                          ReclaimOutcome::kStuck,
                          0,
                          -2147483647 - 1,
                          100,
                          3,
                          {}}),
      message(ReclaimLine{34000,
                          name("logs"),
                          ReclaimCause::kRequest,
                          ReclaimOutcome::kGaveNothing,
                          0,
                          0,
                          0,
                          4,
                          {}}),
      message(ReclaimLine{35000,
                          name("logs"),
                          ReclaimCause::kWarn,
                          ReclaimOutcome::kLate,
                          512,
                          2147483647,
                          101,
                          5,
                          {}}),
      message(AllocationFailureLine{40000, AllocationRung::kFailed, 2048, 7, 1, 0, heap,
                                    name("worker"), 0x1a2d, known(4016u), known(1016u), known(3u)}),
      message(AllocationFailureLine{
          41000, AllocationRung::kReserve, ~0u, 1, 0, 5, {}, {}, 0, {}, {}, {}}),
      message(AllocationFailureLine{
          42000, AllocationRung::kReclaim, 16, 2, 0, 0, {}, {}, 0, known(0u), known(0u), {}}),
      message(AllocationFailureLine{
          43000, AllocationRung::kShed, 16, 4, 0, 0, name("net"), {}, 0, {}, {}, {}}),
      message(AllocationFailureLine{
          44000, AllocationRung::kHandler, 16, 5, 0, 0, {}, name("rx tx"), 0, {}, {}, {}}),
  };
}

RestartLine restart_line(RestartReason reason, std::uint64_t lived_ms) {
  RestartLine line{};
  line.up_ms = 1;
  line.reason = reason;
  line.lived_ms = lived_ms;
  return line;
}

std::vector<ReportLine> golden_restarts() {
  const Name heap = name("_system_heap");
  RestartLine endless = restart_line(RestartReason::kMonitorStalled, ~0ull);
  endless.restarts = ~0u;
  RestartLine overflow = restart_line(RestartReason::kStackOverflow, 5000);
  overflow.resource = name("main");
  overflow.thread = name("main");
  overflow.at = 0xdeadc0de;
  RestartLine failed_check = restart_line(RestartReason::kHealthCheck, 5000);
  failed_check.resource = name("radio");
  return {
      message(RestartLine{12,
                          RestartReason::kOutOfMemory,
                          259200000,
                          3,
                          1,
                          false,
                          heap,
                          name("worker"),
                          0x1a2d,
                          known(2048u),
                          known(1016u),
                          {}}),
      message(RestartLine{12,
                          RestartReason::kCritical,
                          1000,
                          4,
                          3,
                          true,
                          heap,
                          {},
                          0,
                          {},
                          {},
                          name("000102030405060708090a0b0c0d0e0ffff8f9fa")}),
      message(RestartLine{}),
      message(endless),
      message(overflow),
      message(restart_line(RestartReason::kAssertion, 5000)),
      message(restart_line(RestartReason::kPanic, 5000)),
      message(restart_line(RestartReason::kException, 5000)),
      message(restart_line(RestartReason::kRequest, 5000)),
      message(
          RestartLevelLine{12, ResourceKind::kHeap, heap, Level::kOk, Verdict::kLeak, 3990, 4000}),
      message(RestartSiteLine{12, 0x1a2d, 2640, 33}),
      message(RestartSiteLine{12, 0, 24, 1}),
      message(RestartEventLine{12, 65, RestartEventKind::kLevel, 0, heap}),
      message(RestartEventLine{12, 7200, RestartEventKind::kVerdict, 2, heap}),
      message(RestartEventLine{12, 3, RestartEventKind::kReclaim, 4, name("my cache")}),
      message(RestartEventLine{12, 0, RestartEventKind::kAllocationFailure, 4, {}}),
      message(RestartEventLine{12, kForeverSeconds, RestartEventKind::kGuard, 4, {}}),
      message(failed_check),
  };
}

std::vector<ReportLine> all_golden_messages() {
  std::vector<ReportLine> all = golden_messages();
  for (const auto& more : {golden_reclaims_and_failures(), golden_restarts()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

TEST(GoldenLines, AreWrittenSo) {
  const auto lines = golden_lines();
  const auto messages = all_golden_messages();
  ASSERT_EQ(lines.size(), messages.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(written(messages[i]), lines[i]);
  }
}

TEST(GoldenLines, AreReadSo) {
  const auto lines = golden_lines();
  const auto messages = all_golden_messages();
  ASSERT_EQ(lines.size(), messages.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    ReportLine line{};
    ASSERT_EQ(parsed(lines[i], &line), ParseOutcome::kMessage) << lines[i];
    EXPECT_TRUE(same_message(line, messages[i])) << lines[i];
  }
}

}  // namespace
}  // namespace tidemark::wire
