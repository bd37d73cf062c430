/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <tidemark/tidemark.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

#include "test_checks.h"

/* Figures of 64-bit and of 32-bit kernels. */
#define BY_WIDTH(wide, narrow) (sizeof(void*) == 8 ? (wide) : (narrow))

K_HEAP_DEFINE(defined_heap, 2048);

static bool find_heap(const void* heap, struct tidemark_heap_status* status) {
  if (tidemark_sample_now() != 0) {
    return false;
  }
  for (size_t i = 0; tidemark_heap_get(i, status) == 0; i++) {
    if ((const void*)status->heap == heap) {
      return true;
    }
  }
  return false;
}

const char* check_system_heap(void) {
  extern struct k_heap _system_heap;
  struct tidemark_heap_status status;
  void* block;

  CHECK(find_heap(&_system_heap, &status));
  CHECK(strcmp(status.name, "_system_heap") == 0);
  CHECK(status.capacity_bytes == BY_WIDTH(4000, 4020));
  CHECK(status.used_bytes == 0);
  block = k_malloc(100);
  CHECK(find_heap(&_system_heap, &status));
  CHECK(status.allocated_bytes == BY_WIDTH(112, 108));
  CHECK(status.free_bytes == BY_WIDTH(3880, 3908));
  CHECK(status.used_bytes == BY_WIDTH(120, 112));
  CHECK(status.peak_bytes == BY_WIDTH(120, 112));
  k_free(block);
  CHECK(find_heap(&_system_heap, &status));
  CHECK(status.used_bytes == 0 && status.peak_bytes == BY_WIDTH(120, 112));
  return NULL;
}

const char* check_defined_heap(void) {
  struct tidemark_heap_status status;
  struct sys_memory_stats stats;
  void* block;

  CHECK(find_heap(&defined_heap, &status));
  CHECK(strncmp(status.name, "heap@0x", 7) == 0);
  CHECK(status.capacity_bytes == BY_WIDTH(1960, 1972));
  block = k_heap_alloc(&defined_heap, 100, K_NO_WAIT);
  CHECK(find_heap(&defined_heap, &status));
  CHECK(status.allocated_bytes == BY_WIDTH(104, 100));
  CHECK(status.free_bytes == BY_WIDTH(1848, 1868));
  CHECK(sys_heap_runtime_stats_get(&defined_heap.heap, &stats) == 0);
  CHECK(status.allocated_bytes == stats.allocated_bytes && status.free_bytes == stats.free_bytes);
  k_heap_free(&defined_heap, block);
  CHECK(tidemark_heap_set_name(&defined_heap, "defined") == 0);
  CHECK(find_heap(&defined_heap, &status));
  CHECK(strcmp(status.name, "defined") == 0 && status.used_bytes == 0);
  return NULL;
}

const char* check_largest_free(void) {
  struct tidemark_heap_status status;
  void* blocks[4];

  CHECK(find_heap(&defined_heap, &status));
  CHECK(status.has_largest_free && status.largest_free_bytes == status.free_bytes);
  blocks[0] = k_heap_alloc(&defined_heap, 400, K_NO_WAIT);
  blocks[1] = k_heap_alloc(&defined_heap, 8, K_NO_WAIT);
  blocks[2] = k_heap_alloc(&defined_heap, 900, K_NO_WAIT);
  blocks[3] = k_heap_alloc(&defined_heap, 8, K_NO_WAIT);
  k_heap_free(&defined_heap, blocks[0]);
  k_heap_free(&defined_heap, blocks[2]);
  CHECK(find_heap(&defined_heap, &status));
  CHECK(status.largest_free_bytes == BY_WIDTH(904, 900));
  CHECK(status.free_bytes > status.largest_free_bytes + 900);
  /* It can be had, and not a byte more. */
  CHECK(k_heap_alloc(&defined_heap, BY_WIDTH(904, 900) + 1, K_NO_WAIT) == NULL);
  blocks[2] = k_heap_alloc(&defined_heap, BY_WIDTH(904, 900), K_NO_WAIT);
  CHECK(blocks[2] != NULL);
  CHECK(find_heap(&defined_heap, &status));
  CHECK(status.largest_free_bytes < 700 && status.largest_free_bytes >= 400);
  CHECK(status.largest_free_min_bytes == status.largest_free_bytes);
  k_heap_free(&defined_heap, blocks[1]);
  k_heap_free(&defined_heap, blocks[2]);
  k_heap_free(&defined_heap, blocks[3]);
  CHECK(find_heap(&defined_heap, &status));
  CHECK(status.largest_free_bytes == BY_WIDTH(1960, 1972));
  CHECK(status.largest_free_min_bytes < 700);
  return NULL;
}

const char* check_peaks_reset(void) {
  struct tidemark_heap_status status;
  struct sys_memory_stats stats;
  void* block;

  CHECK(tidemark_peaks_reset() == 0); /* those of the checks before */
  block = k_heap_alloc(&defined_heap, 1000, K_NO_WAIT);
  CHECK(find_heap(&defined_heap, &status));
  k_heap_free(&defined_heap, block);
  CHECK(find_heap(&defined_heap, &status));
  CHECK(status.used_bytes == 0 && status.peak_bytes == 1008);
  CHECK(tidemark_peaks_reset() == 0);
  CHECK(find_heap(&defined_heap, &status));
  CHECK(status.peak_bytes == 0);
  CHECK(sys_heap_runtime_stats_get(&defined_heap.heap, &stats) == 0);
  CHECK(stats.max_allocated_bytes == 0);
  return NULL;
}

const char* check_runtime_heap(void) {
  static char memory[1024] __aligned(8);
  static struct k_heap heap;
  struct tidemark_heap_status status;

  CHECK(tidemark_heap_register(&heap, "runtime") == -EINVAL);
  k_heap_init(&heap, memory, sizeof(memory));
  CHECK(find_heap(&heap, &status) == IS_ENABLED(CONFIG_TIDEMARK_RUNTIME_HEAPS));
  CHECK(tidemark_heap_register(&heap, "runtime") == 0);
  CHECK(tidemark_heap_register(&heap, "runtime") == -EALREADY);
  CHECK(find_heap(&heap, &status));
  CHECK(strcmp(status.name, "runtime") == 0);
  CHECK(status.used_bytes == 0 && status.capacity_bytes > 900 && status.capacity_bytes < 1024);
  CHECK(tidemark_heap_unregister(&heap) == 0);
  CHECK(!find_heap(&heap, &status));
  return NULL;
}

const char* check_bare_heap(void) {
  static char memory[1024] __aligned(8);
  static struct sys_heap heap;
  struct tidemark_heap_status status;

  sys_heap_init(&heap, memory, sizeof(memory));
  if (!IS_ENABLED(CONFIG_TIDEMARK_RUNTIME_HEAPS)) {
    CHECK(!find_heap(&heap, &status));
    CHECK(tidemark_sys_heap_register(&heap, NULL) == 0);
  }
  CHECK(find_heap(&heap, &status));
  CHECK(strncmp(status.name, "heap@0x", 7) == 0);
  CHECK(sys_heap_alloc(&heap, 200) != NULL);
  CHECK(find_heap(&heap, &status));
  CHECK(status.allocated_bytes == BY_WIDTH(200, 204) && status.has_largest_free);
  CHECK(status.largest_free_bytes == status.free_bytes);
  if (!IS_ENABLED(CONFIG_TIDEMARK_RUNTIME_HEAPS)) {
    CHECK(tidemark_sys_heap_unregister(&heap) == 0);
    CHECK(!find_heap(&heap, &status));
    return NULL;
  }
  /* Made anew in its place it is another heap, with no past. */
  sys_heap_init(&heap, memory, sizeof(memory) / 2);
  CHECK(find_heap(&heap, &status));
  CHECK(status.used_bytes == 0 && status.peak_bytes == 0 && status.capacity_bytes < 512);
  /* What was a heap is something else now, and nobody said so. */
  memset(&heap, 0x55, sizeof(heap));
  if (!IS_ENABLED(CONFIG_ASAN)) { /* which says, rightly, whose memory that is */
    memset(memory, 0x55, sizeof(memory));
  }
  CHECK(!find_heap(&heap, &status));
  return NULL;
}

static uint32_t used_of_all_heaps(void) {
  struct tidemark_heap_status status;
  uint32_t used = 0;

  (void)tidemark_sample_now();
  for (size_t i = 0; tidemark_heap_get(i, &status) == 0; i++) {
    used += status.used_bytes;
  }
  return used;
}

const char* check_malloc(void) {
  struct tidemark_coverage coverage;
  const uint32_t before = used_of_all_heaps();
  void* volatile block = malloc(200);

  CHECK(tidemark_coverage_get(&coverage) == 0);
  if (strstr(coverage.blind, "malloc_arena") == NULL && block != NULL) {
    CHECK(used_of_all_heaps() - before >= 200 && used_of_all_heaps() - before < 220);
  }
  free(block);
  CHECK(used_of_all_heaps() == before);
  return NULL;
}
