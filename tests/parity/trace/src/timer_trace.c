// SPDX-License-Identifier: Apache-2.0

#include "trace.h"

#include <stddef.h>

static struct k_timer first;
static struct k_timer second;
static K_SEM_DEFINE(ticked, 0, 10);

static void on_expiry(struct k_timer* timer) {
  trace_event(timer == &first ? "first expires" : "second expires",
              (int32_t)(intptr_t)k_timer_user_data_get(timer));
  trace_event("in interrupt", k_is_in_isr() ? 1 : 0);
}

static void on_stop(struct k_timer* timer) {
  trace_event(timer == &first ? "first stopped" : "second stopped", 0);
}

static void give(struct k_timer* timer) {
  ARG_UNUSED(timer);
  trace_event("give", 0);
  k_sem_give(&ticked);
}

static void periodic(void) {
  trace_begin("timer 50 ms, then every 30 ms");
  k_timer_init(&first, on_expiry, on_stop);
  k_timer_user_data_set(&first, (void*)7);
  trace_event("status", (int32_t)k_timer_status_get(&first));
  k_timer_start(&first, K_MSEC(50), K_MSEC(30));
  trace_event("remaining ticks", (int32_t)k_timer_remaining_ticks(&first));
  trace_event("remaining ms", (int32_t)k_timer_remaining_get(&first));
  k_sleep(K_MSEC(140));
  trace_event("status", (int32_t)k_timer_status_get(&first));
  trace_event("status again", (int32_t)k_timer_status_get(&first));
  trace_event("status_sync", (int32_t)k_timer_status_sync(&first));
  k_timer_stop(&first);
  trace_event("stopped; remaining", (int32_t)k_timer_remaining_ticks(&first));
  trace_event("status_sync when stopped", (int32_t)k_timer_status_sync(&first));
  k_timer_stop(&first);
  trace_end();
}

static void one_shot(void) {
  trace_begin("one-shot timers");
  k_timer_init(&first, on_expiry, NULL);
  k_timer_init(&second, on_expiry, NULL);
  k_timer_user_data_set(&first, (void*)1);
  k_timer_user_data_set(&second, (void*)2);
  k_timer_start(&first, K_MSEC(1), K_NO_WAIT);
  k_timer_start(&second, K_NO_WAIT, K_NO_WAIT);
  k_sleep(K_MSEC(40));
  trace_event("both in one tick: the one started earlier first", 0);
  k_timer_start(&second, K_MSEC(20), K_NO_WAIT);
  k_timer_start(&first, K_MSEC(20), K_NO_WAIT);
  k_sleep(K_MSEC(40));
  trace_event("restart before expiry", 0);
  k_timer_start(&first, K_MSEC(30), K_NO_WAIT);
  k_sleep(K_MSEC(20));
  k_timer_start(&first, K_MSEC(50), K_NO_WAIT);
  k_sleep(K_MSEC(100));
  trace_event("K_FOREVER never expires", 0);
  k_timer_start(&first, K_FOREVER, K_NO_WAIT);
  k_sleep(K_MSEC(100));
  trace_event("status", (int32_t)k_timer_status_get(&first));
  trace_end();
}

static void waiter(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  for (int i = 0; i < 2; i++) {
    (void)k_sem_take(&ticked, K_FOREVER);
    trace_event("taken", (int32_t)(intptr_t)arg);
  }
}

static void wake_from_timer(void) {
  trace_begin("semaphore given by a timer, two waiters, no drift");
  k_timer_init(&first, give, NULL);
  (void)trace_spawn(0, waiter, (void*)0, 6, K_NO_WAIT);
  (void)trace_spawn(1, waiter, (void*)1, 5, K_NO_WAIT);
  k_timer_start(&first, K_MSEC(20), K_MSEC(20));
  trace_join(2);
  k_timer_stop(&first);
  trace_end();
}

/* A timer that expires while its sleep-rounded neighbour runs: the order inside of one tick. */
static void same_tick_as_sleep(void) {
  trace_begin("timer and sleep end in the same tick");
  k_timer_init(&first, on_expiry, NULL);
  k_timer_start(&first, K_MSEC(20), K_NO_WAIT);
  trace_event("left", k_msleep(20));
  k_timer_start(&first, K_TICKS(1), K_TICKS(1));
  k_sleep(K_TICKS(5));
  k_timer_stop(&first);
  trace_event("status", (int32_t)k_timer_status_get(&first));
  trace_end();
}

void trace_timers(void) {
  periodic();
  one_shot();
  wake_from_timer();
  same_tick_as_sleep();
}
