/* SPDX-License-Identifier: Apache-2.0
 * Programs without a fault: none is told, and no memory is missing in the end. */
#include <stdlib.h>
#include <string.h>
#include <zephyr/sys/sys_heap.h>
#include <zephyr/ztest.h>

#include "faults.h"

#define OPERATIONS 100000
#define SLOTS 24

struct slot {
  uint8_t* block;
  size_t bytes;
  void (*give)(void*);
};

static struct slot slots[SLOTS];
static uint32_t state = 12345;

static uint32_t next_random(void) {
  state = state * 1664525u + 1013904223u;
  return state >> 8;
}

static void give_to_libc(void* block) {
  free(block);
}

static char bare_memory[2048] __aligned(8);
static struct sys_heap bare;

static void give_to_bare(void* block) {
  sys_heap_free(&bare, block);
}

static void take(struct slot* slot) {
  slot->bytes = next_random() % 90 + 1;
  slot->give = give_to_system;
  switch (next_random() % 7) {
    case 0:
      slot->block = k_malloc(slot->bytes);
      break;
    case 1:
      slot->block = k_calloc(1, slot->bytes);
      break;
    case 2:
      slot->block = k_aligned_alloc(sizeof(void*) << next_random() % 4, slot->bytes);
      break;
    case 3:
      slot->block = k_heap_alloc(&own_heap, slot->bytes, K_NO_WAIT);
      slot->give = give_to_own;
      break;
    case 4:
      slot->block =
          k_heap_aligned_alloc(&own_heap, 8u << next_random() % 4, slot->bytes, K_NO_WAIT);
      slot->give = give_to_own;
      break;
    case 5:
      slot->block = sys_heap_alloc(&bare, slot->bytes);
      slot->give = give_to_bare;
      break;
    default:
      slot->block = malloc(slot->bytes);
      slot->give = give_to_libc;
      break;
  }
  if (slot->block != NULL) {
    memset(slot->block, (int)slot->bytes, slot->bytes);
  }
}

static void check_and_resize(struct slot* slot) {
  for (size_t i = 0; i < slot->bytes; i++) {
    zassert_equal(slot->block[i], (uint8_t)slot->bytes);
  }
  if (slot->give == give_to_bare && next_random() % 2 == 0) {
    const size_t bytes = next_random() % 120 + 1;
    uint8_t* after = sys_heap_aligned_realloc(&bare, slot->block, 8, bytes);

    if (after != NULL) {
      for (size_t i = 0; i < MIN(bytes, slot->bytes); i++) {
        zassert_equal(after[i], (uint8_t)slot->bytes);
      }
      slot->block = after;
      slot->bytes = bytes;
      zassert_true(sys_heap_usable_size(&bare, after) >= bytes);
      memset(after, (int)bytes, sys_heap_usable_size(&bare, after));
    }
  }
}

static void in_isr(struct k_timer* timer) {
  void* block = k_heap_alloc(&own_heap, 24, K_NO_WAIT);

  if (block != NULL) {
    memset(block, 1, 24);
    k_heap_free(&own_heap, block);
  }
}
K_TIMER_DEFINE(busy_timer, in_isr, NULL);

static void* setup(void) {
  guard_heaps();
  sys_heap_init(&bare, bare_memory, sizeof(bare_memory));
  if (!IS_ENABLED(CONFIG_TIDEMARK_GUARD_ALL)) {
    zassert_ok(tidemark_guard_sys_heap(&bare));
  }
  return NULL;
}

ZTEST(guard_programs, test_nobody_is_accused) {
  struct tidemark_guard_status before;
  struct tidemark_guard_status status;

  zassert_ok(tidemark_guard_get(&before));
  k_timer_start(&busy_timer, K_MSEC(3), K_MSEC(3));
  for (unsigned int i = 0; i < OPERATIONS; i++) {
    struct slot* slot = &slots[next_random() % SLOTS];

    if (slot->block == NULL) {
      take(slot);
    } else {
      check_and_resize(slot);
      slot->give(slot->block);
      slot->block = NULL;
    }
    if (i % 1000 == 0) {
      k_msleep(15); /* for the sweep */
    }
  }
  k_timer_stop(&busy_timer);
  for (size_t i = 0; i < SLOTS; i++) {
    if (slots[i].block != NULL) {
      slots[i].give(slots[i].block);
    }
  }
  zassert_equal(untold_faults(), 0);
  zassert_ok(tidemark_guard_get(&status));
  zassert_equal(status.faults, before.faults);
  zassert_equal(status.blocks, before.blocks);
  zassert_equal(status.kept_blocks, before.kept_blocks);
  zassert_true(status.sweeps > before.sweeps);
}

/* What the quarantine holds is there when it is needed. */
ZTEST(guard_programs, test_the_quarantine_gives_way) {
  struct sys_memory_stats stats;
  void* block;

  for (int i = 0; i < 20; i++) {
    block = sys_heap_alloc(&bare, 100);
    zassert_not_null(block);
    sys_heap_free(&bare, block);
  }
  zassert_ok(sys_heap_runtime_stats_get(&bare, &stats));
  zassert_true(stats.allocated_bytes > 400);
  block = sys_heap_alloc(&bare, 1700);
  zassert_not_null(block);
  sys_heap_free(&bare, block);
  zassert_ok(sys_heap_runtime_stats_get(&bare, &stats));
  zassert_equal(stats.allocated_bytes, 0, "%zu", stats.allocated_bytes);
}

ZTEST_SUITE(guard_programs, NULL, setup, NULL, NULL, NULL);
