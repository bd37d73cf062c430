// SPDX-License-Identifier: Apache-2.0
// Work queues. A work item's handler runs on its queue's thread; the system's is "sysworkq".
// Submitting is allowed in ISRs; flush and cancel_sync may wait and are not.
#ifndef ZEPHYR_INCLUDE_KERNEL_WORK_H_
#define ZEPHYR_INCLUDE_KERNEL_WORK_H_

#include <zephyr/kernel/sync.h>
#include <zephyr/sys/slist.h>

#ifdef __cplusplus
extern "C" {
#endif

struct k_work;
struct k_work_q;
struct k_work_sync;
typedef void (*k_work_handler_t)(struct k_work* work);

/* Bits of k_work_busy_get: 0 is idle. */
enum {
  K_WORK_RUNNING_BIT = 0,
  K_WORK_CANCELING_BIT = 1,
  K_WORK_QUEUED_BIT = 2,
  K_WORK_DELAYED_BIT = 3,
  K_WORK_FLUSHING_BIT = 4,
  K_WORK_DELAYABLE_BIT = 8,
  K_WORK_RUNNING = 1 << K_WORK_RUNNING_BIT,
  K_WORK_CANCELING = 1 << K_WORK_CANCELING_BIT,
  K_WORK_QUEUED = 1 << K_WORK_QUEUED_BIT,
  K_WORK_DELAYED = 1 << K_WORK_DELAYED_BIT,
  K_WORK_FLUSHING = 1 << K_WORK_FLUSHING_BIT,
  K_WORK_DELAYABLE = 1 << K_WORK_DELAYABLE_BIT
};

/* Bits of k_work_q.flags. */
enum {
  K_WORK_QUEUE_STARTED_BIT = 0,
  K_WORK_QUEUE_BUSY_BIT = 1,
  K_WORK_QUEUE_DRAIN_BIT = 2,
  K_WORK_QUEUE_PLUGGED_BIT = 3,
  K_WORK_QUEUE_STOP_BIT = 4,
  K_WORK_QUEUE_NO_YIELD_BIT = 8,
  K_WORK_QUEUE_STARTED = 1 << K_WORK_QUEUE_STARTED_BIT,
  K_WORK_QUEUE_BUSY = 1 << K_WORK_QUEUE_BUSY_BIT,
  K_WORK_QUEUE_DRAIN = 1 << K_WORK_QUEUE_DRAIN_BIT,
  K_WORK_QUEUE_PLUGGED = 1 << K_WORK_QUEUE_PLUGGED_BIT,
  K_WORK_QUEUE_STOP = 1 << K_WORK_QUEUE_STOP_BIT,
  K_WORK_QUEUE_NO_YIELD = 1 << K_WORK_QUEUE_NO_YIELD_BIT
};

struct k_work {
  sys_snode_t node;
  k_work_handler_t handler;
  struct k_work_q* queue;
  uint32_t flags;
};
#define Z_WORK_INITIALIZER(work_handler) \
  { {NULL}, (work_handler), NULL, 0 }
#define K_WORK_DEFINE(work, work_handler) struct k_work work = Z_WORK_INITIALIZER(work_handler)

struct k_work_delayable {
  struct k_work work;
  struct _timeout timeout;
  struct k_work_q* queue;
};
#define Z_WORK_DELAYABLE_INITIALIZER(work_handler) \
  { {{NULL}, (work_handler), NULL, K_WORK_DELAYABLE}, {NULL, NULL, NULL, NULL, 0, 0, 0}, NULL }
#define K_WORK_DELAYABLE_DEFINE(work, work_handler) \
  struct k_work_delayable work = Z_WORK_DELAYABLE_INITIALIZER(work_handler)

struct z_work_flusher {
  struct k_work work;
  struct k_sem sem;
};
struct z_work_canceller {
  sys_snode_t node;
  struct k_work* work;
  struct k_sem sem;
};
/* Memory for one flush or cancel_sync; must live until that returns. */
struct k_work_sync {
  union {
    struct z_work_flusher flusher;
    struct z_work_canceller canceller;
  };
};

struct k_work_queue_config {
  const char* name;
  bool no_yield;  /* do not yield to threads of equal priority between items */
  bool essential; /* aborting the queue's thread is a panic, and the queue cannot be stopped */
  uint32_t work_timeout_ms; /* CONFIG_WORKQUEUE_WORK_TIMEOUT: longest time of one item; 0: none */
};

struct k_work_q {
  struct k_thread thread; /* of a queue that was started */
  k_tid_t thread_id;      /* what runs it: that one, or the caller of k_work_queue_run */
  sys_slist_t pending;
  _wait_q_t notifyq; /* the queue's thread, while there is no work */
  _wait_q_t drainq;  /* threads in k_work_queue_drain */
  uint32_t flags;
#ifdef CONFIG_WORKQUEUE_WORK_TIMEOUT
  struct _timeout work_timeout_record;
  struct k_work* work; /* the item that runs */
  k_timeout_t work_timeout;
#endif
};
extern struct k_work_q k_sys_work_q;

void k_work_queue_init(struct k_work_q* queue);
void k_work_queue_start(struct k_work_q* queue, k_thread_stack_t* stack, size_t stack_size,
                        int prio, const struct k_work_queue_config* cfg);
/* Runs the queue in the calling thread. Returns when the queue is stopped. */
void k_work_queue_run(struct k_work_q* queue, const struct k_work_queue_config* cfg);
static inline k_tid_t k_work_queue_thread_get(struct k_work_q* queue) {
  return queue->thread_id;
}
/* Waits until nothing is queued or running; meanwhile only chained submissions are taken. With
 * `plug` it then takes nothing until unplugged. 1 if it waited, 0 if not. */
int k_work_queue_drain(struct k_work_q* queue, bool plug);
int k_work_queue_unplug(struct k_work_q* queue); /* 0; -EALREADY */
/* Ends the thread of a queue that was drained and is plugged, and waits for it. 0; -EALREADY: it is
 * not started; -ENOTSUP: its thread is essential; -EBUSY: it is not plugged; -ETIMEDOUT. */
int k_work_queue_stop(struct k_work_q* queue, k_timeout_t timeout);

void k_work_init(struct k_work* work, k_work_handler_t handler);
int k_work_busy_get(const struct k_work* work);
static inline bool k_work_is_pending(const struct k_work* work) {
  return k_work_busy_get(work) != 0;
}
/* 0: was queued already; 1: queued; 2: it was running and is queued to the queue that runs it.
 * -EBUSY: being cancelled, or the queue is draining or plugged; -EINVAL: no queue; -ENODEV: the
 * queue has not been started. */
int k_work_submit_to_queue(struct k_work_q* queue, struct k_work* work);
int k_work_submit(struct k_work* work);
/* Waits until the item has finished its last submission. true if it had to wait. */
bool k_work_flush(struct k_work* work, struct k_work_sync* sync);
/* Takes it out of its queue. The busy state afterwards: not 0 if it runs. */
int k_work_cancel(struct k_work* work);
/* Also waits until it no longer runs. Whether it was pending. */
bool k_work_cancel_sync(struct k_work* work, struct k_work_sync* sync);

void k_work_init_delayable(struct k_work_delayable* dwork, k_work_handler_t handler);
static inline struct k_work_delayable* k_work_delayable_from_work(struct k_work* work) {
  return CONTAINER_OF(work, struct k_work_delayable, work);
}
int k_work_delayable_busy_get(const struct k_work_delayable* dwork);
static inline bool k_work_delayable_is_pending(const struct k_work_delayable* dwork) {
  return k_work_delayable_busy_get(dwork) != 0;
}
k_ticks_t k_work_delayable_expires_get(const struct k_work_delayable* dwork);
k_ticks_t k_work_delayable_remaining_get(const struct k_work_delayable* dwork);
/* schedule: does nothing (0) if already scheduled or queued. reschedule: the new delay counts.
 * Results as k_work_submit_to_queue. */
int k_work_schedule_for_queue(struct k_work_q* queue, struct k_work_delayable* dwork,
                              k_timeout_t delay);
int k_work_schedule(struct k_work_delayable* dwork, k_timeout_t delay);
int k_work_reschedule_for_queue(struct k_work_q* queue, struct k_work_delayable* dwork,
                                k_timeout_t delay);
int k_work_reschedule(struct k_work_delayable* dwork, k_timeout_t delay);
/* Submits at once what is scheduled, then flushes. */
bool k_work_flush_delayable(struct k_work_delayable* dwork, struct k_work_sync* sync);
int k_work_cancel_delayable(struct k_work_delayable* dwork);
bool k_work_cancel_delayable_sync(struct k_work_delayable* dwork, struct k_work_sync* sync);

#ifdef __cplusplus
}
#endif
#endif
