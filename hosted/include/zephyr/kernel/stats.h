// SPDX-License-Identifier: Apache-2.0
// Run time of threads (CONFIG_THREAD_RUNTIME_STATS, CONFIG_SCHED_THREAD_USAGE), in cycles of
// virtual time. Computing takes none, so a thread has run for as long as it was in k_busy_wait; the
// rest is the idle thread's. Interrupt handlers count for the thread that they interrupt.
#ifndef ZEPHYR_INCLUDE_KERNEL_STATS_H_
#define ZEPHYR_INCLUDE_KERNEL_STATS_H_

#include <stdbool.h>
#include <stdint.h>

struct k_cycle_stats {
  uint64_t total;
#ifdef CONFIG_SCHED_THREAD_USAGE_ANALYSIS
  uint64_t current; /* since it was switched to last */
  uint64_t longest;
  uint32_t num_windows; /* times it was switched to */
#endif
  bool track_usage;
};

typedef struct k_thread_runtime_stats {
#ifdef CONFIG_SCHED_THREAD_USAGE
  uint64_t execution_cycles; /* of all threads: all time since counting began */
  uint64_t total_cycles;     /* of all threads: without the idle thread's */
#endif
#ifdef CONFIG_SCHED_THREAD_USAGE_ANALYSIS
  uint64_t current_cycles;
  uint64_t peak_cycles;
  uint64_t average_cycles; /* a window */
#endif
#ifdef CONFIG_SCHED_THREAD_USAGE_ALL
  uint64_t idle_cycles; /* 0 for one thread */
#endif
#if !defined(CONFIG_SCHED_THREAD_USAGE) && defined(__cplusplus)
  uint8_t dummy;
#endif
} k_thread_runtime_stats_t;

#endif
