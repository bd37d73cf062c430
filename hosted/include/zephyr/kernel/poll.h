// SPDX-License-Identifier: Apache-2.0
// Waiting for several objects at once (CONFIG_POLL), and work that is submitted when one of several
// objects becomes available. As in Zephyr nothing is taken: after k_poll the caller takes what is
// ready with K_NO_WAIT. Only the first poller of an object hears of it, the most urgent thread
// first.
#ifndef ZEPHYR_INCLUDE_KERNEL_POLL_H_
#define ZEPHYR_INCLUDE_KERNEL_POLL_H_

#include <zephyr/kernel/queue.h>
#include <zephyr/kernel/sync.h>
#include <zephyr/kernel/unavailable.h>
#include <zephyr/kernel/work.h>

#ifdef __cplusplus
extern "C" {
#endif

#define K_POLL_TYPE_IGNORE 0
#define K_POLL_TYPE_SIGNAL BIT(0)
#define K_POLL_TYPE_SEM_AVAILABLE BIT(1)
#define K_POLL_TYPE_DATA_AVAILABLE BIT(2)
#define K_POLL_TYPE_FIFO_DATA_AVAILABLE K_POLL_TYPE_DATA_AVAILABLE
#define K_POLL_TYPE_MSGQ_DATA_AVAILABLE BIT(3)
#define K_POLL_TYPE_PIPE_DATA_AVAILABLE BIT(4)

enum k_poll_modes { K_POLL_MODE_NOTIFY_ONLY = 0, K_POLL_NUM_MODES };

#define K_POLL_STATE_NOT_READY 0
#define K_POLL_STATE_SIGNALED BIT(0)
#define K_POLL_STATE_SEM_AVAILABLE BIT(1)
#define K_POLL_STATE_DATA_AVAILABLE BIT(2)
#define K_POLL_STATE_FIFO_DATA_AVAILABLE K_POLL_STATE_DATA_AVAILABLE
#define K_POLL_STATE_CANCELLED BIT(3) /* k_queue_cancel_wait; k_poll returns -EINTR */
#define K_POLL_STATE_MSGQ_DATA_AVAILABLE BIT(4)
#define K_POLL_STATE_PIPE_DATA_AVAILABLE BIT(5)

struct k_poll_signal {
  sys_dlist_t poll_events;
  unsigned int signaled; /* 1 from k_poll_signal_raise to k_poll_signal_reset */
  int result;
};
#define K_POLL_SIGNAL_INITIALIZER(obj) \
  { SYS_DLIST_STATIC_INIT(&(obj).poll_events), 0, 0 }

struct k_poll_event {
  sys_dnode_t _node;       /* in the object's list while somebody polls */
  struct z_poller* poller; /* NULL: nobody polls */
  uint32_t tag : 8;        /* the user's */
  uint32_t type : 6;       /* K_POLL_TYPE_* */
  uint32_t state : 7;      /* K_POLL_STATE_*, or'ed to by the kernel, cleared by the user */
  uint32_t mode : 1;
  uint32_t unused : 10;
  union {
    void *obj, *typed_K_POLL_TYPE_IGNORE;
    struct k_poll_signal *signal, *typed_K_POLL_TYPE_SIGNAL;
    struct k_sem *sem, *typed_K_POLL_TYPE_SEM_AVAILABLE;
    struct k_fifo *fifo, *typed_K_POLL_TYPE_FIFO_DATA_AVAILABLE;
    struct k_queue *queue, *typed_K_POLL_TYPE_DATA_AVAILABLE;
    struct k_pipe *pipe, *typed_K_POLL_TYPE_PIPE_DATA_AVAILABLE;
    struct k_msgq *msgq, *typed_K_POLL_TYPE_MSGQ_DATA_AVAILABLE;
  };
};

#define K_POLL_EVENT_INITIALIZER(_event_type, _event_mode, _event_obj) \
  K_POLL_EVENT_STATIC_INITIALIZER(_event_type, _event_mode, _event_obj, 0)
#define K_POLL_EVENT_STATIC_INITIALIZER(_event_type, _event_mode, _event_obj, event_tag)          \
  {                                                                                               \
    {{NULL}, {NULL}}, NULL, (event_tag), (_event_type), K_POLL_STATE_NOT_READY, (_event_mode), 0, \
        {(void*)(_event_obj)},                                                                    \
  }

/* A work item that waits for events. */
struct k_work_poll {
  struct k_work work;
  struct k_work_q* workq;
  struct z_poller poller;
  struct k_poll_event* events;
  int num_events;
  k_work_handler_t real_handler;
  struct _timeout timeout;
  int poll_result; /* for the handler: 0, or -EAGAIN if the time ran out; -EINPROGRESS before */
};

#ifdef CONFIG_POLL

void k_poll_event_init(struct k_poll_event* event, uint32_t type, int mode, void* obj);
/* 0: at least one event's state is set; -EAGAIN: the time is over; -EINTR: k_queue_cancel_wait.
 * O(events). Threads only. */
int k_poll(struct k_poll_event* events, int num_events, k_timeout_t timeout);
void k_poll_signal_init(struct k_poll_signal* sig);
void k_poll_signal_reset(struct k_poll_signal* sig);
void k_poll_signal_check(struct k_poll_signal* sig, unsigned int* signaled, int* result);
/* 0; -EAGAIN if the time of the thread that polls is over. ISR allowed. */
int k_poll_signal_raise(struct k_poll_signal* sig, int result);

void k_work_poll_init(struct k_work_poll* work, k_work_handler_t handler);
/* Submits once an event is ready, at once if one is already, or when `timeout` is over. 0; -EINVAL
 * if it waits on another queue, or is queued or running already. */
int k_work_poll_submit_to_queue(struct k_work_q* work_q, struct k_work_poll* work,
                                struct k_poll_event* events, int num_events, k_timeout_t timeout);
int k_work_poll_submit(struct k_work_poll* work, struct k_poll_event* events, int num_events,
                       k_timeout_t timeout);
/* 0; -EINVAL if it does not wait for events. */
int k_work_poll_cancel(struct k_work_poll* work);

#else

#define HOSTED_NEEDS_POLL(name) HOSTED_UNAVAILABLE(name " needs CONFIG_POLL=y")
HOSTED_NEEDS_POLL("k_poll_event_init")
void k_poll_event_init(struct k_poll_event* event, uint32_t type, int mode, void* obj);
HOSTED_NEEDS_POLL("k_poll")
int k_poll(struct k_poll_event* events, int num_events, k_timeout_t timeout);
HOSTED_NEEDS_POLL("k_poll_signal_init") void k_poll_signal_init(struct k_poll_signal* sig);
HOSTED_NEEDS_POLL("k_poll_signal_reset") void k_poll_signal_reset(struct k_poll_signal* sig);
HOSTED_NEEDS_POLL("k_poll_signal_check")
void k_poll_signal_check(struct k_poll_signal* sig, unsigned int* signaled, int* result);
HOSTED_NEEDS_POLL("k_poll_signal_raise")
int k_poll_signal_raise(struct k_poll_signal* sig, int result);
HOSTED_NEEDS_POLL("k_work_poll_init")
void k_work_poll_init(struct k_work_poll* work, k_work_handler_t handler);
HOSTED_NEEDS_POLL("k_work_poll_submit_to_queue")
int k_work_poll_submit_to_queue(struct k_work_q* work_q, struct k_work_poll* work,
                                struct k_poll_event* events, int num_events, k_timeout_t timeout);
HOSTED_NEEDS_POLL("k_work_poll_submit")
int k_work_poll_submit(struct k_work_poll* work, struct k_poll_event* events, int num_events,
                       k_timeout_t timeout);
HOSTED_NEEDS_POLL("k_work_poll_cancel") int k_work_poll_cancel(struct k_work_poll* work);

#endif

#ifdef __cplusplus
}
#endif
#endif
