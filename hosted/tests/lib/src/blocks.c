/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <zephyr/sys/mem_blocks.h>
#include <zephyr/sys/multi_heap.h>

#include "digest.h"

#define BLOCKS 20
#define SIZE 32
#define HELD 12

SYS_MEM_BLOCKS_DEFINE_STATIC(small, SIZE, BLOCKS, 16);
SYS_MEM_BLOCKS_DEFINE_STATIC(large, 4 * SIZE, BLOCKS / 2, 16);

static int64_t place(const void* address) {
  return address != NULL ? (const uint8_t*)address - small.buffer : -1;
}

static void digest_stats(struct topic* topic) {
  struct sys_memory_stats stats;

  digest(topic, sys_mem_blocks_runtime_stats_get(&small, &stats));
  digest(topic, (int64_t)stats.free_bytes);
  digest(topic, (int64_t)stats.allocated_bytes);
  digest(topic, (int64_t)stats.max_allocated_bytes);
}

/* Frees what may be free already: -EFAULT, and the others are freed. */
static void free_some(struct topic* topic, size_t count) {
  void* blocks[BLOCKS + 2];

  for (size_t i = 0; i < count; i++) {
    blocks[i] = small.buffer + SIZE * random_below(topic, BLOCKS);
  }
  digest(topic, sys_mem_blocks_free(&small, count, blocks));
}

static void step_blocks(struct topic* topic) {
  void* blocks[BLOCKS + 2] = {NULL};
  void* block = NULL;
  size_t count =
      random_below(topic, 5) == 0 ? random_below(topic, BLOCKS + 3) : random_below(topic, 4);
  void* at = small.buffer + SIZE * random_below(topic, BLOCKS);
  int result;

  switch (random_below(topic, 8)) {
    case 0:
      result = sys_mem_blocks_alloc(&small, count, blocks);
      digest(topic, result);
      for (size_t i = 0; result == 0 && i < count; i++) {
        digest(topic, place(blocks[i]));
      }
      break;
    case 1:
      result = sys_mem_blocks_alloc_contiguous(&small, count, &block);
      digest(topic, result);
      digest(topic, result == 0 ? place(block) : -2);
      break;
    case 2:
      digest(topic, sys_mem_blocks_get(&small, at, count));
      break;
    case 3:
      digest(topic, sys_mem_blocks_is_region_free(&small, at, count) != 0);
      break;
    case 4:
      digest(topic, sys_mem_blocks_free_contiguous(&small, at, count));
      break;
    case 5:
      digest(topic, sys_mem_blocks_runtime_stats_reset_max(&small));
      break;
    default:
      free_some(topic, count);
      break;
  }
  digest_stats(topic);
}

static sys_mem_blocks_t* choose_blocks(struct sys_multi_mem_blocks* group, void* cfg) {
  uintptr_t which = (uintptr_t)cfg;

  return which < 2 ? group->allocators[which] : NULL;
}

static void step_group(struct topic* topic, sys_multi_mem_blocks_t* group, void** held) {
  void** slot = &held[random_below(topic, HELD)];
  size_t size = 0;

  if (*slot == NULL) {
    uintptr_t which = random_below(topic, 3);
    int result = sys_multi_mem_blocks_alloc(group, (void*)which, 1, slot, &size);

    digest(topic, result);
    digest(topic, result == 0 ? (int64_t)size : -1);
    if (result != 0) {
      *slot = NULL;
    } else {
      digest(topic, (uint8_t*)*slot - (which == 0 ? small.buffer : large.buffer));
    }
  } else {
    digest(topic, sys_multi_mem_blocks_free(group, 1, slot));
    *slot = NULL;
  }
}

static uint8_t memory[3][2048] __aligned(64);
static struct sys_heap heaps[3];

/* From the heap that cfg names, or else the next. */
static void* choose_heap(struct sys_multi_heap* multi, void* cfg, size_t align, size_t size) {
  for (uintptr_t i = 0; i < multi->nheaps; i++) {
    struct sys_heap* heap = multi->heaps[((uintptr_t)cfg + i) % multi->nheaps].heap;
    void* block = sys_heap_aligned_alloc(heap, align, size);

    if (block != NULL) {
      return block;
    }
  }
  return NULL;
}

static void digest_block(struct topic* topic, struct sys_multi_heap* multi, uint8_t* block) {
  if (block == NULL) {
    digest(topic, -1);
    return;
  }
  const struct sys_multi_heap_rec* rec = sys_multi_heap_get_heap(multi, block);

  digest(topic, (int64_t)(intptr_t)rec->user_data);
  digest(topic, block - &memory[0][0]);
}

static void step_heaps(struct topic* topic, struct sys_multi_heap* multi, void** held) {
  void** slot = &held[random_below(topic, HELD)];
  void* cfg = (void*)(uintptr_t)random_below(topic, 3);
  size_t align = (size_t)1 << random_below(topic, 7);
  size_t size = random_below(topic, 700);

  if (*slot == NULL) {
    *slot = random_below(topic, 2) == 0 ? sys_multi_heap_alloc(multi, cfg, size)
                                        : sys_multi_heap_aligned_alloc(multi, cfg, align, size);
  } else {
    sys_multi_heap_free(multi, *slot);
    *slot = NULL;
  }
  digest_block(topic, multi, *slot);
  for (int i = 0; i < 3; i++) {
    digest(topic, sys_heap_validate(&heaps[i]));
  }
}

static void test_heaps(void) {
  static struct sys_multi_heap multi;
  void* held[HELD] = {NULL};
  struct topic topic;

  topic_begin(&topic, "multi_heap", 10);
  sys_multi_heap_init(&multi, choose_heap);
  for (int i = 2; i >= 0; i--) {
    sys_heap_init(&heaps[i], memory[i], sizeof(memory[i]));
    sys_multi_heap_add_heap(&multi, &heaps[i], (void*)(intptr_t)(100 + i));
  }
  for (int step = 1; step <= STEPS; step++) {
    step_heaps(&topic, &multi, held);
    topic_step(&topic, step);
  }
}

void test_blocks(void) {
  struct topic topic;
  sys_multi_mem_blocks_t group;
  void* held[HELD] = {NULL};

  topic_begin(&topic, "mem_blocks", 8);
  for (int step = 1; step <= STEPS; step++) {
    step_blocks(&topic);
    topic_step(&topic, step);
  }
  topic_begin(&topic, "mem_blocks, group", 9);
  sys_multi_mem_blocks_init(&group, choose_blocks);
  sys_multi_mem_blocks_add_allocator(&group, &small);
  sys_multi_mem_blocks_add_allocator(&group, &large);
  for (int step = 1; step <= STEPS; step++) {
    step_group(&topic, &group, held);
    topic_step(&topic, step);
  }
  test_heaps();
}
