// SPDX-License-Identifier: Apache-2.0
// Deadlines, meta-IRQ threads, run times.
#include <zephyr/ztest.h>

#define STACK_BYTES (1024 + CONFIG_TEST_EXTRA_STACK_SIZE)
K_THREAD_STACK_ARRAY_DEFINE(stacks, 3, STACK_BYTES);
static struct k_thread threads[3];
static char order[8];
static int steps;

static void note(void* name, void* p2, void* p3) {
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  order[steps++] = *(const char*)name;
}

static void start_over(void* fixture) {
  ARG_UNUSED(fixture);
  memset(order, 0, sizeof order);
  steps = 0;
}
ZTEST_SUITE(scheduling, NULL, NULL, start_over, NULL, NULL);

static k_tid_t make(int i, k_thread_entry_t entry, const char* name, int prio) {
  return k_thread_create(&threads[i], stacks[i], STACK_BYTES, entry, (void*)name, NULL, NULL, prio,
                         0, K_FOREVER);
}

ZTEST(scheduling, test_earliest_deadline_first) {
  int old = k_thread_priority_get(k_current_get());

  k_thread_priority_set(k_current_get(), K_PRIO_COOP(5));
  k_thread_deadline_set(make(0, note, "a", 5), 3000);
  k_thread_deadline_set(make(1, note, "b", 5), 1000);
  k_thread_deadline_set(make(2, note, "c", 5), 2000);
  for (int i = 0; i < 3; ++i) {
    k_thread_start(&threads[i]);
  }
  k_msleep(10);
  zassert_str_equal(order, "bca");
  k_thread_priority_set(k_current_get(), old);
}

static void coop_preempted(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  k_thread_start(&threads[1]); /* more urgent, but cooperative threads are not preempted */
  order[steps++] = '1';
  k_thread_start(&threads[2]); /* a meta-IRQ thread does preempt, and then this one goes on */
  order[steps++] = '2';
  note("3", p2, p3);
}

ZTEST(scheduling, test_metairq_returns_to_whom_it_interrupted) {
  (void)make(0, coop_preempted, NULL, K_PRIO_COOP(8));
  (void)make(1, note, "u", K_PRIO_COOP(4));
  (void)make(2, note, "m", K_PRIO_COOP(0));
  k_thread_start(&threads[0]);
  k_msleep(10);
  zassert_str_equal(order, "1m23u");
}

static void busy(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  k_busy_wait(30000);
}

ZTEST(scheduling, test_run_time) {
  k_thread_runtime_stats_t before, after, own;

  zassert_equal(k_thread_runtime_stats_all_get(&before), 0);
  k_thread_start(make(0, busy, NULL, K_PRIO_PREEMPT(1)));
  k_msleep(100);
  zassert_equal(k_thread_runtime_stats_all_get(&after), 0);
  zassert_equal(k_thread_runtime_stats_get(&threads[0], &own), 0);
  zassert_equal(own.execution_cycles, 30000);
  zassert_equal(after.total_cycles - before.total_cycles, 30000);
  zassert_equal(after.idle_cycles - before.idle_cycles, 110000 - 30000);
  zassert_equal(k_thread_runtime_stats_get(NULL, &own), -EINVAL);
}
