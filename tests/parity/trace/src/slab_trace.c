// SPDX-License-Identifier: Apache-2.0

#include "trace.h"

#include <stddef.h>
#include <zephyr/sys/mem_stats.h>

#define BLOCK_BYTES 24
#define BLOCKS 4

static char __aligned(8) buffer[BLOCK_BYTES * BLOCKS];
static struct k_mem_slab slab;

static int index_of(const void* block) {
  return block == NULL ? -1 : (int)(((const char*)block - buffer) / BLOCK_BYTES);
}

static void print_slab(const char* step) {
  struct sys_memory_stats stats;
  int err = k_mem_slab_runtime_stats_get(&slab, &stats);

  printk("  %s: used %u max %u free %u; allocated %u free %u max %u error %d\n", step,
         (unsigned int)k_mem_slab_num_used_get(&slab), (unsigned int)k_mem_slab_max_used_get(&slab),
         (unsigned int)k_mem_slab_num_free_get(&slab), (unsigned int)stats.allocated_bytes,
         (unsigned int)stats.free_bytes, (unsigned int)stats.max_allocated_bytes, err);
}

static void* take(k_timeout_t timeout) {
  void* block = NULL;
  int err = k_mem_slab_alloc(&slab, &block, timeout);

  trace_event("slab alloc error", err);
  trace_event("slab block", index_of(block));
  return block;
}

static void waiter(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  trace_event("slab waiter", (int32_t)(intptr_t)arg);
  (void)take(K_MSEC(200));
  trace_event("slab waiter ends", (int32_t)(intptr_t)arg);
}

void trace_slabs(void) {
  void* blocks[BLOCKS];

  printk("[slab figures]\n");
  printk("  init error %d, misaligned block size error %d\n",
         k_mem_slab_init(&slab, buffer, BLOCK_BYTES, BLOCKS),
         k_mem_slab_init(&slab, buffer, BLOCK_BYTES - 3, BLOCKS));
  (void)k_mem_slab_init(&slab, buffer, BLOCK_BYTES, BLOCKS);
  print_slab("init");

  trace_begin("slab");
  for (int i = 0; i < BLOCKS; i++) {
    blocks[i] = take(K_NO_WAIT);
  }
  (void)take(K_NO_WAIT);
  (void)take(K_MSEC(30));
  (void)trace_spawn(0, waiter, (void*)0, 6, K_NO_WAIT);
  (void)trace_spawn(1, waiter, (void*)1, 5, K_NO_WAIT);
  k_sleep(K_MSEC(50));
  trace_event("free block", 2);
  k_mem_slab_free(&slab, blocks[2]);
  trace_event("free block", 0);
  k_mem_slab_free(&slab, blocks[0]);
  trace_join(2);
  trace_event("used", (int32_t)k_mem_slab_num_used_get(&slab));
  trace_end();

  print_slab("two passed on");
  k_mem_slab_free(&slab, blocks[1]);
  k_mem_slab_free(&slab, blocks[3]);
  print_slab("two freed");
  (void)k_mem_slab_runtime_stats_reset_max(&slab);
  print_slab("maximum reset");

  trace_begin("slab order after frees of 1 and 3");
  (void)take(K_NO_WAIT);
  (void)take(K_NO_WAIT);
  trace_end();
  print_slab("end");
}
