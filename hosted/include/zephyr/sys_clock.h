// SPDX-License-Identifier: Apache-2.0
// Timeouts and timepoints. Unit of every count here: the kernel tick
// (1/CONFIG_SYS_CLOCK_TICKS_PER_SEC s). Cost of a call: O(1), no lock. May be called from threads
// and ISRs.
#ifndef ZEPHYR_INCLUDE_SYS_CLOCK_H_
#define ZEPHYR_INCLUDE_SYS_CLOCK_H_

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/sys/time_units.h>
#include <zephyr/sys/util.h>
#include <zephyr/toolchain.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef CONFIG_TIMEOUT_64BIT
typedef int64_t k_ticks_t;
#else
typedef uint32_t k_ticks_t;
#endif

/* What a relative wait is rounded up by: one tick. */
#define _TICK_ALIGN 1

#define K_TICKS_FOREVER ((k_ticks_t)-1)

/* A relative time to wait (ticks >= 0), for ever (-1), or an absolute uptime (Z_TICK_ABS, 64-bit
 * ticks only). */
typedef struct {
  k_ticks_t ticks;
} k_timeout_t;

#define K_TIMEOUT_EQ(a, b) ((a).ticks == (b).ticks)
#define Z_TIMEOUT_NO_WAIT ((k_timeout_t){0})
#define Z_FOREVER ((k_timeout_t){K_TICKS_FOREVER})
#define Z_TIMEOUT_TICKS(t) ((k_timeout_t){(k_ticks_t)(t)})
#define Z_TIMEOUT_MS(t) Z_TIMEOUT_TICKS(k_ms_to_ticks_ceil64((uint64_t)MAX((t), 0)))
#define Z_TIMEOUT_US(t) Z_TIMEOUT_TICKS(k_us_to_ticks_ceil64((uint64_t)MAX((t), 0)))
#define Z_TIMEOUT_NS(t) Z_TIMEOUT_TICKS(k_ns_to_ticks_ceil64((uint64_t)MAX((t), 0)))
#define Z_TIMEOUT_CYC(t) Z_TIMEOUT_TICKS(k_cyc_to_ticks_ceil64((uint64_t)MAX((t), 0)))
/* An absolute tick t is kept as -2 - t; the macro is its own inverse. */
#define Z_TICK_ABS(t) (K_TICKS_FOREVER - 1 - (t))

#define K_NO_WAIT Z_TIMEOUT_NO_WAIT
#define K_FOREVER Z_FOREVER
#define K_TICKS(t) Z_TIMEOUT_TICKS(t)
#define K_NSEC(t) Z_TIMEOUT_NS(t)
#define K_USEC(t) Z_TIMEOUT_US(t)
#define K_CYC(t) Z_TIMEOUT_CYC(t)
#define K_MSEC(ms) Z_TIMEOUT_MS(ms)
#define K_SECONDS(s) K_MSEC((s) * (int64_t)MSEC_PER_SEC)
#define K_MINUTES(m) K_SECONDS((m) * (int64_t)60)
#define K_HOURS(h) K_MINUTES((h) * (int64_t)60)
#ifdef CONFIG_TIMEOUT_64BIT
#define K_TIMEOUT_ABS_TICKS(t) Z_TIMEOUT_TICKS(Z_TICK_ABS((k_ticks_t)MAX(t, 0)))
#define K_TIMEOUT_ABS_SEC(t) K_TIMEOUT_ABS_TICKS((k_ticks_t)k_sec_to_ticks_ceil64((uint64_t)(t)))
#define K_TIMEOUT_ABS_MS(t) K_TIMEOUT_ABS_TICKS((k_ticks_t)k_ms_to_ticks_ceil64((uint64_t)(t)))
#define K_TIMEOUT_ABS_US(t) K_TIMEOUT_ABS_TICKS((k_ticks_t)k_us_to_ticks_ceil64((uint64_t)(t)))
#define K_TIMEOUT_ABS_NS(t) K_TIMEOUT_ABS_TICKS((k_ticks_t)k_ns_to_ticks_ceil64((uint64_t)(t)))
#define K_TIMEOUT_ABS_CYC(t) K_TIMEOUT_ABS_TICKS((k_ticks_t)k_cyc_to_ticks_ceil64((uint64_t)(t)))
#endif

/* Ticks since boot. Never decreases. */
int64_t sys_clock_tick_get(void);
uint32_t sys_clock_tick_get_32(void);
/* The hardware cycle counter: virtual time in units of 1/CONFIG_SYS_CLOCK_HW_CYCLES_PER_SEC s. */
uint32_t sys_clock_cycle_get_32(void);
uint64_t sys_clock_cycle_get_64(void);

/* A point in time to wait until: tick 0 has always passed, UINT64_MAX never comes. */
typedef struct {
  uint64_t tick;
} k_timepoint_t;

/* The point `timeout` from now. K_NO_WAIT and K_FOREVER keep their meaning. */
k_timepoint_t sys_timepoint_calc(k_timeout_t timeout);
/* The time left until `timepoint`: K_NO_WAIT when it has passed, K_FOREVER when it never comes. */
k_timeout_t sys_timepoint_timeout(k_timepoint_t timepoint);
/* The old name of sys_timepoint_calc: the tick only. Deprecated, as in Zephyr since 3.5. */
__deprecated static inline uint64_t sys_clock_timeout_end_calc(k_timeout_t timeout) {
  return sys_timepoint_calc(timeout).tick;
}
/* < 0, 0, > 0: `a` comes before, with, after `b`. */
static inline int sys_timepoint_cmp(k_timepoint_t a, k_timepoint_t b) {
  if (a.tick == b.tick) {
    return 0;
  }
  return a.tick < b.tick ? -1 : 1;
}
static inline bool sys_timepoint_expired(k_timepoint_t timepoint) {
  return K_TIMEOUT_EQ(sys_timepoint_timeout(timepoint), Z_TIMEOUT_NO_WAIT);
}

#ifdef __cplusplus
}
#endif
#endif
