/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_MULTI_HEAP_H_
#define ZEPHYR_INCLUDE_SYS_MULTI_HEAP_H_

/*
 * Several sys_heaps behind one call. As sys_heap, none of these takes a lock.
 */

#include <zephyr/sys/sys_heap.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MAX_MULTI_HEAPS 8

struct sys_multi_heap;
/** Chooses a heap for the caller's cfg and allocates from it; align is 0 for no wish. */
typedef void* (*sys_multi_heap_fn_t)(struct sys_multi_heap* mheap, void* cfg, size_t align,
                                     size_t size);

struct sys_multi_heap_rec {
  struct sys_heap* heap;
  void* user_data;
};

struct sys_multi_heap {
  unsigned int nheaps;
  sys_multi_heap_fn_t choice;
  struct sys_multi_heap_rec heaps[MAX_MULTI_HEAPS]; /* by address */
};

void sys_multi_heap_init(struct sys_multi_heap* heap, sys_multi_heap_fn_t choice_fn);
/** The heap must be initialised; at most MAX_MULTI_HEAPS (an assertion). */
void sys_multi_heap_add_heap(struct sys_multi_heap* mheap, struct sys_heap* heap, void* user_data);
void* sys_multi_heap_alloc(struct sys_multi_heap* mheap, void* cfg, size_t bytes);
void* sys_multi_heap_aligned_alloc(struct sys_multi_heap* mheap, void* cfg, size_t align,
                                   size_t bytes);
/** The heap with the highest address not above addr; null if there is none. */
const struct sys_multi_heap_rec* sys_multi_heap_get_heap(const struct sys_multi_heap* mheap,
                                                         void* addr);
/** Returns a block to the heap that it is from; null does nothing. */
void sys_multi_heap_free(struct sys_multi_heap* mheap, void* block);
/** In the block's own heap if it fits there, else moved to where cfg leads. */
void* sys_multi_heap_aligned_realloc(struct sys_multi_heap* mheap, void* cfg, void* ptr,
                                     size_t align, size_t bytes);
#define sys_multi_heap_realloc(mheap, cfg, ptr, bytes) \
  sys_multi_heap_aligned_realloc(mheap, cfg, ptr, 0, bytes)

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_MULTI_HEAP_H_ */
