/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_MPSC_LOCKFREE_H_
#define ZEPHYR_INCLUDE_SYS_MPSC_LOCKFREE_H_

/*
 * A queue of nodes for many producers and one consumer, each in any context, without a lock and
 * without memory of its own: a node belongs to the queue from mpsc_push until mpsc_pop returned it.
 * One processor, so plain pointers do, as in Zephyr without SMP. All O(1).
 */

#include <zephyr/irq.h>
#include <zephyr/toolchain.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mpsc_node;
typedef struct mpsc_node* mpsc_ptr_t;
#define mpsc_ptr_get(ptr) (ptr)
#define mpsc_ptr_set(ptr, val) ((ptr) = (val))

struct mpsc_node {
  mpsc_ptr_t next;
};
struct mpsc {
  mpsc_ptr_t head; /* pushed last */
  struct mpsc_node* tail;
  struct mpsc_node stub; /* in the queue while it would be empty without */
};
#define MPSC_INITIALIZER(symbol)                                            \
  {                                                                         \
    .head = &(symbol).stub, .tail = &(symbol).stub, .stub = {.next = NULL } \
  }

static inline void mpsc_init(struct mpsc* q) {
  q->head = &q->stub;
  q->tail = &q->stub;
  q->stub.next = NULL;
}

static ALWAYS_INLINE void mpsc_push(struct mpsc* q, struct mpsc_node* n) {
  unsigned int key = irq_lock();
  struct mpsc_node* last = q->head;

  n->next = NULL;
  q->head = n;
  last->next = n;
  irq_unlock(key);
}

/* The node pushed first; null if there is none. */
static inline struct mpsc_node* mpsc_pop(struct mpsc* q) {
  struct mpsc_node* first = q->tail;
  struct mpsc_node* next = first->next;

  if (first == &q->stub) {
    if (next == NULL) {
      return NULL;
    }
    q->tail = next;
    first = next;
    next = next->next;
  }
  if (next == NULL) { /* the last one: only the stub can follow it */
    mpsc_push(q, &q->stub);
    next = first->next;
  }
  q->tail = next;
  return first;
}

#ifdef __cplusplus
}
#endif
#endif
