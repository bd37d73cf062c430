/* SPDX-License-Identifier: Apache-2.0 */
#include "allocate.h"

#include <stdlib.h>
#include <zephyr/init.h>
#include <zephyr/sys/multi_heap.h>

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

/* Two heaps behind one call, which takes the second one. */
static char first_memory[256] __aligned(8);
static char second_memory[256] __aligned(8);
static struct sys_heap heaps[2];
static struct sys_multi_heap both_heaps;

static void* choose(struct sys_multi_heap* heap, void* config, size_t align, size_t size) {
  return sys_heap_aligned_alloc(&heaps[1], align, size);
}

static int init_multi_heap(void) {
  sys_heap_init(&heaps[0], first_memory, sizeof(first_memory));
  sys_heap_init(&heaps[1], second_memory, sizeof(second_memory));
  sys_multi_heap_init(&both_heaps, choose);
  sys_multi_heap_add_heap(&both_heaps, &heaps[0], NULL);
  sys_multi_heap_add_heap(&both_heaps, &heaps[1], NULL);
  return 0;
}
SYS_INIT(init_multi_heap, APPLICATION, 0);

ALLOCATES(by_multi_heap, sys_multi_heap_alloc(&both_heaps, NULL, 100))

static void free_to_multi_heap(void* block) {
  sys_multi_heap_free(&both_heaps, block);
}

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
    {"sys_multi_heap_alloc", by_multi_heap, free_to_multi_heap, 0, 100, &heaps[1]},
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
