/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_LIST_GEN_H_
#define ZEPHYR_INCLUDE_SYS_LIST_GEN_H_

/*
 * The functions of a singly linked list for any representation of its links. For a list called L of
 * nodes called N whoever uses this has the types sys_L_t and sys_N_t, and before the macros
 *
 *   sys_L_init(list)  sys_L_peek_head(list)  sys_L_peek_tail(list)
 *   z_L_head_set(list, node)  z_L_tail_set(list, node)
 *   z_N_next_peek(node)  z_N_next_set(node, next)
 *
 * Each macro Z_GENLIST_X(L, N) then defines sys_L_x. What they do, and their cost, is said in
 * sys/slist.h of the function of that name. Their order: IS_EMPTY, PEEK_NEXT_NO_CHECK, PEEK_NEXT,
 * PREPEND, APPEND, APPEND_LIST, MERGE_LIST, INSERT, GET_NOT_EMPTY, GET, REMOVE, FIND_AND_REMOVE.
 */

#include <stdbool.h>
#include <stddef.h>
#include <zephyr/sys/util.h>

/* Walks; see sys/slist.h. */
#define Z_GENLIST_FOR_EACH_NODE(L, list, node) \
  for (node = sys_##L##_peek_head(list); node != NULL; node = sys_##L##_peek_next(node))
#define Z_GENLIST_ITERATE_FROM_NODE(L, list, node)                                                 \
  for (node = node ? sys_##L##_peek_next_no_check(node) : sys_##L##_peek_head(list); node != NULL; \
       node = sys_##L##_peek_next(node))
#define Z_GENLIST_FOR_EACH_NODE_SAFE(L, list, node, next)                                \
  for (node = sys_##L##_peek_head(list), next = sys_##L##_peek_next(node); node != NULL; \
       node = next, next = sys_##L##_peek_next(node))

/* The objects that the nodes are members of; `object` gives the type. */
#define Z_GENLIST_CONTAINER(node, object, member) \
  (((node) != NULL) ? CONTAINER_OF(node, __typeof__(*(object)), member) : NULL)
#define Z_GENLIST_PEEK_HEAD_CONTAINER(L, list, object, member) \
  Z_GENLIST_CONTAINER(sys_##L##_peek_head(list), object, member)
#define Z_GENLIST_PEEK_TAIL_CONTAINER(L, list, object, member) \
  Z_GENLIST_CONTAINER(sys_##L##_peek_tail(list), object, member)
#define Z_GENLIST_PEEK_NEXT_CONTAINER(L, object, member)                               \
  (((object) != NULL)                                                                  \
       ? Z_GENLIST_CONTAINER(sys_##L##_peek_next(&((object)->member)), object, member) \
       : NULL)
#define Z_GENLIST_FOR_EACH_CONTAINER(L, list, object, member)                           \
  for (object = Z_GENLIST_PEEK_HEAD_CONTAINER(L, list, object, member); object != NULL; \
       object = Z_GENLIST_PEEK_NEXT_CONTAINER(L, object, member))
#define Z_GENLIST_FOR_EACH_CONTAINER_SAFE(L, list, object, next, member) \
  for (object = Z_GENLIST_PEEK_HEAD_CONTAINER(L, list, object, member),  \
      next = Z_GENLIST_PEEK_NEXT_CONTAINER(L, object, member);           \
       object != NULL; object = next, next = Z_GENLIST_PEEK_NEXT_CONTAINER(L, object, member))

#define Z_GENLIST_IS_EMPTY(L)                                \
  static inline bool sys_##L##_is_empty(sys_##L##_t* list) { \
    return sys_##L##_peek_head(list) == NULL;                \
  }

#define Z_GENLIST_PEEK_NEXT_NO_CHECK(L, N)                                     \
  static inline sys_##N##_t* sys_##L##_peek_next_no_check(sys_##N##_t* node) { \
    return z_##N##_next_peek(node);                                            \
  }

#define Z_GENLIST_PEEK_NEXT(L, N)                                     \
  static inline sys_##N##_t* sys_##L##_peek_next(sys_##N##_t* node) { \
    return node == NULL ? NULL : z_##N##_next_peek(node);             \
  }

#define Z_GENLIST_PREPEND(L, N)                                                \
  static inline void sys_##L##_prepend(sys_##L##_t* list, sys_##N##_t* node) { \
    z_##N##_next_set(node, sys_##L##_peek_head(list));                         \
    z_##L##_head_set(list, node);                                              \
    if (sys_##L##_peek_tail(list) == NULL) {                                   \
      z_##L##_tail_set(list, node);                                            \
    }                                                                          \
  }

#define Z_GENLIST_APPEND(L, N)                                                \
  static inline void sys_##L##_append(sys_##L##_t* list, sys_##N##_t* node) { \
    sys_##N##_t* last = sys_##L##_peek_tail(list);                            \
    z_##N##_next_set(node, NULL);                                             \
    if (last != NULL) {                                                       \
      z_##N##_next_set(last, node);                                           \
    } else {                                                                  \
      z_##L##_head_set(list, node);                                           \
    }                                                                         \
    z_##L##_tail_set(list, node);                                             \
  }

#define Z_GENLIST_APPEND_LIST(L, N)                                                     \
  static inline void sys_##L##_append_list(sys_##L##_t* list, void* head, void* tail) { \
    sys_##N##_t* last = sys_##L##_peek_tail(list);                                      \
    if (head == NULL || tail == NULL) {                                                 \
      return;                                                                           \
    }                                                                                   \
    if (last != NULL) {                                                                 \
      z_##N##_next_set(last, (sys_##N##_t*)head);                                       \
    } else {                                                                            \
      z_##L##_head_set(list, (sys_##N##_t*)head);                                       \
    }                                                                                   \
    z_##L##_tail_set(list, (sys_##N##_t*)tail);                                         \
  }

#define Z_GENLIST_MERGE_LIST(L, N)                                                         \
  static inline void sys_##L##_merge_##L(sys_##L##_t* list, sys_##L##_t* list_to_append) { \
    sys_##L##_append_list(list, sys_##L##_peek_head(list_to_append),                       \
                          sys_##L##_peek_tail(list_to_append));                            \
    sys_##L##_init(list_to_append);                                                        \
  }

#define Z_GENLIST_INSERT(L, N)                                                                   \
  static inline void sys_##L##_insert(sys_##L##_t* list, sys_##N##_t* prev, sys_##N##_t* node) { \
    if (prev == NULL) {                                                                          \
      sys_##L##_prepend(list, node);                                                             \
    } else if (z_##N##_next_peek(prev) == NULL) {                                                \
      sys_##L##_append(list, node);                                                              \
    } else {                                                                                     \
      z_##N##_next_set(node, z_##N##_next_peek(prev));                                           \
      z_##N##_next_set(prev, node);                                                              \
    }                                                                                            \
  }

#define Z_GENLIST_GET_NOT_EMPTY(L, N)                                     \
  static inline sys_##N##_t* sys_##L##_get_not_empty(sys_##L##_t* list) { \
    sys_##N##_t* first = sys_##L##_peek_head(list);                       \
    z_##L##_head_set(list, z_##N##_next_peek(first));                     \
    if (first == sys_##L##_peek_tail(list)) {                             \
      z_##L##_tail_set(list, NULL);                                       \
    }                                                                     \
    return first;                                                         \
  }

#define Z_GENLIST_GET(L, N)                                                 \
  static inline sys_##N##_t* sys_##L##_get(sys_##L##_t* list) {             \
    return sys_##L##_is_empty(list) ? NULL : sys_##L##_get_not_empty(list); \
  }

#define Z_GENLIST_REMOVE(L, N)                                                   \
  static inline void sys_##L##_remove(sys_##L##_t* list, sys_##N##_t* prev_node, \
                                      sys_##N##_t* node) {                       \
    sys_##N##_t* next = z_##N##_next_peek(node);                                 \
    if (prev_node == NULL) {                                                     \
      z_##L##_head_set(list, next);                                              \
    } else {                                                                     \
      z_##N##_next_set(prev_node, next);                                         \
    }                                                                            \
    if (node == sys_##L##_peek_tail(list)) {                                     \
      z_##L##_tail_set(list, prev_node);                                         \
    }                                                                            \
    z_##N##_next_set(node, NULL);                                                \
  }

#define Z_GENLIST_FIND_AND_REMOVE(L, N)                                                \
  static inline bool sys_##L##_find_and_remove(sys_##L##_t* list, sys_##N##_t* node) { \
    sys_##N##_t* before = NULL;                                                        \
    sys_##N##_t* at = sys_##L##_peek_head(list);                                       \
    while (at != NULL && at != node) {                                                 \
      before = at;                                                                     \
      at = z_##N##_next_peek(at);                                                      \
    }                                                                                  \
    if (at != NULL) {                                                                  \
      sys_##L##_remove(list, before, node);                                            \
    }                                                                                  \
    return at != NULL;                                                                 \
  }

#endif /* ZEPHYR_INCLUDE_SYS_LIST_GEN_H_ */
