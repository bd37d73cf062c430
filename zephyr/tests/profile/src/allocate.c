/* SPDX-License-Identifier: Apache-2.0 */
#include "allocate.h"

#include <stdlib.h>

#include "probe.h"

K_HEAP_DEFINE(own_heap, 2048);
extern struct k_heap _system_heap;

/* Calls of static functions by one place only would be inlined. */
#define ALLOCATES(name, call)  \
  static void* name(void) {    \
    void* block;               \
    probe_before(&probe_site); \
    block = (call);            \
    probe_after(&probe_site);  \
    return block;              \
  }

ALLOCATES(by_k_malloc, k_malloc(100))
ALLOCATES(by_k_calloc, k_calloc(5, 20))
ALLOCATES(by_k_aligned_alloc, k_aligned_alloc(64, 100))
ALLOCATES(by_k_heap_alloc, k_heap_alloc(&own_heap, 100, K_NO_WAIT))
ALLOCATES(by_k_heap_aligned_alloc, k_heap_aligned_alloc(&own_heap, 32, 100, K_NO_WAIT))
ALLOCATES(by_malloc, malloc(100))
ALLOCATES(by_calloc, calloc(5, 20))
ALLOCATES(by_realloc, realloc(NULL, 100))
ALLOCATES(by_aligned_alloc, aligned_alloc(4, 100))
#if defined(HAS_REALLOC)
ALLOCATES(by_k_realloc, k_realloc(NULL, 100))
ALLOCATES(by_k_heap_realloc, k_heap_realloc(&own_heap, NULL, 100, K_NO_WAIT))
ALLOCATES(by_k_heap_calloc, k_heap_calloc(&own_heap, 5, 20, K_NO_WAIT))
#endif

static void free_to_own(void* block) {
  k_heap_free(&own_heap, block);
}

#define WORD sizeof(void*)

const struct allocation allocations[] = {
    {"k_malloc", by_k_malloc, k_free, WORD, 100 + WORD, &_system_heap},
    {"k_calloc", by_k_calloc, k_free, WORD, 100 + WORD, &_system_heap},
    {"k_aligned_alloc", by_k_aligned_alloc, k_free, WORD, 100 + WORD, &_system_heap},
    {"k_heap_alloc", by_k_heap_alloc, free_to_own, 0, 100, &own_heap},
    {"k_heap_aligned_alloc", by_k_heap_aligned_alloc, free_to_own, 0, 100, &own_heap},
    {"malloc", by_malloc, free, 0, 100, NULL},
    {"calloc", by_calloc, free, 0, 100, NULL},
    {"realloc", by_realloc, free, 0, 100, NULL},
    {"aligned_alloc", by_aligned_alloc, free, 0, 100, NULL},
#if defined(HAS_REALLOC)
    {"k_realloc", by_k_realloc, k_free, WORD, 100 + WORD, &_system_heap},
    {"k_heap_realloc", by_k_heap_realloc, free_to_own, 0, 100, &own_heap},
    {"k_heap_calloc", by_k_heap_calloc, free_to_own, 0, 100, &own_heap},
#endif
};
const size_t allocation_count = ARRAY_SIZE(allocations);
