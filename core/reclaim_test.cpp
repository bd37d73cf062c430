// SPDX-License-Identifier: Apache-2.0
#include "core/reclaim.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/test_recovery.hpp"

namespace tidemark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using wire::Level;
using wire::ReclaimCause;
using wire::ReclaimOutcome;

TEST(Reclaim, HasNothingToCallWithoutReclaimers) {
  FakeRecovery device;
  PassTicket ticket{};
  EXPECT_EQ(device.reclaim.ask_level(Level::kWarn), Status::kNotFound);
  EXPECT_EQ(device.reclaim.ask_allocation({}, &ticket), Status::kNotFound);
  EXPECT_EQ(device.reclaim.ask_request(0, &ticket), Status::kNotFound);
  EXPECT_EQ(device.reclaim.ask_shed(true, &ticket), Status::kNotFound);
  EXPECT_FALSE(device.is_asked);
  device.reclaim.run();  // nobody asked
  EXPECT_EQ(Reclaim::reclaimer_at(0), nullptr);
}

TEST(Reclaim, CallsFromCheapToDearAndThoseOfOnePriorityInTheirOrder) {
  FakeRecovery device;
  for (const auto& [name, priority] :
       {std::pair{"dear", 9}, {"first", 5}, {"cheap", -3}, {"second", 5}}) {
    device.add_cache(name, priority, 10, 1000);
  }
  EXPECT_EQ(device.reclaim.ask_level(Level::kWarn), Status::kOk);
  device.run_queue();
  EXPECT_THAT(device.calls, ElementsAre("cheap", "first", "second", "dear"));
  EXPECT_EQ(device.heap->reading.free, 1040u);
  EXPECT_EQ(device.reclaim.latest_given(), 40);
  EXPECT_STREQ(Reclaim::reclaimer_at(3)->name, "dear");
  EXPECT_EQ(Reclaim::reclaimer_at(4), nullptr);
}

bool has_enough() {
  return port::reclaimers()[1].state->calls > 0;
}

TEST(Reclaim, StopsWhenTheLevelIsMet) {
  FakeRecovery device;
  for (const char* name : {"a", "b", "c"}) {
    device.add_cache(name, 0, 10, 1000);
  }
  device.reclaim.set_level_test(has_enough);
  EXPECT_EQ(device.reclaim.ask_level(Level::kCritical), Status::kOk);
  device.run_queue();
  EXPECT_THAT(device.calls, ElementsAre("a", "b"));
}

// Cause: while a level waited for its calm samples, the cache was asked each second for more.
TEST(Reclaim, CallsNobodyForALevelThatIsMetAlready) {
  FakeRecovery device;
  device.add_cache("a", 0, 10, 1000);
  device.reclaim.set_level_test([] { return true; });
  EXPECT_EQ(device.reclaim.ask_level(Level::kWarn), Status::kOk);
  device.run_queue();
  EXPECT_THAT(device.calls, ElementsAre());
  EXPECT_EQ(device.reclaim.latest_given(), 0);
}

TEST(Reclaim, TellsTheRequestWhatIsWantedAndHowLongItHas) {
  FakeRecovery device;
  std::vector<tidemark_reclaim_request> seen;
  const auto look = [&](const tidemark_reclaim_request& request) {
    seen.push_back(request);
    device.port.up_ms += 30;
    return 0u;
  };
  device.add_reclaimer("a", 0, look);
  device.add_reclaimer("b", 1, look);
  device.tries = false;
  PassTicket ticket{};
  EXPECT_EQ(device.reclaim.ask_allocation({device.heap, 0, 200, nullptr, false}, &ticket),
            Status::kOk);
  EXPECT_EQ(ticket.wait_ms, 100u);
  device.port.up_ms += 10;
  EXPECT_EQ(device.reclaim.ask_allocation({device.heap, 0, 50, nullptr, false}, &ticket),
            Status::kOk)
      << "it joins";
  EXPECT_EQ(ticket.wait_ms, 90u);
  device.run_queue();
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].cause, TIDEMARK_RECLAIM_ALLOCATION);
  EXPECT_EQ(seen[0].wanted_bytes, 250u);
  EXPECT_EQ(seen[0].deadline_ms, 90u);
  EXPECT_EQ(seen[1].deadline_ms, 60u);
}

TEST(Reclaim, StopsWhenAllThatWaitWouldBeServed) {
  FakeRecovery device(0);
  device.add_cache("a", 0, 100, 1000);
  device.add_cache("b", 1, 100, 1000);
  device.add_cache("c", 2, 100, 1000);
  PassTicket ticket{};
  (void)device.reclaim.ask_allocation({device.heap, 0, 90, nullptr, false}, &ticket);
  (void)device.reclaim.ask_allocation({device.heap, 0, 150, nullptr, false}, &ticket);
  device.run_queue();
  EXPECT_THAT(device.calls, ElementsAre("a", "b"));
}

TEST(Reclaim, CallsEverybodyWhenMoreWaitThanItCanKeep) {
  FakeRecovery device(0);
  device.add_cache("a", 0, 100, 1000);
  device.add_cache("b", 1, 100, 1000);
  PassTicket ticket{};
  for (int i = 0; i < 5; ++i) {
    (void)device.reclaim.ask_allocation({device.heap, 0, 1, nullptr, false}, &ticket);
  }
  device.run_queue();
  EXPECT_THAT(device.calls, ElementsAre("a", "b"));
}

TEST(Reclaim, NamesWhoLiesAndWhoGivesNothing) {
  FakeRecovery device;
  device.add_reclaimer("idle", 0, [](const auto&) { return 0u; });
  device.add_reclaimer("liar", 1, [](const auto&) { return 500u; });
  device.add_reclaimer("boaster", 2, [&](const auto&) {
    device.heap->reading.free += 49;
    return 99u;
  });
  device.add_reclaimer("honest", 3, [&](const auto&) {
    device.heap->reading.free += 50;
    return 100u;
  });
  device.add_reclaimer("taker", 4, [&](const auto&) {
    device.heap->reading.free -= 8;
    return 0u;
  });
  (void)device.reclaim.ask_level(Level::kWarn);
  device.run_queue();
  std::vector<std::pair<std::string, ReclaimOutcome>> told;
  for (std::size_t i = 0; i < device.states.size(); ++i) {
    told.emplace_back(device.reclaimers[i].name,
                      static_cast<ReclaimOutcome>(device.states[i].outcome));
  }
  EXPECT_THAT(told, ElementsAre(std::pair{"idle", ReclaimOutcome::kGaveNothing},
                                std::pair{"liar", ReclaimOutcome::kOverstated},
                                std::pair{"boaster", ReclaimOutcome::kOverstated},
                                std::pair{"honest", ReclaimOutcome::kGave},
                                std::pair{"taker", ReclaimOutcome::kGaveNothing}));
  EXPECT_EQ(device.states[2].measured_bytes, 49);
  EXPECT_EQ(device.states[4].measured_bytes, -8);
  EXPECT_EQ(device.states[1].bad_calls, 1u);
  EXPECT_EQ(device.states[3].bad_calls, 0u);
  const auto events = device.take_events();
  EXPECT_EQ(events.size(), 4u) << "there is room for four";
  EXPECT_STREQ(events[1].subject, "liar");
  EXPECT_EQ(events[1].said_bytes, 500u);
  EXPECT_EQ(events[1].measured_bytes, 0);
  EXPECT_EQ(events[1].cause, ReclaimCause::kWarn);
  ReclaimCounts counts{};
  device.reclaim.counts(&counts);
  EXPECT_EQ(counts.untold, 1u);
  EXPECT_EQ(counts.given_bytes, 91u);
}

TEST(Reclaim, TellsTheFirstOfEachOutcomeAndThenWhatIsBadOnceAMinute) {
  FakeRecovery device;
  bool gives = true;
  device.add_reclaimer("moody", 0, [&](const auto&) {
    device.heap->reading.free += gives ? 10 : 0;
    return 10u;
  });
  const auto told_after_a_pass = [&] {
    PassTicket ticket{};
    EXPECT_EQ(device.reclaim.ask_request(0, &ticket), Status::kOk);
    device.run_queue();
    return device.take_events().size();
  };
  EXPECT_EQ(told_after_a_pass(), 1u);
  EXPECT_EQ(told_after_a_pass(), 0u) << "a success is no news";
  gives = false;
  EXPECT_EQ(told_after_a_pass(), 1u);
  EXPECT_EQ(told_after_a_pass(), 0u);
  device.port.up_ms += 59'999;
  EXPECT_EQ(told_after_a_pass(), 0u);
  device.port.up_ms += 1;
  EXPECT_EQ(told_after_a_pass(), 1u);
  gives = true;
  device.port.up_ms += 60'000;
  EXPECT_EQ(told_after_a_pass(), 0u);
}

TEST(Reclaim, IsAskedForALevelOnceAnInterval) {
  FakeRecovery device;
  device.add_cache("cache", 0, 10, 1000);
  EXPECT_EQ(device.reclaim.ask_level(Level::kWarn), Status::kOk);
  EXPECT_EQ(device.reclaim.ask_level(Level::kWarn), Status::kExists);
  device.run_queue();
  device.port.up_ms += 999;
  EXPECT_EQ(device.reclaim.ask_level(Level::kCritical), Status::kExists);
  device.port.up_ms += 1;
  EXPECT_EQ(device.reclaim.ask_level(Level::kCritical), Status::kOk);
  device.port.up_ms += 1000;
  EXPECT_EQ(device.reclaim.ask_level(Level::kCritical), Status::kInUse) << "the queue is slow";
  device.run_queue();
  EXPECT_EQ(device.calls.size(), 2u);
}

TEST(Reclaim, IsNotAskedForAnAllocationAgainRightAfterItGaveNothing) {
  FakeRecovery device(0);
  device.add_cache("empty", 0, 0, 0);
  const AllocationRequest request = {device.heap, 0, 100, nullptr, false};
  PassTicket ticket{};
  EXPECT_EQ(device.reclaim.ask_allocation(request, &ticket), Status::kOk);
  device.run_queue();
  EXPECT_EQ(device.reclaim.ask_allocation(request, &ticket), Status::kExists);
  device.port.up_ms += 100;
  EXPECT_EQ(device.reclaim.ask_allocation(request, &ticket), Status::kOk);
}

TEST(Reclaim, RestsTwiceAsLongEachTimeItGaveNothingForALevel) {
  FakeRecovery device;
  std::uint32_t gives = 0;
  device.add_reclaimer("cache", 0, [&](const auto&) {
    device.heap->reading.free += gives;
    return gives;
  });
  std::vector<std::uint64_t> called_s;
  for (std::uint64_t second = 0; second < 400; ++second) {
    device.port.up_ms = second * 1000;
    (void)device.reclaim.ask_level(Level::kWarn);
    device.calls.clear();
    device.run_queue();
    if (!device.calls.empty()) {
      called_s.push_back(second);
    }
  }
  EXPECT_THAT(called_s, ElementsAre(0, 1, 3, 7, 15, 31, 63, 127, 191, 255, 319, 383));
  // Who waits for memory is not sent away, and a call that gives ends the rest.
  gives = 10;
  device.tries = false;
  PassTicket ticket{};
  EXPECT_EQ(device.reclaim.ask_allocation({device.heap, 0, 1, nullptr, false}, &ticket),
            Status::kOk);
  device.run_queue();
  device.calls.clear();
  device.port.up_ms += 1000;
  (void)device.reclaim.ask_level(Level::kWarn);
  device.run_queue();
  EXPECT_THAT(device.calls, ElementsAre("cache"));
}

TEST(Reclaim, BeginsNoCallbackAfterTheDeadline) {
  FakeRecovery device;
  device.add_reclaimer("slow", 0, [&](const auto&) {
    device.port.up_ms += 100;
    return 0u;
  });
  device.add_cache("never", 1, 10, 1000);
  (void)device.reclaim.ask_level(Level::kWarn);
  device.run_queue();
  EXPECT_THAT(device.calls, ElementsAre("slow"));
  EXPECT_EQ(device.states[0].longest_ms, 100u);
  EXPECT_EQ(device.take_events()[0].outcome, ReclaimOutcome::kGaveNothing) << "just in time";
}

TEST(Reclaim, NamesACallbackThatIsLate) {
  FakeRecovery device;
  device.add_reclaimer("late", 0, [&](const auto&) {
    device.port.up_ms += 101;
    device.heap->reading.free += 10;
    return 10u;
  });
  (void)device.reclaim.ask_level(Level::kWarn);
  device.run_queue();
  const auto events = device.take_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].outcome, ReclaimOutcome::kLate);
  EXPECT_EQ(events[0].took_ms, 101u);
}

// What another thread sees while a callback does not return.
TEST(Reclaim, NamesAStuckCallbackAtOnceAndAsksNothingOfIt) {
  FakeRecovery device;
  PassTicket ticket{};
  device.add_reclaimer("stuck", 0, [&](const auto&) {
    device.port.up_ms += 99;
    device.reclaim.tick(Level::kOk);
    EXPECT_THAT(device.take_events(), IsEmpty());
    device.port.up_ms += 1;
    EXPECT_EQ(device.reclaim.ask_allocation({}, &ticket), Status::kInUse);
    EXPECT_EQ(device.reclaim.ask_request(0, &ticket), Status::kInUse);
    device.port.up_ms += 5000;
    EXPECT_EQ(device.reclaim.ask_level(Level::kWarn), Status::kInUse);
    ReclaimCounts counts{};
    device.reclaim.counts(&counts);
    EXPECT_TRUE(counts.is_stuck);
    device.reclaim.tick(Level::kOk);
    device.reclaim.tick(Level::kOk);
    const auto events = device.take_events();
    EXPECT_EQ(events.size(), 1u);
    EXPECT_EQ(events.at(0).outcome, ReclaimOutcome::kStuck);
    EXPECT_STREQ(events.at(0).subject, "stuck");
    EXPECT_EQ(device.states[0].outcome, TIDEMARK_RECLAIM_STUCK);
    EXPECT_FALSE(device.is_asked);
    return 0u;
  });
  (void)device.reclaim.ask_level(Level::kWarn);
  device.run_queue();
  EXPECT_EQ(device.take_events()[0].outcome, ReclaimOutcome::kLate) << "it came back";
  EXPECT_EQ(device.reclaim.ask_request(0, &ticket), Status::kOk) << "and may be called again";
}

TEST(Reclaim, IsNotReentered) {
  FakeRecovery device;
  PassTicket ticket{};
  device.add_reclaimer("greedy", 0, [&](const auto&) {
    EXPECT_EQ(device.reclaim.ask_request(0, &ticket), Status::kInUse);
    EXPECT_EQ(device.reclaim.ask_level(Level::kWarn), Status::kInUse);
    device.reclaim.tick(Level::kWarn);
    EXPECT_FALSE(device.is_asked);
    return 0u;
  });
  EXPECT_EQ(device.reclaim.ask_request(0, &ticket), Status::kOk);
  device.run_queue();
  EXPECT_EQ(device.calls.size(), 1u);
}

TEST(Reclaim, StopsWhenWhatWasRequestedIsGiven) {
  FakeRecovery device;
  device.add_cache("a", 0, 100, 1000);
  device.add_cache("b", 1, 100, 1000);
  device.add_cache("c", 2, 100, 1000);
  PassTicket ticket{};
  (void)device.reclaim.ask_request(101, &ticket);
  std::uint32_t calls = 0;
  EXPECT_TRUE(device.reclaim.wait(ticket, &calls));
  EXPECT_EQ(calls, 2u);
  EXPECT_EQ(device.reclaim.latest_given(), 200);
}

TEST(Reclaim, GivesUpAtTheDeadlineWhenTheQueueDoesNotRun) {
  FakeRecovery device;
  device.add_cache("a", 0, 100, 1000);
  device.queue_runs = false;
  PassTicket ticket{};
  (void)device.reclaim.ask_request(0, &ticket);
  std::uint32_t calls = 1;
  EXPECT_FALSE(device.reclaim.wait(ticket, &calls));
  EXPECT_EQ(calls, 0u);
  EXPECT_EQ(device.waited_ms, 100u);
  device.run_queue();
  EXPECT_THAT(device.calls, IsEmpty()) << "nobody waits for it any more";
  EXPECT_EQ(device.reclaim.ask_request(0, &ticket), Status::kOk);
}

TEST(Reclaim, DoesNotCountTheDelayOfTheQueueWhereNobodyWaits) {
  FakeRecovery device;
  device.add_cache("a", 0, 100, 1000);
  (void)device.reclaim.ask_level(Level::kWarn);
  device.port.up_ms += 500;
  device.run_queue();
  EXPECT_THAT(device.calls, ElementsAre("a"));
}

TEST(Reclaim, ShedsAtCriticalAndLetsOnAgainWhenAllIsWell) {
  FakeRecovery device;
  device.add_cache("cache", 0, 10, 1000);
  device.add_shedder("display", 2, [](bool) {});
  device.add_shedder("log", 1, [](bool) {});
  const auto tick = [&](Level level) {
    device.calls.clear();
    device.port.up_ms += 1000;
    device.reclaim.tick(level);
    device.run_queue();
    return device.calls;
  };
  EXPECT_THAT(tick(Level::kOk), IsEmpty());
  EXPECT_THAT(tick(Level::kWarn), ElementsAre("cache"));
  EXPECT_THAT(tick(Level::kCritical), ElementsAre("cache", "-log", "-display"));
  EXPECT_THAT(tick(Level::kCritical), ElementsAre("cache"));
  EXPECT_THAT(tick(Level::kWarn), ElementsAre("cache")) << "not yet";
  EXPECT_THAT(tick(Level::kOk), ElementsAre("+display", "+log"));
  EXPECT_THAT(tick(Level::kOk), IsEmpty());
}

TEST(Reclaim, GoesOnSheddingInTheNextPassWhereTimeWasUp) {
  FakeRecovery device;
  device.add_shedder("slow", 0, [&](bool) { device.port.up_ms += 100; });
  device.add_shedder("other", 1, [](bool) {});
  device.reclaim.tick(Level::kCritical);
  device.run_queue();
  EXPECT_THAT(device.calls, ElementsAre("-slow"));
  device.reclaim.tick(Level::kCritical);
  device.run_queue();
  EXPECT_THAT(device.calls, ElementsAre("-slow", "-other"));
}

TEST(Reclaim, NamesAStuckShedder) {
  FakeRecovery device;
  device.add_shedder("stuck", 0, [&](bool) {
    device.port.up_ms += 100;
    device.reclaim.tick(Level::kCritical);
  });
  device.reclaim.tick(Level::kCritical);
  device.run_queue();
  const auto events = device.take_events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_STREQ(events[0].subject, "stuck");
  EXPECT_EQ(events[0].outcome, ReclaimOutcome::kStuck);
}

TEST(Reclaim, IsALineOfTheWire) {
  FakeRecovery device;
  device.add_reclaimer("liar", 0, [&](const auto&) {
    device.port.up_ms += 7;
    device.heap->reading.free -= 3;
    return 100u;
  });
  (void)device.reclaim.ask_level(Level::kCritical);
  device.run_queue();
  wire::ReclaimLine line{};
  ASSERT_TRUE(take_reclaim_line(&line));
  EXPECT_EQ(line.up_ms, 7u);
  EXPECT_EQ(std::string(line.name.bytes, line.name.size), "liar");
  EXPECT_EQ(line.cause, ReclaimCause::kCritical);
  EXPECT_EQ(line.outcome, ReclaimOutcome::kOverstated);
  EXPECT_EQ(line.said_bytes, 100u);
  EXPECT_EQ(line.measured_bytes, -3);
  EXPECT_EQ(line.took_ms, 7u);
  EXPECT_EQ(line.calls, 1u);
  EXPECT_FALSE(take_reclaim_line(&line));
}

}  // namespace
}  // namespace tidemark
