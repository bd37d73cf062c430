// SPDX-License-Identifier: Apache-2.0

/* Memory blocks, several heaps as one, and ring buffers. */

#include <stddef.h>
#include <string.h>
#include <zephyr/sys/mem_blocks.h>
#include <zephyr/sys/multi_heap.h>
#include <zephyr/sys/ring_buffer.h>

#include "trace.h"

SYS_MEM_BLOCKS_DEFINE(trace_blocks, 32, 8, 32);

static int32_t place(const void* block) {
  return block == NULL ? -1 : (int32_t)(((const uint8_t*)block - trace_blocks.buffer) / 32);
}

static void memory_blocks(void) {
  void* blocks[8] = {NULL};
  void* run = NULL;

  trace_begin("memory blocks, 8 of 32 bytes");
  trace_event("three", sys_mem_blocks_alloc(&trace_blocks, 3, blocks));
  for (int i = 0; i < 3; i++) {
    trace_event("at", place(blocks[i]));
  }
  trace_event("free the second", sys_mem_blocks_free(&trace_blocks, 1, &blocks[1]));
  trace_event("run of three", sys_mem_blocks_alloc_contiguous(&trace_blocks, 3, &run));
  trace_event("at", place(run));
  trace_event("four more, three are free", sys_mem_blocks_alloc(&trace_blocks, 4, &blocks[3]));
  trace_event("two more", sys_mem_blocks_alloc(&trace_blocks, 2, &blocks[3]));
  trace_event("at", place(blocks[3]));
  trace_event("at", place(blocks[4]));
  trace_event("free the run", sys_mem_blocks_free_contiguous(&trace_blocks, run, 3));
  trace_event("free it again", sys_mem_blocks_free_contiguous(&trace_blocks, run, 3));
  trace_event("none of them", sys_mem_blocks_alloc(&trace_blocks, 0, blocks));
  trace_event("nine", sys_mem_blocks_alloc(&trace_blocks, 9, blocks));
  trace_end();
}

static uint8_t __aligned(64) small_area[512];
static uint8_t __aligned(64) big_area[1024];
static struct sys_heap small_heap;
static struct sys_heap big_heap;
static struct sys_multi_heap both;

/* 1 or 2 chooses that heap alone, 0 tries the small one first. */
static void* choose(struct sys_multi_heap* heap, void* cfg, size_t align, size_t size) {
  ARG_UNUSED(heap);

  uintptr_t which = (uintptr_t)cfg;
  void* block = which == 2 ? NULL : sys_heap_aligned_alloc(&small_heap, align, size);

  return block != NULL || which == 1 ? block : sys_heap_aligned_alloc(&big_heap, align, size);
}

static int32_t owner(const uint8_t* block) {
  return block == NULL ? 0 : block >= small_area && block < small_area + sizeof(small_area) ? 1 : 2;
}

static void record_free(void) {
  struct sys_memory_stats stats;

  (void)sys_heap_runtime_stats_get(&small_heap, &stats);
  trace_event("allocated in the small heap", (int32_t)stats.allocated_bytes);
  (void)sys_heap_runtime_stats_get(&big_heap, &stats);
  trace_event("allocated in the big heap", (int32_t)stats.allocated_bytes);
}

static void several_heaps(void) {
  uint8_t* blocks[4];

  sys_heap_init(&small_heap, small_area, sizeof(small_area));
  sys_heap_init(&big_heap, big_area, sizeof(big_area));
  sys_multi_heap_init(&both, choose);
  sys_multi_heap_add_heap(&both, &big_heap, NULL);
  sys_multi_heap_add_heap(&both, &small_heap, NULL);
  trace_begin("two heaps as one");
  blocks[0] = sys_multi_heap_alloc(&both, (void*)0, 300);
  blocks[1] = sys_multi_heap_alloc(&both, (void*)0, 300);
  blocks[2] = sys_multi_heap_alloc(&both, (void*)1, 300);
  blocks[3] = sys_multi_heap_aligned_alloc(&both, (void*)2, 64, 100);
  for (int i = 0; i < 4; i++) {
    trace_event("owner", owner(blocks[i]));
  }
  record_free();
  sys_multi_heap_free(&both, blocks[1]);
  sys_multi_heap_free(&both, blocks[0]);
  sys_multi_heap_free(&both, blocks[3]);
  record_free();
  trace_end();
}

RING_BUF_DECLARE(trace_ring, 16);

static void ring(void) {
  uint8_t bytes[32];
  uint8_t* part;

  for (uint32_t i = 0; i < sizeof(bytes); i++) {
    bytes[i] = (uint8_t)i;
  }
  trace_begin("ring buffer of 16 bytes");
  trace_event("put 10", (int32_t)ring_buf_put(&trace_ring, bytes, 10));
  trace_event("put 10", (int32_t)ring_buf_put(&trace_ring, bytes, 10));
  trace_event("space", (int32_t)ring_buf_space_get(&trace_ring));
  trace_event("get 7", (int32_t)ring_buf_get(&trace_ring, bytes, 7));
  trace_event("last of them", bytes[6]);
  trace_event("claim 10 to put", (int32_t)ring_buf_put_claim(&trace_ring, &part, 10));
  trace_event("finish 3", ring_buf_put_finish(&trace_ring, 3));
  trace_event("finish 8, too many", ring_buf_put_finish(&trace_ring, 8));
  trace_event("claim 20 to get", (int32_t)ring_buf_get_claim(&trace_ring, &part, 20));
  trace_event("claim 20 more", (int32_t)ring_buf_get_claim(&trace_ring, &part, 20));
  trace_event("finish 10", ring_buf_get_finish(&trace_ring, 10));
  trace_event("used", (int32_t)ring_buf_size_get(&trace_ring));
  trace_event("peek 20", (int32_t)ring_buf_peek(&trace_ring, bytes, 20));
  ring_buf_reset(&trace_ring);
  trace_event("empty after reset", ring_buf_is_empty(&trace_ring));
  trace_end();
}

void trace_pools(void) {
  memory_blocks();
  several_heaps();
  ring();
}
