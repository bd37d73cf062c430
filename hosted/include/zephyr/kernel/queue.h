// SPDX-License-Identifier: Apache-2.0
// Passing data: k_queue (and k_fifo, k_lifo on it), k_stack, k_msgq. Waiters are served by
// priority, then arrival. Returns of the blocking calls: -EBUSY (k_stack) / -ENOMSG (k_msgq) / NULL
// with K_NO_WAIT, -EAGAIN / NULL at timeout.
#ifndef ZEPHYR_INCLUDE_KERNEL_QUEUE_H_
#define ZEPHYR_INCLUDE_KERNEL_QUEUE_H_

#include <zephyr/kernel/thread.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/sys/slist.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A list of the user's blocks. The first word of each block is the queue's while it is queued. */
struct k_queue {
  sys_slist_t data_q; /* of struct z_queue_node */
  _wait_q_t wait_q;
  Z_HOSTED_POLL_EVENTS
};
#define Z_QUEUE_INITIALIZER(obj) \
  { {NULL, NULL}, Z_WAIT_Q_INIT(&(obj).wait_q) Z_HOSTED_POLL_INIT(obj) }
#define K_QUEUE_DEFINE(name) STRUCT_SECTION_ITERABLE(k_queue, name) = Z_QUEUE_INITIALIZER(name)

void k_queue_init(struct k_queue* queue);
/* Waiters of k_queue_get return NULL. */
void k_queue_cancel_wait(struct k_queue* queue);
void k_queue_append(struct k_queue* queue, void* data);
void k_queue_prepend(struct k_queue* queue, void* data);
void k_queue_insert(struct k_queue* queue, void* prev, void* data);
/* The block needs no word to spare: a node is allocated from the thread's resource pool, or the
 * system heap if it has none, and freed by k_queue_get. 0 or -ENOMEM. */
int32_t k_queue_alloc_append(struct k_queue* queue, void* data);
int32_t k_queue_alloc_prepend(struct k_queue* queue, void* data);
/* Appends a NULL-terminated chain linked by first words. 0; -EINVAL when head or tail is NULL. */
int k_queue_append_list(struct k_queue* queue, void* head, void* tail);
int k_queue_merge_slist(struct k_queue* queue, sys_slist_t* list);
void* k_queue_get(struct k_queue* queue, k_timeout_t timeout);
bool k_queue_remove(struct k_queue* queue, void* data);
/* true if it was appended, false if it was in the queue already. O(length). */
bool k_queue_unique_append(struct k_queue* queue, void* data);
int k_queue_is_empty(struct k_queue* queue);
void* k_queue_peek_head(struct k_queue* queue);
void* k_queue_peek_tail(struct k_queue* queue);

struct k_fifo {
  struct k_queue _queue;
};
#define Z_FIFO_INITIALIZER(obj) \
  { Z_QUEUE_INITIALIZER((obj)._queue) }
#define K_FIFO_DEFINE(name) STRUCT_SECTION_ITERABLE(k_fifo, name) = Z_FIFO_INITIALIZER(name)
#define k_fifo_init(fifo) k_queue_init(&(fifo)->_queue)
#define k_fifo_cancel_wait(fifo) k_queue_cancel_wait(&(fifo)->_queue)
#define k_fifo_put(fifo, data) k_queue_append(&(fifo)->_queue, data)
#define k_fifo_alloc_put(fifo, data) k_queue_alloc_append(&(fifo)->_queue, data)
#define k_fifo_put_list(fifo, head, tail) k_queue_append_list(&(fifo)->_queue, head, tail)
#define k_fifo_put_slist(fifo, list) k_queue_merge_slist(&(fifo)->_queue, list)
#define k_fifo_get(fifo, timeout) k_queue_get(&(fifo)->_queue, timeout)
#define k_fifo_is_empty(fifo) k_queue_is_empty(&(fifo)->_queue)
#define k_fifo_peek_head(fifo) k_queue_peek_head(&(fifo)->_queue)
#define k_fifo_peek_tail(fifo) k_queue_peek_tail(&(fifo)->_queue)

struct k_lifo {
  struct k_queue _queue;
};
#define K_LIFO_DEFINE(name) STRUCT_SECTION_ITERABLE(k_lifo, name) = Z_FIFO_INITIALIZER(name)
#define k_lifo_init(lifo) k_queue_init(&(lifo)->_queue)
#define k_lifo_put(lifo, data) k_queue_prepend(&(lifo)->_queue, data)
#define k_lifo_alloc_put(lifo, data) k_queue_alloc_prepend(&(lifo)->_queue, data)
#define k_lifo_get(lifo, timeout) k_queue_get(&(lifo)->_queue, timeout)

typedef uintptr_t stack_data_t;
#define K_STACK_FLAG_ALLOC ((uint8_t)1)
struct k_stack {
  _wait_q_t wait_q;
  stack_data_t *base, *next, *top;
  uint8_t flags;
};
#define Z_STACK_INITIALIZER(obj, buffer, entries) \
  { Z_WAIT_Q_INIT(&(obj).wait_q), (buffer), (buffer), (buffer) + (entries), 0 }
#define K_STACK_DEFINE(name, entries)        \
  stack_data_t _k_stack_buf_##name[entries]; \
  STRUCT_SECTION_ITERABLE(k_stack, name) = Z_STACK_INITIALIZER(name, _k_stack_buf_##name, entries)

void k_stack_init(struct k_stack* stack, stack_data_t* buffer, uint32_t num_entries);
int32_t k_stack_alloc_init(struct k_stack* stack, uint32_t num_entries); /* 0 or -ENOMEM */
int k_stack_cleanup(struct k_stack* stack);                 /* 0; -EAGAIN while threads wait */
int k_stack_push(struct k_stack* stack, stack_data_t data); /* 0; -ENOMEM when full */
int k_stack_pop(struct k_stack* stack, stack_data_t* data, k_timeout_t timeout);

#define K_MSGQ_FLAG_ALLOC BIT(0)
struct k_msgq {
  _wait_q_t wait_q; /* readers if empty, writers if full */
  size_t msg_size;
  uint32_t max_msgs;
  char *buffer_start, *buffer_end, *read_ptr, *write_ptr;
  uint32_t used_msgs;
  uint8_t flags;
  Z_HOSTED_POLL_EVENTS
};
struct k_msgq_attrs {
  size_t msg_size;
  uint32_t max_msgs;
  uint32_t used_msgs;
};
#define Z_MSGQ_INITIALIZER(obj, buf, size, count)                                            \
  {                                                                                          \
    Z_WAIT_Q_INIT(&(obj).wait_q), (size), (count), (buf), (buf) + ((count) * (size)), (buf), \
        (buf), 0, 0 Z_HOSTED_POLL_INIT(obj)                                                  \
  }
#define K_MSGQ_DEFINE(q_name, q_msg_size, q_max_msgs, q_align)                                     \
  static char __attribute__((aligned(q_align))) _k_fifo_buf_##q_name[(q_max_msgs) * (q_msg_size)]; \
  STRUCT_SECTION_ITERABLE(k_msgq, q_name) =                                                        \
      Z_MSGQ_INITIALIZER(q_name, _k_fifo_buf_##q_name, (q_msg_size), (q_max_msgs))

void k_msgq_init(struct k_msgq* msgq, char* buffer, size_t msg_size, uint32_t max_msgs);
int k_msgq_alloc_init(struct k_msgq* msgq, size_t msg_size,
                      uint32_t max_msgs); /* 0, -EINVAL, -ENOMEM */
int k_msgq_cleanup(struct k_msgq* msgq);  /* 0; -EBUSY while threads wait */
int k_msgq_put(struct k_msgq* msgq, const void* data, k_timeout_t timeout);
/* As of 4.3: before all others. Does not wait: 0, or -ENOMSG if it is full. */
int k_msgq_put_front(struct k_msgq* msgq, const void* data);
int k_msgq_get(struct k_msgq* msgq, void* data, k_timeout_t timeout);
int k_msgq_peek(struct k_msgq* msgq, void* data);                  /* 0 or -ENOMSG */
int k_msgq_peek_at(struct k_msgq* msgq, void* data, uint32_t idx); /* 0 or -ENOMSG */
/* Discards all; waiting writers return -ENOMSG. */
void k_msgq_purge(struct k_msgq* msgq);
void k_msgq_get_attrs(struct k_msgq* msgq, struct k_msgq_attrs* attrs);
static inline uint32_t k_msgq_num_free_get(struct k_msgq* msgq) {
  return msgq->max_msgs - msgq->used_msgs;
}
static inline uint32_t k_msgq_num_used_get(struct k_msgq* msgq) {
  return msgq->used_msgs;
}

#ifdef __cplusplus
}
#endif
#endif
