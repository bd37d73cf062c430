/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_SFLIST_H_
#define ZEPHYR_INCLUDE_SYS_SFLIST_H_

/*
 * Singly linked lists whose nodes carry flags: bits 0 to 2 of the link. Used as slist.h; the flags
 * of a node stay when it is linked and unlinked, and are set with sys_sfnode_init() first.
 */

#include <zephyr/sys/__assert.h>
#include <zephyr/sys/util.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _sfnode {
  uintptr_t next_and_flags;
};
typedef struct _sfnode sys_sfnode_t;

struct _sflist {
  sys_sfnode_t* head;
  sys_sfnode_t* tail;
};
typedef struct _sflist sys_sflist_t;

#define SYS_SFLIST_STATIC_INIT(ptr_to_list) \
  { NULL, NULL }
#define SYS_SFLIST_FLAGS_MASK ((uintptr_t)(__alignof__(sys_sfnode_t) - 1))

#define SYS_SFLIST_FOR_EACH_NODE(__sl, __sn) \
  for (__sn = sys_sflist_peek_head(__sl); __sn != NULL; __sn = sys_sflist_peek_next(__sn))
#define SYS_SFLIST_ITERATE_FROM_NODE(__sl, __sn)                                       \
  for (__sn = __sn ? sys_sflist_peek_next_no_check(__sn) : sys_sflist_peek_head(__sl); \
       __sn != NULL; __sn = sys_sflist_peek_next(__sn))
#define SYS_SFLIST_FOR_EACH_NODE_SAFE(__sl, __sn, __sns)                                    \
  for (__sn = sys_sflist_peek_head(__sl), __sns = sys_sflist_peek_next(__sn); __sn != NULL; \
       __sn = __sns, __sns = sys_sflist_peek_next(__sn))

#define SYS_SFLIST_CONTAINER(__ln, __cn, __n) \
  (((__ln) != NULL) ? CONTAINER_OF(__ln, __typeof__(*(__cn)), __n) : NULL)
#define SYS_SFLIST_PEEK_HEAD_CONTAINER(__sl, __cn, __n) \
  SYS_SFLIST_CONTAINER(sys_sflist_peek_head(__sl), __cn, __n)
#define SYS_SFLIST_PEEK_TAIL_CONTAINER(__sl, __cn, __n) \
  SYS_SFLIST_CONTAINER(sys_sflist_peek_tail(__sl), __cn, __n)
#define SYS_SFLIST_PEEK_NEXT_CONTAINER(__cn, __n) \
  (((__cn) != NULL) ? SYS_SFLIST_CONTAINER(sys_sflist_peek_next(&((__cn)->__n)), __cn, __n) : NULL)
#define SYS_SFLIST_FOR_EACH_CONTAINER(__sl, __cn, __n)                       \
  for (__cn = SYS_SFLIST_PEEK_HEAD_CONTAINER(__sl, __cn, __n); __cn != NULL; \
       __cn = SYS_SFLIST_PEEK_NEXT_CONTAINER(__cn, __n))
#define SYS_SFLIST_FOR_EACH_CONTAINER_SAFE(__sl, __cn, __cns, __n) \
  for (__cn = SYS_SFLIST_PEEK_HEAD_CONTAINER(__sl, __cn, __n),     \
      __cns = SYS_SFLIST_PEEK_NEXT_CONTAINER(__cn, __n);           \
       __cn != NULL; __cn = __cns, __cns = SYS_SFLIST_PEEK_NEXT_CONTAINER(__cn, __n))

static inline void sys_sflist_init(sys_sflist_t* list) {
  list->head = NULL;
  list->tail = NULL;
}

static inline uint8_t sys_sfnode_flags_get(const sys_sfnode_t* node) {
  return (uint8_t)(node->next_and_flags & SYS_SFLIST_FLAGS_MASK);
}

/* Also cuts the node off what follows it. */
static inline void sys_sfnode_init(sys_sfnode_t* node, uint8_t flags) {
  __ASSERT((flags & ~SYS_SFLIST_FLAGS_MASK) == 0UL, "flags too large");
  node->next_and_flags = flags;
}

static inline sys_sfnode_t* z_sfnode_next_peek(const sys_sfnode_t* node) {
  return (sys_sfnode_t*)(node->next_and_flags & ~SYS_SFLIST_FLAGS_MASK);
}

static inline void z_sfnode_next_set(sys_sfnode_t* parent, sys_sfnode_t* child) {
  parent->next_and_flags = sys_sfnode_flags_get(parent) | (uintptr_t)child;
}

static inline void sys_sfnode_flags_set(sys_sfnode_t* node, uint8_t flags) {
  __ASSERT((flags & ~SYS_SFLIST_FLAGS_MASK) == 0UL, "flags too large");
  node->next_and_flags = (uintptr_t)z_sfnode_next_peek(node) | flags;
}

static inline bool sys_sflist_is_empty(const sys_sflist_t* list) {
  return list->head == NULL;
}

static inline sys_sfnode_t* sys_sflist_peek_head(const sys_sflist_t* list) {
  return list->head;
}

static inline sys_sfnode_t* sys_sflist_peek_tail(const sys_sflist_t* list) {
  return list->tail;
}

static inline sys_sfnode_t* sys_sflist_peek_next_no_check(const sys_sfnode_t* node) {
  return z_sfnode_next_peek(node);
}

static inline sys_sfnode_t* sys_sflist_peek_next(const sys_sfnode_t* node) {
  return node != NULL ? z_sfnode_next_peek(node) : NULL;
}

static inline void sys_sflist_prepend(sys_sflist_t* list, sys_sfnode_t* node) {
  z_sfnode_next_set(node, list->head);
  list->head = node;
  if (list->tail == NULL) {
    list->tail = node;
  }
}

/* Appends a chain of nodes, given by its first and last; nothing if one is null. */
static inline void sys_sflist_append_list(sys_sflist_t* list, void* head, void* tail) {
  if (head == NULL || tail == NULL) {
    return;
  }
  if (list->tail == NULL) {
    list->head = (sys_sfnode_t*)head;
  } else {
    z_sfnode_next_set(list->tail, (sys_sfnode_t*)head);
  }
  list->tail = (sys_sfnode_t*)tail;
}

static inline void sys_sflist_append(sys_sflist_t* list, sys_sfnode_t* node) {
  z_sfnode_next_set(node, NULL);
  sys_sflist_append_list(list, node, node);
}

/* Moves all nodes of list_to_append to the end of list. */
static inline void sys_sflist_merge_sflist(sys_sflist_t* list, sys_sflist_t* list_to_append) {
  sys_sflist_append_list(list, list_to_append->head, list_to_append->tail);
  sys_sflist_init(list_to_append);
}

/* Puts the node after prev, or first if prev is null. */
static inline void sys_sflist_insert(sys_sflist_t* list, sys_sfnode_t* prev, sys_sfnode_t* node) {
  if (prev == NULL) {
    sys_sflist_prepend(list, node);
  } else if (z_sfnode_next_peek(prev) == NULL) {
    sys_sflist_append(list, node);
  } else {
    z_sfnode_next_set(node, z_sfnode_next_peek(prev));
    z_sfnode_next_set(prev, node);
  }
}

/* Removes the node, whose predecessor is prev_node; null if it is the first. */
static inline void sys_sflist_remove(sys_sflist_t* list, sys_sfnode_t* prev_node,
                                     sys_sfnode_t* node) {
  if (prev_node == NULL) {
    list->head = z_sfnode_next_peek(node);
  } else {
    z_sfnode_next_set(prev_node, z_sfnode_next_peek(node));
  }
  if (list->tail == node) {
    list->tail = prev_node;
  }
  z_sfnode_next_set(node, NULL);
}

static inline sys_sfnode_t* sys_sflist_get_not_empty(sys_sflist_t* list) {
  sys_sfnode_t* node = list->head;

  list->head = z_sfnode_next_peek(node);
  if (list->tail == node) {
    list->tail = list->head;
  }
  return node;
}

/* Removes and returns the first node; null if the list is empty. */
static inline sys_sfnode_t* sys_sflist_get(sys_sflist_t* list) {
  return sys_sflist_is_empty(list) ? NULL : sys_sflist_get_not_empty(list);
}

static inline bool sys_sflist_find_and_remove(sys_sflist_t* list, sys_sfnode_t* node) {
  sys_sfnode_t* prev = NULL;
  sys_sfnode_t* at;

  SYS_SFLIST_FOR_EACH_NODE(list, at) {
    if (at == node) {
      sys_sflist_remove(list, prev, node);
      return true;
    }
    prev = at;
  }
  return false;
}

static inline size_t sys_sflist_len(const sys_sflist_t* list) {
  size_t count = 0;
  sys_sfnode_t* node;

  SYS_SFLIST_FOR_EACH_NODE(list, node) {
    count++;
  }
  return count;
}

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_SFLIST_H_ */
