// SPDX-License-Identifier: Apache-2.0
// Uptime and cycles, all of virtual time: it passes only while every thread waits and in
// k_busy_wait, never by computing. O(1); threads and ISRs. In an expiry function the uptime is the
// instant at which the timer was due.
#ifndef ZEPHYR_INCLUDE_KERNEL_CLOCK_H_
#define ZEPHYR_INCLUDE_KERNEL_CLOCK_H_

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/sys_clock.h>

#ifdef __cplusplus
extern "C" {
#endif

int64_t k_uptime_ticks(void);
static inline int64_t k_uptime_get(void) {
  return (int64_t)k_ticks_to_ms_floor64((uint64_t)k_uptime_ticks());
}
static inline uint32_t k_uptime_get_32(void) {
  return (uint32_t)k_uptime_get();
}
static inline uint32_t k_uptime_seconds(void) {
  return (uint32_t)((uint64_t)k_uptime_ticks() / CONFIG_SYS_CLOCK_TICKS_PER_SEC);
}
/* ms since *reftime, which becomes now. */
static inline int64_t k_uptime_delta(int64_t* reftime) {
  int64_t now = k_uptime_get();
  int64_t delta = now - *reftime;
  *reftime = now;
  return delta;
}
static inline uint32_t k_cycle_get_32(void) {
  return sys_clock_cycle_get_32();
}
static inline uint64_t k_cycle_get_64(void) {
  return sys_clock_cycle_get_64();
}

#ifdef __cplusplus
}
#endif
#endif
