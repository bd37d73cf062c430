// SPDX-License-Identifier: Apache-2.0

/*
 * A fixed random sequence of allocations, aligned allocations, reallocations and frees. The hash
 * covers the offset and the usable size of each block, so that it differs as soon as one block lies
 * elsewhere. Contents are checked as well.
 */

#include "trace.h"

#include <stddef.h>
#include <string.h>
#include <zephyr/sys/mem_stats.h>
#include <zephyr/sys/sys_heap.h>

#define SLOTS 48
#define STEPS 2000
#define STEPS_A_LINE 50

struct slot {
  uint8_t* block;
  size_t bytes;
  uint8_t fill;
};

struct run {
  struct k_heap heap;
  uint8_t* area;
  uint32_t random;
  uint32_t hash;
  uint32_t largest;
  uint32_t refused;
  uint32_t damaged;
  struct slot slots[SLOTS];
};

static uint8_t __aligned(64) area_4k[4096];
static uint8_t __aligned(64) area_16k[16384];
static struct run run;

/* The linear congruential generator of Numerical Recipes; its low bits are poor, so the high ones
 * are used. */
static uint32_t next_random(uint32_t below) {
  run.random = run.random * 1664525U + 1013904223U;
  return (run.random >> 16) % below;
}

static size_t next_size(void) {
  /* Mostly small, at times large. */
  return next_random(8) == 0 ? 1U + next_random(run.largest) : 1U + next_random(run.largest / 8U);
}

static void hash_block(const uint8_t* block) {
  if (block == NULL) {
    run.refused++;
    run.hash = trace_hash(run.hash, 0xffffffffU);
    return;
  }
  run.hash = trace_hash(run.hash, (uint32_t)(block - run.area));
  run.hash = trace_hash(run.hash, (uint32_t)sys_heap_usable_size(&run.heap.heap, (void*)block));
}

static void check(const struct slot* slot, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) {
    if (slot->block[i] != slot->fill) {
      run.damaged++;
      return;
    }
  }
}

static void fill(struct slot* slot, uint8_t* block, size_t bytes) {
  slot->block = block;
  slot->bytes = bytes;
  slot->fill = (uint8_t)next_random(256);
  if (block != NULL) {
    memset(block, slot->fill, bytes);
  }
}

static void allocate(struct slot* slot) {
  size_t bytes = next_size();
  uint8_t* block;

  if (next_random(4) == 0) {
    block = k_heap_aligned_alloc(&run.heap, (size_t)4 << next_random(5), bytes, K_NO_WAIT);
  } else {
    block = k_heap_alloc(&run.heap, bytes, K_NO_WAIT);
  }
  hash_block(block);
  fill(slot, block, bytes);
}

static void reallocate(struct slot* slot) {
  size_t bytes = next_size();
  uint8_t* block = sys_heap_realloc(&run.heap.heap, slot->block, bytes);

  hash_block(block);
  if (block != NULL) {
    slot->block = block;
    check(slot, bytes < slot->bytes ? bytes : slot->bytes);
    fill(slot, block, bytes);
  }
}

static void release(struct slot* slot) {
  check(slot, slot->bytes);
  k_heap_free(&run.heap, slot->block);
  slot->block = NULL;
}

static void print_line(int step) {
  struct sys_memory_stats stats;

  (void)sys_heap_runtime_stats_get(&run.heap.heap, &stats);
  printk("  %d: allocated %u free %u max %u refused %u hash %08x\n", step,
         (unsigned int)stats.allocated_bytes, (unsigned int)stats.free_bytes,
         (unsigned int)stats.max_allocated_bytes, (unsigned int)run.refused,
         (unsigned int)run.hash);
}

static void sequence(const char* name, uint8_t* area, size_t bytes, uint32_t seed) {
  printk("[%s]\n", name);
  memset(&run, 0, sizeof(run));
  run.area = area;
  run.random = seed;
  run.hash = TRACE_HASH_START;
  run.largest = (uint32_t)bytes / 8U;
  k_heap_init(&run.heap, area, bytes);
  print_line(0);
  for (int step = 1; step <= STEPS; step++) {
    struct slot* slot = &run.slots[next_random(SLOTS)];

    if (slot->block == NULL) {
      allocate(slot);
    } else if (next_random(3) == 0) {
      reallocate(slot);
    } else {
      release(slot);
    }
    if (step % STEPS_A_LINE == 0) {
      print_line(step);
    }
  }
  for (int i = 0; i < SLOTS; i++) {
    if (run.slots[i].block != NULL) {
      release(&run.slots[i]);
    }
  }
  print_line(STEPS + 1);
  printk("  damaged %u\n", (unsigned int)run.damaged);
}

void trace_heap_random(void) {
  sequence("random, 4096 bytes, seed 1", area_4k, sizeof(area_4k), 1U);
  sequence("random, 16384 bytes, seed 2", area_16k, sizeof(area_16k), 2U);
  sequence("random, 16376 bytes from offset 8, seed 3", area_16k + 8, sizeof(area_16k) - 8U, 3U);
}
