/* SPDX-License-Identifier: Apache-2.0
 * Allocations that the heap refuses at first. */
#include <string.h>
#include <zephyr/irq_offload.h>
#include <zephyr/ztest.h>

#include "memory.h"

static struct tidemark_ladder_status start;

static void before_case(void* fixture) {
  ARG_UNUSED(fixture);
  reset_memory();
  start = ladder_status();
}

// What every case leaves behind, whatever failed in it.
static void after_case(void* fixture) {
  ARG_UNUSED(fixture);
  give_all_back();
  const struct tidemark_ladder_status end = ladder_status();
  zassert_true(end.most_steps <= end.steps_bound, "%u", end.most_steps);
  zassert_equal(end.climbs - start.climbs, end.by_reclaim - start.by_reclaim + end.by_reserve -
                                               start.by_reserve + end.by_shed - start.by_shed +
                                               end.by_handler - start.by_handler + end.failed -
                                               start.failed);
  zassert_equal(overlaps, 0);
}

ZTEST(ladder, test_is_served_by_a_reclaimer) {
  lend_to_cheap(k_malloc(300));
  fill_heap();
  void* block = tidemark_malloc(280);
  zassert_not_null(block);
  zassert_equal(ladder_status().by_reclaim, start.by_reclaim + 1);
  zassert_true(were_called("c"), "%s", calls);
  zassert_true(ladder_status().is_reserve_held);
  tidemark_free(block);
}

ZTEST(ladder, test_is_served_by_the_reserve_and_then_by_nobody) {
  fill_heap();
  void* block = tidemark_malloc(200);
  zassert_not_null(block);
  zassert_equal(ladder_status().by_reserve, start.by_reserve + 1);
  zassert_false(ladder_status().is_reserve_held);
  const int64_t begin = k_uptime_get();
  zassert_is_null(tidemark_malloc(1000));
  zassert_true(k_uptime_get() - begin < 3 * CONFIG_TIDEMARK_RECLAIM_DEADLINE_MS);
  zassert_equal(ladder_status().failed, start.failed + 1);
  zassert_not_null(strstr(calls, "LV"), "%s", calls);
  tidemark_free(block);
}

ZTEST(ladder, test_gives_up_when_a_reclaimer_is_stuck) {
  fill_heap();
  mood = IS_STUCK;
  const int64_t begin = k_uptime_get();
  zassert_is_null(tidemark_malloc(1000));
  const int64_t took = k_uptime_get() - begin;
  zassert_true(took >= 100 && took < 150, "%u", (unsigned int)took);
  zassert_is_null(tidemark_malloc(1000));
  zassert_true(k_uptime_get() - begin - took < 50, "nobody waits for it again");
  mood = GIVES_NOTHING;
  cheer_up();
}

static void* in_isr;
static void allocate_in_isr(const void* parameter) {
  ARG_UNUSED(parameter);
  in_isr = tidemark_malloc(500);
}

ZTEST(ladder, test_gets_null_at_once_where_one_may_not_wait) {
  fill_heap();
  memset(calls, 0, sizeof(calls));
  in_isr = &in_isr;
  irq_offload(allocate_in_isr, NULL);
  zassert_is_null(in_isr);
  const unsigned int key = irq_lock();
  void* const locked = tidemark_malloc(500);
  irq_unlock(key);
  zassert_is_null(locked);
  k_sched_lock();
  void* const alone = tidemark_malloc(500);
  k_sched_unlock();
  zassert_is_null(alone);
  zassert_equal(ladder_status().at_once, start.at_once + 3);
  zassert_equal(ladder_status().climbs, start.climbs);
  zassert_true(were_called(""), "%s", calls);
}

ZTEST(ladder, test_asks_nobody_for_what_cannot_be) {
  zassert_is_null(tidemark_malloc(5000));
  zassert_is_null(tidemark_malloc(SIZE_MAX));
  zassert_is_null(tidemark_calloc(SIZE_MAX / 2, 3));
  zassert_is_null(tidemark_heap_alloc(&_system_heap, 0, 0, K_MSEC(1)));
  zassert_equal(ladder_status().impossible, start.impossible + 4);
  zassert_true(were_called(""), "%s", calls);
}

static enum tidemark_oom_choice choice;
static struct tidemark_oom_failure seen;
static enum tidemark_oom_choice choose(const struct tidemark_oom_failure* failure,
                                       void* user_data) {
  seen = *failure;
  zassert_is_null(tidemark_malloc(2000), "within, at once");
  if (user_data != NULL) {
    give_back(1000);
  }
  return choice;
}

ZTEST(ladder, test_does_what_the_handler_chooses) {
  fill_heap();
  choice = TIDEMARK_OOM_FAIL;
  zassert_ok(tidemark_oom_handler_set(choose, NULL));
  zassert_is_null(tidemark_malloc(900));
  zassert_equal(seen.bytes, 900 + sizeof(void*));
  zassert_equal(seen.heap, &_system_heap);
  zassert_true(seen.has_free);
  zassert_true(seen.free_bytes < 900);
  choice = TIDEMARK_OOM_RETRY;
  zassert_ok(tidemark_oom_handler_set(choose, &choice));
  void* block = tidemark_malloc(900);
  zassert_not_null(block);
  zassert_equal(ladder_status().by_handler, start.by_handler + 1);
  zassert_equal(ladder_status().at_once, start.at_once + 2);
  tidemark_free(block);
}

#define CLIMBERS 4
static K_THREAD_STACK_ARRAY_DEFINE(stacks, CLIMBERS, 1024 + CONFIG_TEST_EXTRA_STACK_SIZE);
static struct k_thread climbers[CLIMBERS];
static atomic_t served;

static void climb(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  void* block = tidemark_malloc(40);
  if (block != NULL) {
    atomic_inc(&served);
    k_msleep(50); /* until the others have asked */
  }
  tidemark_free(block);
}

ZTEST(ladder, test_serves_several_threads_with_one_pass_at_a_time) {
  lend_to_dear(k_malloc(600));
  fill_heap();
  for (int i = 0; i < CLIMBERS; ++i) {
    k_thread_create(&climbers[i], stacks[i], K_THREAD_STACK_SIZEOF(stacks[i]), climb, NULL, NULL,
                    NULL, i < 2 ? K_PRIO_COOP(i + 1) : K_PRIO_PREEMPT(i), 0, K_NO_WAIT);
  }
  for (int i = 0; i < CLIMBERS; ++i) {
    zassert_ok(k_thread_join(&climbers[i], K_SECONDS(2)));
  }
  zassert_equal(atomic_get(&served), CLIMBERS);
}

// A thread that is aborted while it waits leaves nothing behind.
ZTEST(ladder, test_outlives_threads_that_are_aborted_while_they_wait) {
  fill_heap();
  mood = IS_STUCK;
  for (int i = 0; i < CLIMBERS; ++i) {
    k_thread_create(&climbers[i], stacks[i], K_THREAD_STACK_SIZEOF(stacks[i]), climb, NULL, NULL,
                    NULL, K_PRIO_PREEMPT(1), 0, K_NO_WAIT);
  }
  k_msleep(20);
  for (int i = 0; i < CLIMBERS; ++i) {
    k_thread_abort(&climbers[i]);
  }
  memset(stacks, 0x5A, sizeof(stacks));
  mood = GIVES_NOTHING;
  cheer_up();
  k_msleep(200);
  lend_to_dear(NULL);
  give_back(256);
  void* block = tidemark_malloc(200);
  zassert_not_null(block);
  tidemark_free(block);
}

ZTEST_SUITE(ladder, NULL, NULL, before_case, after_case, NULL);
