/* SPDX-License-Identifier: Apache-2.0
 * One seed of the exhaustion storm: README.md. */
#include <stdlib.h>
#include <zephyr/random/rand32.h>
#include <zephyr/sys/sys_heap.h>

#include "storm.h"

static uint64_t state;
static uint32_t wrongs;

uint32_t random_below(uint32_t bound) {
  const unsigned int key = irq_lock();
  state = state * 6364136223846793005ull + 1442695040888963407ull;
  const uint32_t value = (uint32_t)(state >> 33);
  irq_unlock(key);
  return value % bound;
}

void wrong(const char* what, uint32_t is, uint32_t should) {
  printk("FAIL: %s: %u, should be %u\n", what, is, should);
  ++wrongs;
}

static void expect(const char* what, uint32_t is, uint32_t should) {
  if (is != should) {
    wrong(what, is, should);
  }
}

static size_t allocated(void) {
  struct sys_memory_stats stats;
  (void)sys_heap_runtime_stats_get(&_system_heap.heap, &stats);
  return stats.allocated_bytes;
}

static void check_accounts(void) {
  uint32_t allocations = 0;
  uint32_t refused = (uint32_t)atomic_get(&refused_within) + (uint32_t)atomic_get(&refused_in_isr);
  uint32_t handled = 0;
  for (int i = 0; i < WORKERS; ++i) {
    allocations += workers[i].allocations;
    refused += workers[i].refused;
    handled += workers[i].handled;
  }
  struct tidemark_ladder_status ladder;
  struct tidemark_reclaim_status reclaim;
  expect("ladder", (uint32_t)-tidemark_ladder_get(&ladder), 0);
  expect("reclaim", (uint32_t)-tidemark_reclaim_get(&reclaim), 0);
  expect("refusals", ladder.failed + ladder.at_once + ladder.impossible, refused);
  expect("climbs",
         ladder.by_reclaim + ladder.by_reserve + ladder.by_shed + ladder.by_handler + ladder.failed,
         ladder.climbs);
  expect("failures that the handler saw", handled, ladder.failed + ladder.by_handler);
  expect("callbacks at a time", overlaps, 0);
  uint32_t calls = 0;
  struct tidemark_reclaimer_status reclaimer;
  for (size_t i = 0; tidemark_reclaimer_get(i, &reclaimer) == 0; ++i) {
    calls += reclaimer.calls;
  }
  expect("calls of reclaimers", calls, calls_of_reclaimers);
  expect("a pass that runs", reclaim.is_running, 0);
  expect("work that is off", reclaim.is_shed, 0);
  expect("the reserve", ladder.is_reserve_held, 1);
  if (ladder.most_steps > ladder.steps_bound) {
    wrong("steps", ladder.most_steps, ladder.steps_bound);
  }
  if (ladder.longest_ms > 4 * CONFIG_TIDEMARK_RECLAIM_DEADLINE_MS) {
    wrong("milliseconds of one climb", ladder.longest_ms, 4 * CONFIG_TIDEMARK_RECLAIM_DEADLINE_MS);
  }
  printk(
      "%u allocations, %u climbs: %u by reclaim, %u by the reserve, %u by shedding, %u by the "
      "handler, %u failed; %u at once, %u impossible; at most %u of %u steps and %u ms; %u "
      "passes\n",
      allocations, ladder.climbs, ladder.by_reclaim, ladder.by_reserve, ladder.by_shed,
      ladder.by_handler, ladder.failed, ladder.at_once, ladder.impossible, ladder.most_steps,
      ladder.steps_bound, ladder.longest_ms, reclaim.passes);
}

int main(void) {
  state = sys_rand32_get();
  k_msleep(100); /* the first attempt to set the reserve aside may have failed on purpose */
  const size_t at_start = allocated();
  (void)tidemark_oom_handler_set(choose, NULL);
  start_isr();
  start_workers();
  if (!join_workers()) {
    wrong("threads that ended", 0, 1);
    exit(1);
  }
  stop_isr();
  drop_all_ballast();
  empty_cache();
  k_msleep(2500); /* levels fall, the reserve is taken back, what was shed is on again */
  empty_cache();  /* a reclaimer of a late pass may have kept one */
  k_msleep(500);
  expect("bytes that are allocated", (uint32_t)allocated(), (uint32_t)at_start);
  if (!sys_heap_validate(&_system_heap.heap)) {
    wrong("the heap's lists", 0, 1);
  }
  check_accounts();
  printk("%s: storm\n", wrongs == 0 ? "PASS" : "FAIL");
  exit(wrongs == 0 ? 0 : 1);
}
