// SPDX-License-Identifier: Apache-2.0
// The two links by which kernel objects hold threads and points in time.
#ifndef ZEPHYR_INCLUDE_KERNEL_WAIT_Q_H_
#define ZEPHYR_INCLUDE_KERNEL_WAIT_Q_H_

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/sys/dlist.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Threads that wait, best priority first, longest waiting first within a priority. Insertion
 * O(waiters). */
typedef struct {
  sys_dlist_t waitq;
} _wait_q_t;

#define Z_WAIT_Q_INIT(wait_q_ptr) \
  { SYS_DLIST_STATIC_INIT(&(wait_q_ptr)->waitq) }
static inline void z_waitq_init(_wait_q_t* w) {
  sys_dlist_init(&w->waitq);
}

/* Fields of an object that k_poll may wait for, and what initialises them. */
#ifdef CONFIG_POLL
#define Z_HOSTED_POLL_EVENTS sys_dlist_t poll_events;
#define Z_HOSTED_POLL_INIT(obj) , SYS_DLIST_STATIC_INIT(&(obj).poll_events)
#else
#define Z_HOSTED_POLL_EVENTS
#define Z_HOSTED_POLL_INIT(obj)
#endif

/* Who polls: a thread in k_poll, or a k_work_poll. */
struct z_poller {
  bool is_polling;
  uint8_t mode;
};

struct _timeout;
typedef void (*_timeout_func_t)(struct _timeout* t);

/* A node of the heap of pending timeouts (a pairing heap ordered by tick, then by order of
 * insertion). All zero: not pending. */
struct _timeout {
  struct _timeout* child;
  struct _timeout* next; /* sibling */
  struct _timeout* prev; /* sibling before, or the parent if first child; itself if root; NULL when
                            not pending */
  _timeout_func_t fn;
  uint64_t tick; /* when to expire, absolute */
  uint64_t order;
  int64_t dticks; /* _EXPIRED: k_poll_signal_raise takes the thread's time as over. Else unused. */
};
#define _EXPIRED (-2)

#ifdef __cplusplus
}
#endif
#endif
