// SPDX-License-Identifier: Apache-2.0

/* Threads that compute: time slices, the scheduler's lock, a cooperative thread, an interrupt that
 * makes a better thread ready. Computing is k_busy_wait, as only there time passes on a simulator.
 */

#include <stddef.h>

#include "trace.h"

#define TICK_US (1000000U / CONFIG_SYS_CLOCK_TICKS_PER_SEC)

K_SEM_DEFINE(slice_sem, 0, 1);

/* Computes for six half ticks and records each. */
static void computing(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  for (int i = 0; i < 6; i++) {
    k_busy_wait(TICK_US / 2U);
    trace_event((intptr_t)arg == 0   ? "0 has computed"
                : (intptr_t)arg == 1 ? "1 has computed"
                                     : "2 has computed",
                i);
  }
}

static void sliced(const char* name, int32_t slice_ms, int lowest_sliced) {
  trace_begin(name);
  k_sched_time_slice_set(slice_ms, lowest_sliced);
  for (int i = 0; i < 3; i++) {
    (void)trace_spawn(i, computing, (void*)(intptr_t)i, 5, K_NO_WAIT);
  }
  trace_join(3);
  k_sched_time_slice_set(0, 0);
  trace_end();
}

static void waits_for_sem(void* arg, void* b, void* c) {
  ARG_UNUSED(arg);
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  trace_event("better thread took", k_sem_take(&slice_sem, K_MSEC(200)));
}

static void give_from_interrupt(struct k_timer* timer) {
  ARG_UNUSED(timer);
  trace_event("in an interrupt", k_is_in_isr());
  k_sem_give(&slice_sem);
  trace_event("given", (int32_t)k_sem_count_get(&slice_sem));
}

static K_TIMER_DEFINE(interrupt, give_from_interrupt, NULL);

/* Computes until the interrupt has been. */
static void wait_for_interrupt(void) {
  k_timer_start(&interrupt, K_TICKS(1), K_NO_WAIT);
  k_busy_wait(3U * TICK_US);
}

static void gives(void* arg, void* b, void* c) {
  ARG_UNUSED(arg);
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  wait_for_interrupt();
  trace_event("after the interrupt", k_is_in_isr());
  trace_event("may be preempted", k_is_preempt_thread());
  k_sched_lock();
  trace_event("may be preempted, locked", k_is_preempt_thread());
  wait_for_interrupt();
  trace_event("still here, locked", 0);
  k_sched_unlock();
  trace_event("unlocked", 0);
}

static void preemption(const char* name, int priority) {
  trace_begin(name);
  (void)trace_spawn(0, waits_for_sem, NULL, 3, K_NO_WAIT);
  (void)trace_spawn(1, gives, NULL, priority, K_NO_WAIT);
  k_sleep(K_MSEC(10));
  (void)trace_spawn(2, waits_for_sem, NULL, 3, K_NO_WAIT);
  trace_join(3);
  k_sem_reset(&slice_sem);
  trace_end();
}

static void on_expiry(struct k_timer* timer) {
  trace_event("expiry, in an interrupt", k_is_in_isr());
  trace_event("expiry, remaining", (int32_t)k_timer_remaining_get(timer));
  k_sem_give(&slice_sem);
}

static K_TIMER_DEFINE(slice_timer, on_expiry, NULL);

static void locked_interrupts(void) {
  trace_begin("interrupts locked over an expiry");
  k_timer_start(&slice_timer, K_TICKS(1), K_NO_WAIT);

  unsigned int key = irq_lock();

  k_busy_wait(3U * TICK_US);
  trace_event("three ticks later, count", (int32_t)k_sem_count_get(&slice_sem));
  irq_unlock(key);
  trace_event("unlocked, count", (int32_t)k_sem_count_get(&slice_sem));
  k_sem_reset(&slice_sem);
  trace_end();
}

void trace_slices(void) {
  sliced("three computing threads, no slices", 0, 0);
  sliced("three computing threads, slices of 10 ms", 10, 0);
  sliced("three computing threads, slices of 20 ms", 20, 0);
  sliced("three computing threads, slices below priority 6 only", 10, 6);
  preemption("an interrupt makes a better thread ready", 5);
  preemption("an interrupt makes a better thread ready, but this one is cooperative", -2);
  locked_interrupts();
}
