// SPDX-License-Identifier: Apache-2.0
#include "core/ladder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/test_recovery.hpp"

namespace tidemark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using wire::AllocationRung;
using wire::Level;

TEST(Ladder, EndsAtOnceWithNothingOnIt) {
  FakeRecovery device(10);
  EXPECT_EQ(device.allocate(11), nullptr);
  EXPECT_EQ(device.port.up_ms, 0u) << "it has not waited";
  const auto failures = device.take_failures();
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_EQ(failures[0].rung, AllocationRung::kFailed);
  EXPECT_EQ(failures[0].size, 11u);
  EXPECT_EQ(failures[0].steps, 0u);
  EXPECT_EQ(failures[0].free, known(10u));
  EXPECT_FALSE(failures[0].largest_free.present);
  EXPECT_EQ(failures[0].thread, device.thread);
  EXPECT_EQ(failures[0].at, &device);
  EXPECT_EQ(device.status().failed, 1u);
  EXPECT_EQ(device.status().steps_bound, 5u);
}

TEST(Ladder, ClimbsNoFurtherThanItMust) {
  FakeRecovery device(500, 100);
  device.add_cache("cache", 0, 50, 120);
  device.add_shedder("video", 0, [&](bool off) { device.heap->reading.free += off ? 200 : 0; });
  device.heap->reading.free = 0;
  EXPECT_NE(device.allocate(50), nullptr);
  EXPECT_NE(device.allocate(50), nullptr);
  EXPECT_NE(device.allocate(70), nullptr) << "20 of the cache with the reserve";
  EXPECT_NE(device.allocate(150), nullptr) << "what was left, and what is shed";
  EXPECT_EQ(device.allocate(300), nullptr);
  std::vector<AllocationRung> rungs;
  for (const AllocationFailure& failure : device.take_failures()) {
    rungs.push_back(failure.rung);
  }
  EXPECT_THAT(rungs, ElementsAre(AllocationRung::kReclaim, AllocationRung::kReclaim,
                                 AllocationRung::kReserve, AllocationRung::kShed));
  const tidemark_ladder_status status = device.status();
  EXPECT_EQ(status.climbs, 5u);
  EXPECT_EQ(status.by_reclaim, 2u);
  EXPECT_EQ(status.by_reserve, 1u);
  EXPECT_EQ(status.by_shed, 1u);
  EXPECT_EQ(status.failed, 1u);
  EXPECT_EQ(status.steps_bound, 5u + 2u + 1u);
  EXPECT_LE(status.most_steps, status.steps_bound);
  EXPECT_FALSE(status.is_reserve_held);
}

TEST(Ladder, AsksAPassOfItsOwnAfterOneOfOthers) {
  FakeRecovery device(0);
  // Another thread takes what the first pass gave.
  device.add_reclaimer("cache", 0, [&](const auto&) {
    const bool is_first = device.calls.size() == 1;
    device.heap->reading.free += 40;
    device.tries = !is_first;
    return 40u;
  });
  EXPECT_NE(device.allocate(60), nullptr);
  EXPECT_THAT(device.calls, ElementsAre("cache", "cache"));
  EXPECT_EQ(device.take_failures()[0].steps, 4u);
}

TEST(Ladder, GivesUpAtTheDeadlineOfAStuckReclaimer) {
  FakeRecovery device(0);
  device.add_cache("cache", 0, 50, 1000);
  device.queue_runs = false;
  EXPECT_EQ(device.allocate(10), nullptr);
  EXPECT_EQ(device.waited_ms, 100u) << "once: a second pass would wait for the same";
  EXPECT_EQ(device.status().longest_ms, 100u);
  EXPECT_EQ(device.allocate(10), nullptr);
  EXPECT_EQ(device.waited_ms, 100u) << "nobody else waits for what is stuck";
}

TEST(Ladder, RefusesAtOnceWhereOneMayNotWait) {
  FakeRecovery device(0, 0);
  device.add_cache("cache", 0, 50, 1000);
  device.may_wait = false;
  EXPECT_EQ(device.allocate(10), nullptr);
  EXPECT_FALSE(device.is_asked);
  EXPECT_EQ(device.status().at_once, 1u);
  EXPECT_EQ(device.status().climbs, 0u);
  EXPECT_THAT(device.take_failures(), IsEmpty());
}

TEST(Ladder, RefusesAReclaimerThatAllocatesAtOnce) {
  FakeRecovery device(0);
  device.add_reclaimer("greedy", 0, [&](const auto&) {
    EXPECT_EQ(device.allocate(100), nullptr);
    device.heap->reading.free += 10;
    return 10u;
  });
  EXPECT_NE(device.allocate(10), nullptr);
  EXPECT_EQ(device.status().at_once, 1u);
  EXPECT_EQ(device.calls.size(), 1u);
}

TEST(Ladder, AsksNobodyForWhatCannotBe) {
  FakeRecovery device(0);
  device.add_cache("cache", 0, 50, 1000);
  EXPECT_EQ(
      device.ladder.climb(
          {device.heap, 0, 0, nullptr, false}, [](void*) -> void* { return nullptr; }, nullptr),
      nullptr);
  EXPECT_EQ(device.allocate(100'001), nullptr);
  EXPECT_EQ(device.allocate(SIZE_MAX), nullptr);
  EXPECT_EQ(device.status().impossible, 3u);
  EXPECT_THAT(device.calls, IsEmpty());
}

TEST(Ladder, TakesTheReserveBackWhenAllIsWell) {
  FakeRecovery device(1000, 100);
  EXPECT_EQ(device.heap->reading.free, 900u);
  EXPECT_NE(device.allocate(950), nullptr);
  EXPECT_EQ(device.take_failures()[0].rung, AllocationRung::kReserve);
  EXPECT_EQ(device.allocate(200), nullptr) << "it is there once";
  device.ladder.tick(Level::kOk);
  EXPECT_FALSE(device.status().is_reserve_held) << "there is no room for it";
  device.heap->reading.free = 500;
  device.ladder.tick(Level::kWarn);
  EXPECT_EQ(device.heap->reading.free, 500u);
  device.ladder.tick(Level::kOk);
  EXPECT_EQ(device.heap->reading.free, 400u);
  device.ladder.tick(Level::kOk);
  EXPECT_EQ(device.heap->reading.free, 400u);
  EXPECT_TRUE(device.status().is_reserve_held);
}

TEST(Ladder, KeepsTheReserveOfOneHeapFromRequestsOfOthers) {
  FakeRecovery device(1000, 100);
  FakeHeap& other = device.port.add_heap("other", 0, 0);
  EXPECT_EQ(device.ladder.climb(
                {&other, 0, 10, nullptr, false}, [](void*) -> void* { return nullptr; }, nullptr),
            nullptr);
  EXPECT_TRUE(device.status().is_reserve_held);
}

struct Choice {
  FakeRecovery* device;
  tidemark_oom_choice choice;
  std::uint32_t frees = 0;
  int calls = 0;
  tidemark_oom_failure seen = {};
};
tidemark_oom_choice choose(const tidemark_oom_failure* failure, void* user_data) {
  auto& choice = *static_cast<Choice*>(user_data);
  ++choice.calls;
  choice.seen = *failure;
  EXPECT_EQ(choice.device->lock_depth, 0);
  EXPECT_EQ(choice.device->allocate(5000), nullptr) << "within, at once";
  choice.device->heap->reading.free += choice.frees;
  return choice.choice;
}

TEST(Ladder, LetsTheHandlerMakeRoomOnce) {
  FakeRecovery device(10);
  Choice choice = {&device, TIDEMARK_OOM_RETRY, 100};
  device.ladder.set_handler(choose, &choice);
  EXPECT_NE(device.allocate(50), nullptr);
  EXPECT_EQ(choice.seen.bytes, 50u);
  EXPECT_TRUE(choice.seen.has_free);
  EXPECT_EQ(choice.seen.free_bytes, 10u);
  EXPECT_EQ(choice.seen.at, &device);
  EXPECT_EQ(device.take_failures()[0].rung, AllocationRung::kHandler);
  EXPECT_EQ(device.allocate(5000), nullptr);
  EXPECT_EQ(choice.calls, 2);
  EXPECT_EQ(device.status().at_once, 2u);
}

TEST(Ladder, RestartsWhereTheHandlerSaysSo) {
  FakeRecovery device(10);
  Choice choice = {&device, TIDEMARK_OOM_FAIL};
  device.ladder.set_handler(choose, &choice);
  EXPECT_EQ(device.allocate(50), nullptr);
  EXPECT_THAT(device.restarts, IsEmpty());
  choice.choice = TIDEMARK_OOM_RESTART;
  EXPECT_EQ(device.allocate(50), nullptr);
  ASSERT_EQ(device.restarts.size(), 1u);
  EXPECT_EQ(device.restarts[0].size, 50u);
  EXPECT_EQ(device.restarts[0].rung, AllocationRung::kFailed);
  device.ladder.set_handler(nullptr, nullptr);
  EXPECT_EQ(device.allocate(50), nullptr);
  EXPECT_EQ(device.restarts.size(), 1u);
}

TEST(Ladder, RestartsByItselfWhereTheBuildSaysSo) {
  FakeRecovery device(10);
  AllocationFailure slots[1];
  Ladder ladder({.reserve_bytes = 0,
                 .restart =
                     [](const AllocationFailure& failure) {
                       EXPECT_EQ(failure.size, 20u);
                       ++static_cast<FakeHeap*>(const_cast<void*>(failure.heap))->reading.allocated;
                     },
                 .restarts = true},
                {slots, 1});
  EXPECT_EQ(
      ladder.climb(
          {device.heap, 0, 20, nullptr, false}, [](void*) -> void* { return nullptr; }, nullptr),
      nullptr);
  EXPECT_EQ(device.heap->reading.allocated, 1u);
}

TEST(Ladder, DoesNotClimbTwiceForAnEntryPointThatCallsAnother) {
  FakeRecovery device(0);
  device.add_cache("empty", 0, 0, 0);
  int outer = 0;
  const auto never = [](void*) -> void* { return nullptr; };
  const auto fail_within_new = [&] {
    EXPECT_EQ(device.ladder.climb({nullptr, 0, 24, nullptr, false}, never, nullptr), nullptr);
    EXPECT_EQ(device.ladder.climb({nullptr, 0, 24, &outer, true}, never, nullptr), nullptr);
  };
  fail_within_new();
  EXPECT_EQ(device.status().failed, 1u);
  EXPECT_EQ(device.take_failures()[0].at, &outer) << "the outermost is named";
  device.may_wait = false;
  fail_within_new();
  EXPECT_EQ(device.status().at_once, 1u);
  device.may_wait = true;
  EXPECT_EQ(device.ladder.climb({nullptr, 0, 24, &outer, true}, never, nullptr), nullptr);
  EXPECT_EQ(device.status().failed, 2u) << "what it calls is not led past here";
}

TEST(Ladder, TellsEightAndThenOneInTenSeconds) {
  FakeRecovery device(0);
  int told = 0;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(device.allocate(10), nullptr);
    told += static_cast<int>(device.take_failures().size());
  }
  EXPECT_EQ(told, 8);
  for (int second = 0; second < 60; ++second) {
    device.port.up_ms += 1000;
    device.ladder.tick(Level::kCritical);
    EXPECT_EQ(device.allocate(10), nullptr);
    told += static_cast<int>(device.take_failures().size());
  }
  EXPECT_EQ(told, 14);
  EXPECT_EQ(device.status().failed, 160u);
}

TEST(Ladder, CountsFailuresThatFindNoRoom) {
  FakeRecovery device(0);
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(device.allocate(10), nullptr);
  }
  EXPECT_EQ(device.take_failures().size(), 4u);
  EXPECT_EQ(device.status().failed, 6u);
}

TEST(Ladder, IsALineOfTheWire) {
  FakeRecovery device(7);
  device.port.up_ms = 5;
  device.heap->reading.largest_free = known(3u);
  EXPECT_EQ(device.allocate(10), nullptr);
  wire::AllocationFailureLine line{};
  const void* heap = nullptr;
  const void* thread = nullptr;
  ASSERT_TRUE(take_allocation_failure(&line, &heap, &thread));
  EXPECT_EQ(line.up_ms, 5u);
  EXPECT_EQ(line.rung, AllocationRung::kFailed);
  EXPECT_EQ(line.size, 10u);
  EXPECT_EQ(line.failed, 1u);
  EXPECT_EQ(line.free, known(7u));
  EXPECT_EQ(line.largest_free, known(3u));
  EXPECT_EQ(line.at, reinterpret_cast<std::uintptr_t>(&device));
  EXPECT_EQ(heap, device.heap);
  EXPECT_EQ(thread, device.thread);
  EXPECT_FALSE(take_allocation_failure(&line, &heap, &thread));
}

}  // namespace
}  // namespace tidemark
