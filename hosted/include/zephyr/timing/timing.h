/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_TIMING_TIMING_H_
#define ZEPHYR_INCLUDE_TIMING_TIMING_H_

/*
 * Zephyr's timing functions (CONFIG_TIMING_FUNCTIONS) upon virtual time: computing takes none, so
 * what lies between two readings is what was waited or spent in k_busy_wait. Cycles are those of
 * k_cycle_get_64. Allowed in ISRs.
 */

#include <zephyr/kernel.h>

typedef uint64_t timing_t;

static inline void timing_init(void) {}
static inline void timing_start(void) {}
static inline void timing_stop(void) {}
static inline timing_t timing_counter_get(void) {
  return k_cycle_get_64();
}
static inline uint64_t timing_cycles_get(volatile timing_t* const start,
                                         volatile timing_t* const end) {
  return *end - *start;
}
/* Cycles a second. */
static inline uint64_t timing_freq_get(void) {
  return (uint64_t)sys_clock_hw_cycles_per_sec();
}
static inline uint32_t timing_freq_get_mhz(void) {
  return (uint32_t)(timing_freq_get() / 1000000U);
}
static inline uint64_t timing_cycles_to_ns(uint64_t cycles) {
  return k_cyc_to_ns_floor64(cycles);
}
/* Nanoseconds for each of count (not 0) passes. */
static inline uint64_t timing_cycles_to_ns_avg(uint64_t cycles, uint32_t count) {
  return timing_cycles_to_ns(cycles) / count;
}

#endif
