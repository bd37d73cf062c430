// SPDX-License-Identifier: Apache-2.0
// Semaphores, mutexes, condition variables. Waiters are served by priority, then by order of
// arrival.
#ifndef ZEPHYR_INCLUDE_KERNEL_SYNC_H_
#define ZEPHYR_INCLUDE_KERNEL_SYNC_H_

#include <limits.h>
#include <zephyr/kernel/thread.h>
#include <zephyr/sys/iterable_sections.h>

#ifdef __cplusplus
extern "C" {
#endif

#define K_SEM_MAX_LIMIT UINT_MAX

struct k_sem {
  _wait_q_t wait_q;
  unsigned int count;
  unsigned int limit;
  Z_HOSTED_POLL_EVENTS
};
#define Z_SEM_INITIALIZER(obj, initial_count, count_limit) \
  { Z_WAIT_Q_INIT(&(obj).wait_q), (initial_count), (count_limit)Z_HOSTED_POLL_INIT(obj) }
#define K_SEM_DEFINE(name, initial_count, count_limit)                                        \
  STRUCT_SECTION_ITERABLE(k_sem, name) = Z_SEM_INITIALIZER(name, initial_count, count_limit); \
  BUILD_ASSERT(((count_limit) != 0) &&                                                        \
               (((initial_count) < (count_limit)) || ((initial_count) == (count_limit))))

/* 0; -EINVAL when limit is 0 or below initial_count. */
int k_sem_init(struct k_sem* sem, unsigned int initial_count, unsigned int limit);
/* 0; -EBUSY with K_NO_WAIT when the count is 0; -EAGAIN at timeout or after k_sem_reset. */
int k_sem_take(struct k_sem* sem, k_timeout_t timeout);
/* Wakes the first waiter, or counts, up to the limit. ISR allowed. */
void k_sem_give(struct k_sem* sem);
/* Count 0; every waiter returns -EAGAIN. */
void k_sem_reset(struct k_sem* sem);
static inline unsigned int k_sem_count_get(struct k_sem* sem) {
  return sem->count;
}

struct k_mutex {
  _wait_q_t wait_q;
  struct k_thread* owner;
  uint32_t lock_count;
  int owner_orig_prio;
};
#define Z_MUTEX_INITIALIZER(obj) \
  { Z_WAIT_Q_INIT(&(obj).wait_q), NULL, 0, K_LOWEST_APPLICATION_THREAD_PRIO }
#define K_MUTEX_DEFINE(name) STRUCT_SECTION_ITERABLE(k_mutex, name) = Z_MUTEX_INITIALIZER(name)

int k_mutex_init(struct k_mutex* mutex); /* 0 */
/* Recursive. The owner runs at the priority of its most urgent waiter. 0; -EBUSY with K_NO_WAIT;
 * -EAGAIN at timeout. Not in an ISR. */
int k_mutex_lock(struct k_mutex* mutex, k_timeout_t timeout);
/* 0; -EPERM when another thread owns it; -EINVAL when nobody does. */
int k_mutex_unlock(struct k_mutex* mutex);

struct k_condvar {
  _wait_q_t wait_q;
};
#define Z_CONDVAR_INITIALIZER(obj) \
  { Z_WAIT_Q_INIT(&(obj).wait_q) }
#define K_CONDVAR_DEFINE(name) \
  STRUCT_SECTION_ITERABLE(k_condvar, name) = Z_CONDVAR_INITIALIZER(name)

int k_condvar_init(struct k_condvar* condvar);      /* 0 */
int k_condvar_signal(struct k_condvar* condvar);    /* 0 */
int k_condvar_broadcast(struct k_condvar* condvar); /* number of threads woken */
/* Unlocks, waits, locks again (for as long as that takes). 0 or -EAGAIN. K_NO_WAIT waits for the
 * next tick, as on Zephyr. */
int k_condvar_wait(struct k_condvar* condvar, struct k_mutex* mutex, k_timeout_t timeout);

#ifdef CONFIG_EVENTS
struct k_event {
  _wait_q_t wait_q;
  uint32_t events;
};
#define Z_EVENT_INITIALIZER(obj) \
  { Z_WAIT_Q_INIT(&(obj).wait_q), 0 }
#define K_EVENT_DEFINE(name) STRUCT_SECTION_ITERABLE(k_event, name) = Z_EVENT_INITIALIZER(name)

void k_event_init(struct k_event* event);
/* All return the bits that were set before. post adds bits, set replaces all, set_masked replaces
 * those of the mask. ISR allowed. */
uint32_t k_event_post(struct k_event* event, uint32_t events);
uint32_t k_event_set(struct k_event* event, uint32_t events);
uint32_t k_event_set_masked(struct k_event* event, uint32_t events, uint32_t events_mask);
uint32_t k_event_clear(struct k_event* event, uint32_t events);
/* The matching bits that are set, any of them or all; 0 at timeout. `reset` clears every bit first.
 */
uint32_t k_event_wait(struct k_event* event, uint32_t events, bool reset, k_timeout_t timeout);
uint32_t k_event_wait_all(struct k_event* event, uint32_t events, bool reset, k_timeout_t timeout);
/* As of 4.2: what is returned is also cleared. */
uint32_t k_event_wait_safe(struct k_event* event, uint32_t events, bool reset, k_timeout_t timeout);
uint32_t k_event_wait_all_safe(struct k_event* event, uint32_t events, bool reset,
                               k_timeout_t timeout);
static inline uint32_t k_event_test(struct k_event* event, uint32_t events_mask) {
  return event->events & events_mask;
}
#endif

#ifdef __cplusplus
}
#endif
#endif
