// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/recovery.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tool/analysis/chronicle.hpp"
#include "tool/analysis/summary.hpp"

namespace tidemark::analysis {
namespace {

using testing::IsNull;
using testing::NotNull;
using testing::SizeIs;

class RecoveryTest : public testing::Test {
 protected:
  RecoveryTest() { chronicle_.follow(devices_); }
  void feed(const std::string& text) { devices_.feed({text, false, true}, std::nullopt); }
  void boot() {
    feed("tidemark: hello up=0.000 format=1 period_ms=1000 block_ms=1000 report_s=10");
  }
  void heap(std::uint32_t seconds) {
    feed(
        fmt::format("tidemark: heap up={}.000 name=h used=10 free=90 capacity=100 allocated=9 "
                    "peak=10 level=ok verdict=none",
                    seconds));
  }
  void restart(std::string_view reason, std::uint32_t lived_s, std::string_view more = "") {
    feed(
        fmt::format("tidemark: restart up=0.010 reason={} lived={}.000 restarts=1 recent=1 "
                    "safe_mode=no{}",
                    reason, lived_s, more));
  }
  const Recovery& recovery() const { return devices_.at(0).recovery(); }
  Summary summary() const { return summarize(devices_.at(0), {}, false); }

  Chronicle chronicle_;
  Devices devices_{SessionOptions{}, &chronicle_};
};

TEST_F(RecoveryTest, ADeviceThatTellsNothingHasNone) {
  boot();
  heap(10);
  boot();
  heap(10);
  EXPECT_FALSE(recovery().any());
  EXPECT_EQ(summary().failed_lives, 0u);
}

TEST_F(RecoveryTest, KeepsHowEachLifeEnded) {
  boot();
  heap(10);
  boot();
  restart("out_of_memory", 12, " at=0x1a2d size=2048 resource=h");
  feed(
      "tidemark: restart_level up=0.010 kind=heap name=h level=critical verdict=leak used=99 "
      "capacity=100");
  feed("tidemark: restart_site up=0.010 live_bytes=80 live_blocks=2 at=0x1a2d");
  feed("tidemark: restart_event up=0.010 before=2s event=level value=critical name=h");
  heap(10);
  boot();
  restart("request", 11);
  heap(10);
  ASSERT_THAT(recovery().lives(), SizeIs(2));
  const EndedLife& first = recovery().lives()[0];
  EXPECT_EQ(first.restart.reason, wire::RestartReason::kOutOfMemory);
  EXPECT_EQ(first.told.boot, 2u);
  EXPECT_THAT(first.levels, SizeIs(1));
  EXPECT_THAT(first.sites, SizeIs(1));
  EXPECT_THAT(first.events, SizeIs(1));
  EXPECT_THAT(recovery().lives()[1].levels, SizeIs(0));
  EXPECT_EQ(recovery().failed_lives(), 1u);
  EXPECT_EQ(recovery().first_failed_life(), &first);
  EXPECT_EQ(recovery().untold_restarts(), 0u);
  EXPECT_EQ(recovery().lived_ms(), 23'000u);
  EXPECT_EQ(summary().outcome, Outcome::kBroken);
}

TEST_F(RecoveryTest, ARestartOnRequestBreaksNothingAndOneOfUnknownReasonNeither) {
  boot();
  heap(10);
  boot();
  restart("request", 12);
  heap(10);
  boot();
  restart("unknown", 12);
  heap(10);
  EXPECT_EQ(recovery().failed_lives(), 0u);
  EXPECT_THAT(recovery().first_failed_life(), IsNull());
  EXPECT_EQ(summary().failed_lives, 0u);
  EXPECT_NE(summary().outcome, Outcome::kBroken);
}

TEST_F(RecoveryTest, CountsRestartsOfWhichNothingIsTold) {
  boot();
  heap(10);
  boot();
  restart("critical", 12);
  heap(10);
  boot();
  heap(10);
  EXPECT_EQ(recovery().life_count(), 1u);
  EXPECT_EQ(recovery().untold_restarts(), 1u);
}

TEST_F(RecoveryTest, WhatIsSaidAgainCountsOnceAndDetailsWithoutALifeNotAtAll) {
  boot();
  feed("tidemark: restart_site up=0.010 live_bytes=80 live_blocks=2 at=0x1a2d");
  restart("panic", 12);
  restart("critical", 13);
  feed("tidemark: restart_site up=0.010 live_bytes=80 live_blocks=2 at=0x1a2d");
  heap(10);
  ASSERT_THAT(recovery().lives(), SizeIs(1));
  EXPECT_EQ(recovery().lives()[0].restart.reason, wire::RestartReason::kPanic);
  EXPECT_THAT(recovery().lives()[0].sites, SizeIs(0)) << "it is of another line";
}

TEST_F(RecoveryTest, FailedAllocationsAreCountedByTheDevice) {
  const auto failure = [&](std::string_view rung, int failed, int at_once) {
    feed(
        fmt::format("tidemark: allocation_failure up=5.000 rung={} size=64 steps=3 failed={} "
                    "at_once={}",
                    rung, failed, at_once));
  };
  boot();
  heap(4);
  failure("reserve", 0, 1);
  EXPECT_EQ(recovery().failed_allocations(), 0u);
  EXPECT_THAT(recovery().first_failure(), IsNull());
  failure("failed", 7, 2);
  boot();
  heap(4);
  failure("failed", 2, 0);
  EXPECT_EQ(recovery().failed_allocations(), 9u) << "six were left out";
  EXPECT_EQ(recovery().refused_at_once(), 2u);
  ASSERT_THAT(recovery().first_failure(), NotNull());
  EXPECT_EQ(recovery().first_failure()->told.boot, 1u);
  EXPECT_EQ(recovery().climbs_to(wire::AllocationRung::kReserve), 1u);
  EXPECT_EQ(summary().failed_allocations, 9u);
  EXPECT_EQ(summary().outcome, Outcome::kBroken);
}

TEST_F(RecoveryTest, KnowsReclaimersByName) {
  const auto call = [&](std::string_view name, std::string_view outcome, int measured, int calls) {
    feed(
        fmt::format("tidemark: reclaim up=5.000 name={} cause=warn outcome={} said=100 "
                    "measured={} took_ms=3 calls={}",
                    name, outcome, measured, calls));
  };
  boot();
  heap(4);
  call("cache", "gave", 120, 1);
  call("liar", "overstated", -8, 2);
  call("liar", "overstated", -8, 2);  // as a message too
  call("liar", "gave", 100, 5);
  boot();
  heap(4);
  call("liar", "stuck", 0, 1);
  ASSERT_THAT(recovery().reclaimers(), SizeIs(2));
  const ReclaimerRecord& liar = recovery().reclaimers().at("liar");
  EXPECT_EQ(liar.calls, 6u);
  EXPECT_EQ(liar.measured_bytes, 92);
  ASSERT_TRUE(liar.first_bad);
  EXPECT_EQ(liar.first_bad->outcome, wire::ReclaimOutcome::kOverstated);
  EXPECT_EQ(liar.told.boot, 1u);
  EXPECT_FALSE(recovery().reclaimers().at("cache").first_bad);
  EXPECT_NE(summary().outcome, Outcome::kBroken);
}

TEST_F(RecoveryTest, AnythingIsHeldInBoundedMemory) {
  for (int i = 0; i < 2000; ++i) {
    boot();
    restart("exception", 5);
    for (int n = 0; n < 20; ++n) {
      feed("tidemark: restart_event up=0.010 before=2s event=level value=critical name=h");
    }
    feed(
        fmt::format("tidemark: reclaim up=5.000 name=n{} cause=warn outcome=late said=1 "
                    "measured=1 took_ms=3 calls=1",
                    i));
    feed("tidemark: allocation_failure up=5.000 rung=failed size=64 steps=3 failed=1 at_once=0");
  }
  EXPECT_THAT(recovery().lives(), SizeIs(Recovery::kMostLives));
  EXPECT_THAT(recovery().lives()[3].events, SizeIs(wire::kRestartEvents));
  EXPECT_EQ(recovery().life_count(), 2000u);
  EXPECT_THAT(recovery().reclaimers(), SizeIs(Recovery::kMostReclaimers));
  EXPECT_THAT(recovery().climbs(), SizeIs(Recovery::kMostClimbs));
  EXPECT_EQ(recovery().failed_allocations(), 2000u);
}

TEST_F(RecoveryTest, TheTimeLineGoesToTheEndOfTheLifeAndIsNotLedAstray) {
  boot();
  heap(10);
  heap(20);
  boot();
  restart("critical", 25);
  heap(10);
  boot();
  feed(
      "tidemark: restart up=0.010 reason=panic lived=18446744073709551.615 restarts=1 recent=1 "
      "safe_mode=no");
  heap(10);
  const Chronicle::Story& story = chronicle_.story(devices_.at(0));
  ASSERT_THAT(story.events, SizeIs(2));
  EXPECT_EQ(story.events[0].at_ms, 25'000u);
  ASSERT_TRUE(story.events[0].restart);
  EXPECT_EQ(story.events[0].restart->reason, wire::RestartReason::kCritical);
  EXPECT_LT(story.end_ms, 60'000u);
}

}  // namespace
}  // namespace tidemark::analysis
