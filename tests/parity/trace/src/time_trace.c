// SPDX-License-Identifier: Apache-2.0

/* How timeouts are rounded to ticks, and what the clock's calls return. */

#include "trace.h"

#include <stddef.h>

static void sleep_from_tick(const char* label, k_timeout_t timeout) {
  k_sleep(K_TICKS(1));

  int64_t before = k_uptime_ticks();
  int32_t left = k_sleep(timeout);

  printk("  %s: %d ticks, left %d\n", label, (int)(k_uptime_ticks() - before), (int)left);
}

static void sleeps(void) {
  printk("[sleep from the start of a tick]\n");
  sleep_from_tick("K_NO_WAIT", K_NO_WAIT);
  sleep_from_tick("K_TICKS(1)", K_TICKS(1));
  sleep_from_tick("K_TICKS(7)", K_TICKS(7));
  sleep_from_tick("K_USEC(1)", K_USEC(1));
  sleep_from_tick("K_USEC(10000)", K_USEC(10000));
  sleep_from_tick("K_USEC(10001)", K_USEC(10001));
  sleep_from_tick("K_NSEC(10000001)", K_NSEC(10000001));
  sleep_from_tick("K_MSEC(1)", K_MSEC(1));
  sleep_from_tick("K_MSEC(9)", K_MSEC(9));
  sleep_from_tick("K_MSEC(10)", K_MSEC(10));
  sleep_from_tick("K_MSEC(11)", K_MSEC(11));
  sleep_from_tick("K_MSEC(15)", K_MSEC(15));
  sleep_from_tick("K_MSEC(20)", K_MSEC(20));
  sleep_from_tick("K_MSEC(99)", K_MSEC(99));
  sleep_from_tick("K_MSEC(101)", K_MSEC(101));
  sleep_from_tick("K_SECONDS(1)", K_SECONDS(1));
  sleep_from_tick("K_MINUTES(1)", K_MINUTES(1));
  sleep_from_tick("K_HOURS(25)", K_HOURS(25));
}

static void other_sleeps(void) {
  int64_t reference;

  trace_begin("k_msleep, k_usleep, absolute timeouts, busy wait");
  trace_event("k_msleep(25) left", k_msleep(25));
  trace_event("k_usleep(25000) left", k_usleep(25000));
  trace_event("k_msleep(0) left", k_msleep(0));

  int64_t now = k_uptime_ticks();

  trace_event("until +5 ticks, left", k_sleep(K_TIMEOUT_ABS_TICKS(now + 5)));
  trace_event("until a tick in the past, left", k_sleep(K_TIMEOUT_ABS_TICKS(now)));
  k_sleep(K_TICKS(1));
  now = k_uptime_get();
  trace_event("until +95 ms, left", k_sleep(K_TIMEOUT_ABS_MS(now + 95)));
  reference = k_uptime_get();
  k_busy_wait(25000);
  trace_event("k_busy_wait(25000)", (int32_t)(k_uptime_get() - reference));
  k_sleep(K_TICKS(1));
  reference = k_uptime_get();
  k_sleep(K_TICKS(9));
  trace_event("k_uptime_delta", (int32_t)k_uptime_delta(&reference));
  trace_event("k_uptime_delta", (int32_t)k_uptime_delta(&reference));
  trace_end();
}

static void sleeper(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  trace_event("sleeper left", k_msleep((int32_t)(intptr_t)arg));
  trace_event("sleeper again, left", k_sleep(K_FOREVER));
}

static void wakeups(void) {
  trace_begin("k_wakeup");

  k_tid_t tid = trace_spawn(0, sleeper, (void*)1000, 5, K_NO_WAIT);

  k_sleep(K_MSEC(300));
  trace_event("k_wakeup", 0);
  k_wakeup(tid);
  k_sleep(K_MSEC(20));
  trace_event("k_wakeup", 1);
  k_wakeup(tid);
  trace_join(1);
  trace_end();
}

static void conversions(void) {
  static const uint32_t values[] = {0, 1, 4, 5, 9, 10, 11, 14, 15, 99, 100, 101, 1000, 99999};

  printk("[conversions]\n");
  for (size_t i = 0; i < ARRAY_SIZE(values); i++) {
    uint32_t v = values[i];

    printk("  %u ms: floor %u near %u ceil %u ticks; us: %u %u %u; as ticks: %u ms\n",
           (unsigned int)v, (unsigned int)k_ms_to_ticks_floor32(v),
           (unsigned int)k_ms_to_ticks_near32(v), (unsigned int)k_ms_to_ticks_ceil32(v),
           (unsigned int)k_us_to_ticks_floor32(v), (unsigned int)k_us_to_ticks_near32(v),
           (unsigned int)k_us_to_ticks_ceil32(v), (unsigned int)k_ticks_to_ms_floor32(v));
  }
}

void trace_time(void) {
  sleeps();
  other_sleeps();
  wakeups();
  conversions();
}
