// SPDX-License-Identifier: Apache-2.0
#include "core/restart.hpp"

#include <gmock/gmock.h>

#include "core/run.hpp"
#include "core/test_monitor.hpp"
#include "core/test_restart_port.hpp"

namespace tidemark {
namespace {

using testing::ElementsAre;
using wire::RestartEventKind;
using wire::RestartReason;
using End = TestRestartPort::End;

class RestartTest : public MonitorTest {
 protected:
  static constexpr RestartSettings kSettings = {3, 10};

  EvidenceFound boot() {
    port_.up_ms = 0;
    return open_evidence(kSettings);
  }
  static RestartCause cause(RestartReason reason) {
    RestartCause cause{};
    cause.reason = reason;
    return cause;
  }
  /// A life of `lived_s` that ends for this reason.
  void live(RestartReason reason, std::uint64_t lived_s) {
    port_.up_ms += lived_s * 1000;
    EXPECT_EQ(restarts_.run([&] { restart_now(cause(reason)); }), End::kRestart);
    boot();
  }
  static wire::RestartLine told() {
    wire::RestartLine line{};
    EXPECT_TRUE(take_restart(&line));
    return line;
  }
  std::vector<std::string> levels() {
    std::vector<std::string> found;
    wire::RestartLevelLine line{};
    for (std::size_t i = 0; restart_level_at(i, &line); ++i) {
      found.push_back(text(line.name) + " " + std::to_string(line.used) + "/" +
                      std::to_string(line.capacity));
    }
    return found;
  }
  std::vector<std::string> events() {
    std::vector<std::string> found;
    wire::RestartEventLine line{};
    for (std::size_t i = 0; restart_event_at(i, &line); ++i) {
      found.push_back(text(line.name) + " " + std::to_string(static_cast<int>(line.event)) + ":" +
                      std::to_string(line.value) + " -" + std::to_string(line.before_end_s));
    }
    return found;
  }

  TestRestartPort restarts_;
};

TEST_F(RestartTest, KnowsNothingAtFirst) {
  EXPECT_EQ(boot(), EvidenceFound::kNone);
  wire::RestartLine line{};
  EXPECT_FALSE(ended_life(&line));
  EXPECT_FALSE(take_restart(&line));
  EXPECT_THAT(levels(), ElementsAre());
  EXPECT_FALSE(in_safe_mode());
  EXPECT_TRUE(may_restart());
}

TEST_F(RestartTest, TellsWhyTheLifeBeforeEnded) {
  boot();
  port_.up_ms = 12'345;
  restarts_.build_id = {0x00, 0x9f, 0xA1};
  RestartCause why = cause(RestartReason::kOutOfMemory);
  why.resource = text_of("_system_heap");
  why.at = reinterpret_cast<const void*>(0x1a2d);
  why.size = known(1024u);
  why.largest_free = known(96u);
  EXPECT_EQ(restarts_.run([&] { restart_now(why); }), End::kRestart);
  EXPECT_EQ(boot(), EvidenceFound::kNew);
  port_.up_ms = 7;
  const wire::RestartLine line = told();
  EXPECT_EQ(line.up_ms, 7u);
  EXPECT_EQ(line.reason, RestartReason::kOutOfMemory);
  EXPECT_EQ(line.lived_ms, 12'345u);
  EXPECT_EQ(line.restarts, 1u);
  EXPECT_EQ(line.recent, 1u);
  EXPECT_FALSE(line.safe_mode);
  EXPECT_EQ(text(line.resource), "_system_heap");
  EXPECT_EQ(text(line.thread), "runner");
  EXPECT_EQ(line.at, 0x1a2du);
  EXPECT_EQ(line.size, known(1024u));
  EXPECT_EQ(line.largest_free, known(96u));
  EXPECT_EQ(text(line.build_id), "009fa1");
  wire::RestartLine again{};
  EXPECT_FALSE(take_restart(&again)) << "it is told once";
  EXPECT_TRUE(ended_life(&again)) << "and can be asked for";
  EXPECT_EQ(again, line);
}

TEST_F(RestartTest, KnowsThatThereWasALifeOfWhoseEndThereIsNoRecord) {
  start();
  boot();
  port_.up_ms = 5000;
  refresh_evidence(monitor_);
  EXPECT_EQ(boot(), EvidenceFound::kNone);
  const wire::RestartLine line = told();
  EXPECT_EQ(line.reason, RestartReason::kUnknown);
  EXPECT_EQ(line.lived_ms, 5000u);
  EXPECT_EQ(line.restarts, 0u);
}

TEST_F(RestartTest, DoesNotTakeAnOlderRecordForThatOfTheLifeThatEnded) {
  start();
  boot();
  live(RestartReason::kCritical, 60);
  EXPECT_EQ(told().reason, RestartReason::kCritical);
  port_.up_ms = 3000;
  refresh_evidence(monitor_);
  EXPECT_EQ(boot(), EvidenceFound::kRead);
  const wire::RestartLine line = told();
  EXPECT_EQ(line.reason, RestartReason::kUnknown);
  EXPECT_EQ(line.lived_ms, 3000u);
  EXPECT_EQ(line.restarts, 1u) << "what was counted stays";
  EXPECT_EQ(line.recent, 0u);
  EXPECT_THAT(levels(), ElementsAre());
  live(RestartReason::kCritical, 60);
  EXPECT_EQ(told().restarts, 2u);
}

// A restart in good order takes its time, and the monitor runs meanwhile.
TEST_F(RestartTest, TellsOfNoLifeThatHasNotEnded) {
  boot();
  wire::RestartLine line{};
  keep_evidence(cause(RestartReason::kCritical));
  EXPECT_FALSE(take_restart(&line));
  boot();
  keep_evidence(cause(RestartReason::kPanic));
  EXPECT_EQ(told().reason, RestartReason::kCritical);
}

int g_called = 0;
tidemark_restart_reason g_reason;
void before(tidemark_restart_reason reason, void* user_data) {
  g_reason = reason;
  g_called = g_called * 10 + *static_cast<int*>(user_data);
}

TEST_F(RestartTest, CallsThoseWhoWantToKnowBefore) {
  int one = 1;
  int two = 2;
  g_called = 0;
  restarts_.before_restart = {{"one", before, &one}, {"two", before, &two}};
  boot();
  live(RestartReason::kRequest, 1);
  EXPECT_EQ(g_called, 12);
  EXPECT_EQ(g_reason, TIDEMARK_RESTART_REQUEST);
  EXPECT_THAT(restarts_.steps, ElementsAre("deadline", "one", "two", "none", "restart"));
}

TEST_F(RestartTest, CallsNobodyWhereOneMayNotWait) {
  int one = 1;
  g_called = 0;
  restarts_.before_restart = {{"one", before, &one}};
  restarts_.may_call_out = false;
  boot();
  live(RestartReason::kMonitorStalled, 1);
  EXPECT_EQ(g_called, 0);
  EXPECT_THAT(restarts_.steps, ElementsAre("restart"));
  EXPECT_EQ(told().reason, RestartReason::kMonitorStalled);
}

void restart_within(tidemark_restart_reason /*reason*/, void* /*user_data*/) {
  RestartCause cause{};
  cause.reason = RestartReason::kCritical;
  restart_now(cause);
}

TEST_F(RestartTest, KeepsTheFirstReasonOfTwo) {
  restarts_.before_restart = {{"restarts", restart_within, nullptr}};
  boot();
  EXPECT_EQ(restarts_.run([] { restart_within(TIDEMARK_RESTART_UNKNOWN, nullptr); }), End::kWait)
      << "the second waits for the first";
  // Meanwhile the first one's deadline comes, or a fatal error.
  keep_evidence_of_fault(cause(RestartReason::kException));
  boot();
  EXPECT_EQ(told().reason, RestartReason::kCritical);
}

TEST_F(RestartTest, TakesNoLockAfterAFatalError) {
  boot();
  const int locks = restarts_.locks_taken;
  restarts_.may_read_profile_after_fault = false;
  keep_evidence_of_fault(cause(RestartReason::kStackOverflow));
  EXPECT_EQ(restarts_.locks_taken, locks);
  EXPECT_EQ(port_.locks_taken, 0);
  boot();
  EXPECT_EQ(told().reason, RestartReason::kStackOverflow);
}

TEST_F(RestartTest, LeavesWhatIsUnknownEmpty) {
  boot();
  restarts_.running_thread = nullptr;
  live(RestartReason::kPanic, 0);
  const wire::RestartLine line = told();
  EXPECT_TRUE(line.thread.empty());
  EXPECT_TRUE(line.resource.empty());
  EXPECT_TRUE(line.build_id.empty());
  EXPECT_FALSE(line.size.present);
  EXPECT_FALSE(line.largest_free.present);
}

TEST_F(RestartTest, KeepsTheLatestEvents) {
  boot();
  for (std::uint8_t i = 0; i < 11; ++i) {
    port_.up_ms = 1000u * i;
    note_event(RestartEventKind::kGuard, i, text_of("a_name_that_is_cut"));
  }
  port_.up_ms = 0;
  live(RestartReason::kPanic, 20);
  const auto found = events();
  ASSERT_EQ(found.size(), wire::kRestartEvents);
  EXPECT_EQ(found.front(), "a_name_that_is_c 4:3 -17");
  EXPECT_EQ(found.back(), "a_name_that_is_c 4:10 -10");
  live(RestartReason::kPanic, 20);
  EXPECT_THAT(events(), ElementsAre()) << "they are of their life";
}

TEST_F(RestartTest, KeepsWhatIsNotWellWorstFirst) {
  FakeHeap& well = port_.add_heap("well", 1000);
  FakeHeap& heap_of = port_.add_heap("full", 0, 1000);
  FakeBlockPool& pool_of = port_.add_mem_slab(8, 16);
  port_.add_thread("deep", 1000).use(990);
  start();
  boot();
  pool_of.reading.used = 8;
  pool_of.reading.free = 0;
  sample(6);
  EXPECT_EQ(heap(0).level, wire::Level::kOk);
  refresh_evidence(monitor_);
  live(RestartReason::kCritical, 1);
  auto found = levels();
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0], "full 1000/1000");
  EXPECT_EQ(found[1].substr(0, 5), "slab@");
  EXPECT_EQ(found[1].substr(found[1].size() - 4), " 8/8");
  EXPECT_EQ(found[2], "deep 990/1000");
  wire::RestartLevelLine line{};
  ASSERT_TRUE(restart_level_at(0, &line));
  EXPECT_EQ(line.kind, wire::ResourceKind::kHeap);
  EXPECT_NE(line.level, wire::Level::kOk);
  EXPECT_EQ(line.verdict, wire::Verdict::kNone);

  // What is well again is not told.
  heap_of.reading = {1000, 0, 1000};
  well.reading = {0, 1000, 1000};
  sample(12);
  refresh_evidence(monitor_);
  live(RestartReason::kCritical, 1);
  found = levels();
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0], "well 1000/1000");
}

TEST_F(RestartTest, KeepsNoMoreThanTheWorst) {
  for (int i = 0; i < 6; ++i) {
    port_.add_heap("h", 0, 1000);
  }
  start(6);
  boot();
  sample(6);
  refresh_evidence(monitor_);
  live(RestartReason::kCritical, 1);
  EXPECT_EQ(levels().size(), wire::kRestartLevels);
}

TEST_F(RestartTest, KeepsTheSitesThatHoldMost) {
  auto memory = std::make_unique<ProfileMemory<64, 20, 4, 4>>();
  new (&image_profiler()) Profiler();
  image_profiler().start(memory->tables(), 1, 1);
  FakeThread& worker = port_.add_thread("worker", 256);
  const auto allocate = [&](std::uintptr_t block, std::size_t bytes, std::uintptr_t caller) {
    ASSERT_TRUE(image_profiler().hits(bytes));
    image_profiler().take({nullptr, reinterpret_cast<const void*>(block), bytes,
                           reinterpret_cast<const void*>(caller), &worker});
  };
  boot();
  for (std::uintptr_t i = 1; i <= 6; ++i) {
    allocate(0x1000 * i, 100 * i, 0x80 + i);
  }
  allocate(0x9000, 600, 0x86);
  live(RestartReason::kOutOfMemory, 1);
  std::vector<wire::RestartSiteLine> sites;
  wire::RestartSiteLine line{};
  for (std::size_t i = 0; restart_site_at(i, &line); ++i) {
    sites.push_back(line);
  }
  new (&image_profiler()) Profiler();
  ASSERT_EQ(sites.size(), wire::kRestartSites);
  EXPECT_EQ(sites[0], (wire::RestartSiteLine{0, 0x86, 1200, 2}));
  EXPECT_EQ(sites[3], (wire::RestartSiteLine{0, 0x83, 300, 1}));
}

TEST_F(RestartTest, EntersSafeModeAfterSoManyRestartsInSoManyMinutes) {
  boot();
  live(RestartReason::kOutOfMemory, 10'000);
  EXPECT_FALSE(in_safe_mode());
  live(RestartReason::kCritical, 300);
  EXPECT_FALSE(in_safe_mode());
  live(RestartReason::kStackOverflow, 300);
  EXPECT_TRUE(in_safe_mode());
  EXPECT_FALSE(may_restart());
  const wire::RestartLine line = told();
  EXPECT_EQ(line.recent, 3u);
  EXPECT_TRUE(line.safe_mode);
}

TEST_F(RestartTest, StaysOutOfSafeModeWhereRestartsAreFarApart) {
  boot();
  for (int i = 0; i < 5; ++i) {
    live(RestartReason::kOutOfMemory, 301);
    EXPECT_FALSE(in_safe_mode()) << i;
  }
}

TEST_F(RestartTest, SafeModeEndsWithItsTime) {
  boot();
  for (int i = 0; i < 3; ++i) {
    live(RestartReason::kOutOfMemory, 1);
  }
  port_.up_ms = 599'999;
  EXPECT_TRUE(in_safe_mode());
  port_.up_ms = 600'000;
  EXPECT_FALSE(in_safe_mode());
  EXPECT_EQ(leave_safe_mode(), Status::kNotFound);
  live(RestartReason::kOutOfMemory, 1);
  EXPECT_FALSE(in_safe_mode()) << "the others are too long ago";
}

TEST_F(RestartTest, SafeModeIsLeftByTheApplication) {
  boot();
  EXPECT_EQ(leave_safe_mode(), Status::kNotFound);
  for (int i = 0; i < 3; ++i) {
    live(RestartReason::kOutOfMemory, 1);
  }
  EXPECT_EQ(leave_safe_mode(), Status::kOk);
  EXPECT_FALSE(in_safe_mode());
  live(RestartReason::kOutOfMemory, 1);
  EXPECT_FALSE(in_safe_mode()) << "the series begins anew";
  EXPECT_EQ(told().restarts, 4u);
  live(RestartReason::kOutOfMemory, 1);
  live(RestartReason::kOutOfMemory, 1);
  EXPECT_TRUE(in_safe_mode());
}

TEST_F(RestartTest, ARestartThatNobodyRecordedIsNotInSafeMode) {
  boot();
  for (int i = 0; i < 3; ++i) {
    live(RestartReason::kOutOfMemory, 1);
  }
  EXPECT_TRUE(in_safe_mode());
  boot();
  EXPECT_FALSE(in_safe_mode()) << "whoever pressed the button wants to see it run";
  live(RestartReason::kOutOfMemory, 1);
  EXPECT_TRUE(in_safe_mode());
}

TEST_F(RestartTest, SaysThatARecordIsDamaged) {
  boot();
  live(RestartReason::kOutOfMemory, 1);
  restarts_.memory.bytes[60] ^= 4;
  EXPECT_EQ(boot(), EvidenceFound::kDamaged);
  EXPECT_EQ(told().reason, RestartReason::kUnknown);
  EXPECT_EQ(boot(), EvidenceFound::kNone);
}

}  // namespace
}  // namespace tidemark
