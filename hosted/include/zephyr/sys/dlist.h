/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_DLIST_H_
#define ZEPHYR_INCLUDE_SYS_DLIST_H_

/*
 * Doubly linked lists, the nodes inside the objects. A list is a ring through its own head; a node
 * that is in no list has null links. No function takes a lock. All are O(1) but the walks,
 * sys_dlist_insert_at and sys_dlist_len.
 */

#include <zephyr/sys/util.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _dnode {
  union {
    struct _dnode* head; /* of a list: the first node */
    struct _dnode* next;
  };
  union {
    struct _dnode* tail; /* of a list: the last node */
    struct _dnode* prev;
  };
};

typedef struct _dnode sys_dlist_t;
typedef struct _dnode sys_dnode_t;

#define SYS_DLIST_STATIC_INIT(ptr_to_list) \
  {                                        \
    {(ptr_to_list)}, {                     \
      (ptr_to_list)                        \
    }                                      \
  }

/* Walks. _SAFE: the current node may be removed. ITERATE_FROM: from after the node, or the first if
 * it is null. */
#define SYS_DLIST_FOR_EACH_NODE(__dl, __dn) \
  for (__dn = sys_dlist_peek_head(__dl); __dn != NULL; __dn = sys_dlist_peek_next(__dl, __dn))

#define SYS_DLIST_ITERATE_FROM_NODE(__dl, __dn)                                            \
  for (__dn = __dn ? sys_dlist_peek_next_no_check(__dl, __dn) : sys_dlist_peek_head(__dl); \
       __dn != NULL; __dn = sys_dlist_peek_next(__dl, __dn))

#define SYS_DLIST_FOR_EACH_NODE_SAFE(__dl, __dn, __dns)                                         \
  for (__dn = sys_dlist_peek_head(__dl), __dns = sys_dlist_peek_next(__dl, __dn); __dn != NULL; \
       __dn = __dns, __dns = sys_dlist_peek_next(__dl, __dn))

#define SYS_DLIST_CONTAINER(__dn, __cn, __n) \
  (((__dn) != NULL) ? CONTAINER_OF(__dn, __typeof__(*(__cn)), __n) : NULL)
#define SYS_DLIST_PEEK_HEAD_CONTAINER(__dl, __cn, __n) \
  SYS_DLIST_CONTAINER(sys_dlist_peek_head(__dl), __cn, __n)
#define SYS_DLIST_PEEK_NEXT_CONTAINER(__dl, __cn, __n)                                          \
  (((__cn) != NULL) ? SYS_DLIST_CONTAINER(sys_dlist_peek_next(__dl, &((__cn)->__n)), __cn, __n) \
                    : NULL)

#define SYS_DLIST_FOR_EACH_CONTAINER(__dl, __cn, __n)                       \
  for (__cn = SYS_DLIST_PEEK_HEAD_CONTAINER(__dl, __cn, __n); __cn != NULL; \
       __cn = SYS_DLIST_PEEK_NEXT_CONTAINER(__dl, __cn, __n))

#define SYS_DLIST_FOR_EACH_CONTAINER_SAFE(__dl, __cn, __cns, __n) \
  for (__cn = SYS_DLIST_PEEK_HEAD_CONTAINER(__dl, __cn, __n),     \
      __cns = SYS_DLIST_PEEK_NEXT_CONTAINER(__dl, __cn, __n);     \
       __cn != NULL; __cn = __cns, __cns = SYS_DLIST_PEEK_NEXT_CONTAINER(__dl, __cn, __n))

static inline void sys_dlist_init(sys_dlist_t* list) {
  list->head = list;
  list->tail = list;
}

static inline void sys_dnode_init(sys_dnode_t* node) {
  node->next = NULL;
  node->prev = NULL;
}

static inline bool sys_dnode_is_linked(const sys_dnode_t* node) {
  return node->next != NULL;
}

static inline bool sys_dlist_is_empty(const sys_dlist_t* list) {
  return list->head == list;
}

static inline bool sys_dlist_is_head(const sys_dlist_t* list, const sys_dnode_t* node) {
  return list->head == node;
}

static inline bool sys_dlist_is_tail(const sys_dlist_t* list, const sys_dnode_t* node) {
  return list->tail == node;
}

static inline bool sys_dlist_has_multiple_nodes(const sys_dlist_t* list) {
  return list->head != list->tail;
}

static inline sys_dnode_t* sys_dlist_peek_head(const sys_dlist_t* list) {
  return sys_dlist_is_empty(list) ? NULL : list->head;
}

static inline sys_dnode_t* sys_dlist_peek_head_not_empty(const sys_dlist_t* list) {
  return list->head;
}

static inline sys_dnode_t* sys_dlist_peek_tail(const sys_dlist_t* list) {
  return sys_dlist_is_empty(list) ? NULL : list->tail;
}

/* The node's neighbour, or null at the end; _no_check: the node is not null. */
static inline sys_dnode_t* sys_dlist_peek_next_no_check(const sys_dlist_t* list,
                                                        const sys_dnode_t* node) {
  return node == list->tail ? NULL : node->next;
}

static inline sys_dnode_t* sys_dlist_peek_next(const sys_dlist_t* list, const sys_dnode_t* node) {
  return node != NULL ? sys_dlist_peek_next_no_check(list, node) : NULL;
}

static inline sys_dnode_t* sys_dlist_peek_prev_no_check(const sys_dlist_t* list,
                                                        const sys_dnode_t* node) {
  return node == list->head ? NULL : node->prev;
}

static inline sys_dnode_t* sys_dlist_peek_prev(const sys_dlist_t* list, const sys_dnode_t* node) {
  return node != NULL ? sys_dlist_peek_prev_no_check(list, node) : NULL;
}

/* Of a list that is not empty. */
static inline sys_dnode_t* sys_dlist_peek_tail_not_empty(const sys_dlist_t* list) {
  return list->tail;
}
/* Of a node that is not the last. */
static inline sys_dnode_t* sys_dlist_peek_next_not_tail(const sys_dnode_t* node) {
  return node->next;
}

/* Puts the node before its new successor, which is a node or, for the end, the list. */
static inline void sys_dlist_insert(sys_dnode_t* successor, sys_dnode_t* node) {
  node->prev = successor->prev;
  node->next = successor;
  successor->prev->next = node;
  successor->prev = node;
}

static inline void sys_dlist_append(sys_dlist_t* list, sys_dnode_t* node) {
  sys_dlist_insert(list, node);
}

static inline void sys_dlist_prepend(sys_dlist_t* list, sys_dnode_t* node) {
  sys_dlist_insert(list->head, node);
}

/* Puts the node before the first for which cond is not 0, or at the end. */
static inline void sys_dlist_insert_at(sys_dlist_t* list, sys_dnode_t* node,
                                       int (*cond)(sys_dnode_t* node, void* data), void* data) {
  sys_dnode_t* at = list->head;

  while (at != list && cond(at, data) == 0) {
    at = at->next;
  }
  sys_dlist_insert(at, node);
}

static inline void sys_dlist_remove(sys_dnode_t* node) {
  node->prev->next = node->next;
  node->next->prev = node->prev;
  sys_dnode_init(node);
}

/* Removes and returns the first node; null if the list is empty. */
/* Moves the nodes from head to tail, neighbours in some other list, to the end or the start of
 * this one. */
static inline void sys_dlist_range_append(sys_dlist_t* list, sys_dnode_t* head, sys_dnode_t* tail) {
  head->prev->next = tail->next;
  tail->next->prev = head->prev;
  head->prev = list->tail;
  tail->next = list;
  list->tail->next = head;
  list->tail = tail;
}
static inline void sys_dlist_range_prepend(sys_dlist_t* list, sys_dnode_t* head,
                                           sys_dnode_t* tail) {
  head->prev->next = tail->next;
  tail->next->prev = head->prev;
  head->prev = list;
  tail->next = list->head;
  list->head->prev = tail;
  list->head = head;
}

static inline sys_dnode_t* sys_dlist_get(sys_dlist_t* list) {
  sys_dnode_t* node = sys_dlist_peek_head(list);

  if (node != NULL) {
    sys_dlist_remove(node);
  }
  return node;
}

static inline size_t sys_dlist_len(const sys_dlist_t* list) {
  size_t count = 0;
  sys_dnode_t* node;

  SYS_DLIST_FOR_EACH_NODE (list, node) {
    count++;
  }
  return count;
}

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_DLIST_H_ */
