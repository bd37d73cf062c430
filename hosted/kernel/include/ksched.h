// SPDX-License-Identifier: Apache-2.0
// Private in Zephyr: what tests of the scheduler use of it.
#ifndef ZEPHYR_KERNEL_INCLUDE_KSCHED_H_
#define ZEPHYR_KERNEL_INCLUDE_KSCHED_H_

#include <kernel_internal.h>
#include <zephyr/kernel.h>
#include <zephyr/wait_q.h>

/* The idle thread alone may have K_IDLE_PRIO. */
static inline bool _is_valid_prio(int prio, k_thread_entry_t entry_point) {
  return (prio == K_IDLE_PRIO && entry_point == idle) ||
         (prio >= K_HIGHEST_APPLICATION_THREAD_PRIO && prio <= K_LOWEST_APPLICATION_THREAD_PRIO);
}
#define Z_VALID_PRIO(prio, entry_point) _is_valid_prio((prio), (k_thread_entry_t)(entry_point))

static inline bool z_is_idle_thread_object(struct k_thread* thread) {
  return thread == &z_idle_threads[0];
}
static inline bool z_is_thread_state_set(struct k_thread* thread, uint32_t state) {
  return (thread->base.thread_state & state) != 0U;
}
static inline bool z_is_thread_pending(struct k_thread* thread) {
  return z_is_thread_state_set(thread, _THREAD_PENDING);
}
static inline bool z_is_thread_queued(struct k_thread* thread) {
  return z_is_thread_state_set(thread, _THREAD_QUEUED);
}
static inline bool z_is_thread_suspended(struct k_thread* thread) {
  return z_is_thread_state_set(thread, _THREAD_SUSPENDED);
}
static inline bool z_is_prio_higher(int prio, int test_prio) {
  return prio < test_prio;
}

#endif
