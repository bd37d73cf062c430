/* SPDX-License-Identifier: Apache-2.0 */
#include <zephyr/kernel.h>

#include "sites.h"

#define BLOCK_BYTES 48

K_HEAP_DEFINE(own_heap, 8192);
K_MEM_SLAB_DEFINE(own_slab, BLOCK_BYTES, 24, 8);

/* Each keeps its result, so that no call is the last thing a function does: a tail call would leave
 * the address of its caller's caller. */
static void* volatile latest;

static SITE void* by_k_malloc(size_t bytes) {
  latest = k_malloc(bytes);
  return latest;
}

static SITE void* by_k_calloc(size_t bytes) {
  latest = k_calloc(1, bytes);
  return latest;
}

static SITE void* by_k_aligned_alloc(size_t bytes) {
  latest = k_aligned_alloc(32, bytes);
  return latest;
}

static SITE void* by_k_heap_alloc(size_t bytes) {
  latest = k_heap_alloc(&own_heap, bytes, K_NO_WAIT);
  return latest;
}

static SITE void* by_k_heap_aligned_alloc(size_t bytes) {
  latest = k_heap_aligned_alloc(&own_heap, 64, bytes, K_NO_WAIT);
  return latest;
}

static SITE void* by_k_mem_slab_alloc(size_t bytes) {
  void* block = NULL;

  ARG_UNUSED(bytes);
  return k_mem_slab_alloc(&own_slab, &block, K_NO_WAIT) == 0 ? block : NULL;
}

static void give_to_own_heap(void* block) {
  k_heap_free(&own_heap, block);
}

static void give_to_own_slab(void* block) {
  k_mem_slab_free(&own_slab, block);
}

const struct site kernel_sites[] = {
    {"by_k_malloc", by_k_malloc, k_free, NULL, 0},
    {"by_k_calloc", by_k_calloc, k_free, NULL, 0},
    {"by_k_aligned_alloc", by_k_aligned_alloc, k_free, NULL, 0},
    {"by_k_heap_alloc", by_k_heap_alloc, give_to_own_heap, NULL, 0},
    {"by_k_heap_aligned_alloc", by_k_heap_aligned_alloc, give_to_own_heap, NULL, 0},
    {"by_k_mem_slab_alloc", by_k_mem_slab_alloc, give_to_own_slab, NULL, BLOCK_BYTES},
};
const size_t kernel_site_count = ARRAY_SIZE(kernel_sites);
