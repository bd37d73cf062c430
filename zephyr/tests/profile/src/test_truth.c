/* SPDX-License-Identifier: Apache-2.0
 * A long run of allocations and frees by chance, against a list of what is live: byte for byte. */
#include <stdlib.h>
#include <string.h>
#include <zephyr/ztest.h>

#include "allocate.h"
#include "probe.h"

#define MOST_LIVE 40
#define STEPS 3000
#define STEPS_BETWEEN_CHECKS 100

K_MEM_SLAB_DEFINE_STATIC(truth_slab, 48, 6, 8);

struct live {
  char* block; /* As the profile has it. */
  uint32_t size;
  unsigned kind;
};

static struct live lives[MOST_LIVE];
static size_t live_count;
static uint32_t random_state;

static uint32_t by_chance(uint32_t below) {
  random_state = random_state * 1664525u + 1013904223u;
  return (random_state >> 16) % below;
}

#define WORD sizeof(void*)
enum { KIND_K_MALLOC, KIND_K_HEAP, KIND_MALLOC, KIND_SLAB, KINDS };

static void allocate_one(void) {
  struct live* live = &lives[live_count];
  void* block = NULL;

  live->kind = by_chance(KINDS);
  live->size = 1 + by_chance(64);
  if (live->kind == KIND_K_MALLOC) {
    block = k_malloc(live->size);
    live->size += WORD;
  } else if (live->kind == KIND_K_HEAP) {
    block = k_heap_alloc(&own_heap, live->size, K_NO_WAIT);
  } else if (live->kind == KIND_MALLOC) {
    block = malloc(live->size);
  } else {
    (void)k_mem_slab_alloc(&truth_slab, &block, K_NO_WAIT);
    live->size = 48;
  }
  if (block != NULL) {
    live->block = (char*)block - (live->kind == KIND_K_MALLOC ? WORD : 0);
    live_count++;
  }
}

static void free_one(size_t at) {
  struct live* live = &lives[at];

  if (live->kind == KIND_K_MALLOC) {
    k_free(live->block + WORD);
  } else if (live->kind == KIND_K_HEAP) {
    k_heap_free(&own_heap, live->block);
  } else if (live->kind == KIND_MALLOC) {
    free(live->block);
  } else {
    k_mem_slab_free(&truth_slab, live->block);
  }
  *live = lives[--live_count];
}

static void resize_one(size_t at) {
  struct live* live = &lives[at];
  const uint32_t size = 1 + by_chance(64);
  void* block;

  if (live->kind == KIND_MALLOC) {
    block = realloc(live->block, size);
    if (block != NULL) {
      live->block = block;
      live->size = size;
    }
  }
}

static void check_all(size_t others) {
  struct probe_block seen;

  for (size_t i = 0; i < live_count; i++) {
    zassert_equal(probe_find(lives[i].block, &seen), 1, "block %zu of kind %u", i, lives[i].kind);
    zassert_equal(seen.size, lives[i].size, "%u, not %u", seen.size, lives[i].size);
  }
  zassert_equal(probe_live(), others + live_count, "%zu records, %zu blocks", probe_live() - others,
                live_count);
}

ZTEST(profile_truth, test_each_byte) {
  const size_t others = probe_live();

  random_state = 1;
  live_count = 0;
  for (int step = 0; step < STEPS; step++) {
    const uint32_t what = by_chance(8);

    if (live_count < MOST_LIVE && (live_count == 0 || what < 4)) {
      allocate_one();
    } else if (what == 7) {
      resize_one(by_chance((uint32_t)live_count));
    } else {
      free_one(by_chance((uint32_t)live_count));
    }
    if (step % STEPS_BETWEEN_CHECKS == 0) {
      check_all(others);
    }
  }
  while (live_count > 0) {
    free_one(0);
  }
  zassert_equal(probe_live(), others);
}

ZTEST_SUITE(profile_truth, NULL, NULL, NULL, NULL, NULL);
