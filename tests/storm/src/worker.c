/* SPDX-License-Identifier: Apache-2.0
 * Threads that allocate in every way there is, and look that what is theirs stays so. */
#include <string.h>

#include "storm.h"

#define SLOTS 12
#define MOST_BYTES 220

struct slot {
  uint8_t* block;
  size_t bytes;
  uint8_t fill;
  struct k_heap* heap; /* NULL: it is of k_malloc() */
};

struct worker workers[WORKERS];
static struct slot slots[WORKERS][SLOTS];
static K_THREAD_STACK_ARRAY_DEFINE(stacks, WORKERS, 32768);
K_HEAP_DEFINE(other_heap, 2048);

static void check(const struct slot* slot) {
  for (size_t i = 0; i < slot->bytes; ++i) {
    if (slot->block[i] != slot->fill) {
      wrong("somebody wrote into a block", slot->block[i], slot->fill);
      return;
    }
  }
}

static void give(struct slot* slot) {
  check(slot);
  if (slot->heap != NULL) {
    k_heap_free(slot->heap, slot->block);
  } else if (random_below(3) != 0 || !keep_in_cache(slot->block)) {
    tidemark_free(slot->block);
  }
  slot->block = NULL;
}

static void fill(struct slot* slot, void* block, size_t bytes) {
  slot->block = block;
  if (block != NULL) {
    slot->bytes = bytes;
    slot->fill = (uint8_t)random_below(256);
    memset(block, slot->fill, bytes);
  }
}

/* As the calls of the kernel's heap pass it on. */
static void ask(struct worker* worker, const struct k_heap* heap, size_t bytes) {
  worker->heap = heap;
  worker->asked = bytes;
  ++worker->allocations;
}

static void* answer(struct worker* worker, void* block) {
  worker->asked = 0;
  worker->refused += block == NULL ? 1 : 0;
  return block;
}

static void* allocate_locked(size_t bytes) {
  if (random_below(2) == 0) {
    const unsigned int key = irq_lock();
    void* const block = k_malloc(bytes);
    irq_unlock(key);
    return block;
  }
  k_sched_lock();
  void* const block = k_malloc(bytes);
  k_sched_unlock();
  return block;
}

static void* allocate_of_kernel(struct worker* worker, size_t bytes) {
  ask(worker, &_system_heap, bytes + sizeof(void*));
  switch (random_below(5)) {
    case 0:
      return answer(worker, k_malloc(bytes));
    case 1:
      return answer(worker, k_calloc(1, bytes));
    case 2:
      return answer(worker, k_aligned_alloc(sizeof(void*) << random_below(4), bytes));
    case 3:
      return answer(worker, allocate_locked(bytes));
    default:
      return answer(worker, tidemark_malloc(bytes));
  }
}

static void allocate_of_heap(struct worker* worker, struct slot* slot, size_t bytes) {
  slot->heap = random_below(2) == 0 ? &_system_heap : &other_heap;
  ask(worker, slot->heap, bytes);
  const k_timeout_t timeout = K_MSEC(1 + random_below(2));
  void* block = NULL;
  switch (random_below(3)) {
    case 0:
      block = answer(worker, k_heap_alloc(slot->heap, bytes, timeout));
      break;
    case 1:
      block = answer(worker, tidemark_heap_alloc(slot->heap, 16, bytes, timeout));
      break;
    default: /* not through the ladder */
      block = k_heap_alloc(slot->heap, bytes, K_NO_WAIT);
      break;
  }
  fill(slot, block, bytes);
}

static void resize(struct worker* worker, struct slot* slot, size_t bytes) {
  ask(worker, &_system_heap, bytes + sizeof(void*));
  void* const block = answer(worker, tidemark_realloc(slot->block, bytes));
  if (block == NULL) {
    check(slot);
    return;
  }
  slot->block = block;
  slot->bytes = MIN(slot->bytes, bytes);
  check(slot);
  fill(slot, block, bytes);
}

static void ask_for_what_cannot_be(struct worker* worker) {
  ++worker->allocations;
  void* const block =
      random_below(2) == 0 ? k_malloc(CONFIG_HEAP_MEM_POOL_SIZE) : tidemark_malloc(SIZE_MAX);
  if (answer(worker, block) != NULL) {
    wrong("there is what cannot be", 1, 0);
  }
}

static void step(struct worker* worker, struct slot* slot) {
  const size_t bytes = 1 + random_below(MOST_BYTES);
  if (slot->block != NULL && slot->heap == NULL && random_below(4) == 0) {
    resize(worker, slot, bytes);
    return;
  }
  if (slot->block != NULL) {
    give(slot);
  }
  const uint32_t way = random_below(100);
  slot->heap = NULL;
  if (way == 0) {
    ask_for_what_cannot_be(worker);
  } else if (way < 70) {
    fill(slot, allocate_of_kernel(worker, bytes), bytes);
  } else {
    allocate_of_heap(worker, slot, bytes);
  }
}

static void pause(void) {
  const uint32_t way = random_below(64);
  if (way == 0) {
    k_usleep((int32_t)random_below(3000));
  } else if (way < 8) {
    k_yield();
  } else if (way < 16) {
    k_busy_wait(random_below(100));
  }
}

static void work(void* p1, void* p2, void* p3) {
  struct worker* worker = p1;
  struct slot* own = p2;
  ARG_UNUSED(p3);
  while (worker->allocations < ALLOCATIONS) {
    if (worker == &workers[0] && random_below(64) == 0) {
      change_ballast();
    }
    /* While optional work is off, less is held. */
    step(worker, &own[random_below(is_shed ? SLOTS / 4 : SLOTS)]);
    pause();
  }
  for (size_t i = 0; i < SLOTS; ++i) {
    if (own[i].block != NULL) {
      give(&own[i]);
    }
  }
}

enum tidemark_oom_choice choose(const struct tidemark_oom_failure* failure, void* user_data) {
  ARG_UNUSED(user_data);
  struct worker* worker = CONTAINER_OF(k_current_get(), struct worker, thread);
  ++worker->handled;
  if (failure->bytes != worker->asked) {
    wrong("a failure tells of other bytes", failure->bytes, worker->asked);
  }
  if (failure->heap != worker->heap) {
    wrong("a failure tells of another heap", 1, 0);
  }
  if (!failure->has_free || failure->free_bytes > CONFIG_HEAP_MEM_POOL_SIZE) {
    wrong("a failure tells nonsense of what is free", failure->free_bytes, 0);
  }
  if (failure->has_largest_free && failure->largest_free_bytes > failure->free_bytes) {
    wrong("a failure has more in one block than in all", failure->largest_free_bytes,
          failure->free_bytes);
  }
  const uint32_t way = random_below(4);
  if (way == 0) {
    return TIDEMARK_OOM_FAIL;
  } else if (way == 1) {
    (void)drop_ballast();
  }
  return TIDEMARK_OOM_RETRY;
}

void start_workers(void) {
  for (int i = 0; i < WORKERS; ++i) {
    struct worker* worker = &workers[i];
    k_thread_create(&worker->thread, stacks[i], K_THREAD_STACK_SIZEOF(stacks[i]), work, worker,
                    slots[i], NULL, i == 0 ? K_PRIO_COOP(2) : K_PRIO_PREEMPT(i / 2), 0, K_NO_WAIT);
  }
}

bool join_workers(void) {
  bool have_ended = true;
  for (int i = 0; i < WORKERS; ++i) {
    have_ended = k_thread_join(&workers[i].thread, K_SECONDS(3600)) == 0 && have_ended;
  }
  return have_ended;
}
