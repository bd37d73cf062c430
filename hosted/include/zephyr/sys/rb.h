/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_RB_H_
#define ZEPHYR_INCLUDE_SYS_RB_H_

/*
 * Red-black trees, the nodes inside the objects, without parent links. insert, remove, contains,
 * min and max O(log n); a walk O(n). insert, remove and RB_FOR_EACH take up to max_depth pointers
 * of the caller's stack. None takes a lock.
 */

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/sys/util.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef alloca
#define alloca __builtin_alloca
#endif

/* The lowest bit of children[0] is the colour: 1 is black. */
struct rbnode {
  struct rbnode* children[2];
};

#define Z_TBITS(t) ((sizeof(t)) < sizeof(uint64_t) ? 2 : 3)
#define Z_PBITS(t) (BITS_PER_BYTE * sizeof(t))
#define Z_MAX_RBTREE_DEPTH (2 * (Z_PBITS(int*) - Z_TBITS(int*) - 1) + 1)
#define TBITS(t) Z_TBITS(t)
#define PBITS(t) Z_PBITS(t)
#define MAX_RBTREE_DEPTH Z_MAX_RBTREE_DEPTH

/** A strict order: a comes before b. */
typedef bool (*rb_lessthan_t)(struct rbnode* a, struct rbnode* b);
typedef void (*rb_visit_t)(struct rbnode* node, void* cookie);

/** Empty: lessthan_fn set, the rest 0. */
struct rbtree {
  struct rbnode* root;
  rb_lessthan_t lessthan_fn;
  int max_depth; /* no path has ever been longer, in nodes */
};

void rb_insert(struct rbtree* tree, struct rbnode* node);
/** The node must be in the tree. */
void rb_remove(struct rbtree* tree, struct rbnode* node);
/** Whether this very node is in the tree. */
bool rb_contains(struct rbtree* tree, struct rbnode* node);

struct rbnode* z_rb_child(struct rbnode* node, uint8_t side);
int z_rb_is_black(struct rbnode* node);
struct rbnode* z_rb_get_minmax(struct rbtree* tree, uint8_t side);
void z_rb_walk(struct rbnode* node, rb_visit_t visit_fn, void* cookie);

/** The first or last node; null if the tree is empty. */
static inline struct rbnode* rb_get_min(struct rbtree* tree) {
  return z_rb_get_minmax(tree, 0U);
}

static inline struct rbnode* rb_get_max(struct rbtree* tree) {
  return z_rb_get_minmax(tree, 1U);
}

/** Calls visit_fn with each node, in order; recursive, so RB_FOR_EACH needs less stack. */
static inline void rb_walk(struct rbtree* tree, rb_visit_t visit_fn, void* cookie) {
  z_rb_walk(tree->root, visit_fn, cookie);
}

/* The nodes whose left side is done and that are still to come, the next one on top. */
struct _rb_foreach {
  struct rbnode** stack;
  uint8_t* is_left; /* for tests that bring Zephyr's own rb.c; not used here */
  int32_t top;      /* -1: not begun */
};

#define _RB_FOREACH_INIT(tree, node)                                                          \
  {                                                                                           \
    (struct rbnode**)alloca(((unsigned int)(tree)->max_depth + 1U) * sizeof(struct rbnode*)), \
        (uint8_t*)alloca((unsigned int)(tree)->max_depth + 1U), -1                            \
  }

struct rbnode* z_rb_foreach_next(struct rbtree* tree, struct _rb_foreach* f);

/** In order. The tree must not change meanwhile. */
#define RB_FOR_EACH(tree, node)                               \
  for (struct _rb_foreach __f = _RB_FOREACH_INIT(tree, node); \
       ((node) = z_rb_foreach_next((tree), &__f)) != NULL;)
#define RB_FOR_EACH_CONTAINER(tree, node, field)                                                \
  for (struct _rb_foreach __f = _RB_FOREACH_INIT(tree, node);                                   \
       __extension__({                                                                          \
         struct rbnode* hosted_n = z_rb_foreach_next((tree), &__f);                             \
         (node) = hosted_n != NULL ? CONTAINER_OF(hosted_n, __typeof__(*(node)), field) : NULL; \
         (node);                                                                                \
       }) != NULL;)

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_RB_H_ */
