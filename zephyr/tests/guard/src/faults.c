/* SPDX-License-Identifier: Apache-2.0 */
#include "faults.h"

#include <zephyr/ztest.h>

K_HEAP_DEFINE(own_heap, 4096);

static struct tidemark_guard_event told[8];
static unsigned int told_count;
static unsigned int seen_count;

#define SITE __attribute__((noinline, noipa))
/* The call is not the last thing a function does, so that its return address lies in it. */
#define STAY() __asm__ volatile("")

SITE void* take_from_system(size_t bytes) {
  void* block = k_malloc(bytes);

  STAY();
  return block;
}

SITE void* take_from_own(size_t bytes) {
  void* block = k_heap_alloc(&own_heap, bytes, K_NO_WAIT);

  STAY();
  return block;
}

SITE void* take_aligned(size_t align, size_t bytes) {
  void* block = k_aligned_alloc(align, bytes);

  STAY();
  return block;
}

SITE void give_to_system(void* block) {
  k_free(block);
  STAY();
}

SITE void give_to_own(void* block) {
  k_heap_free(&own_heap, block);
  STAY();
}

SITE void give_again_to_own(void* block) {
  k_heap_free(&own_heap, block);
  STAY();
}

/* None of them is longer than this. */
#define MOST_SITE_BYTES 80

bool is_in(const void* address, const void* function) {
  const uintptr_t begin = (uintptr_t)function & ~(uintptr_t)1;
  const uintptr_t at = (uintptr_t)address & ~(uintptr_t)1;

  return at > begin && at < begin + MOST_SITE_BYTES;
}

static void listen(const struct tidemark_guard_event* event, void* user_data) {
  if (told_count < ARRAY_SIZE(told)) {
    told[told_count] = *event;
  }
  told_count++;
}

void guard_heaps(void) {
  static bool is_done;

  if (is_done) {
    return;
  }
  is_done = true;
  if (!IS_ENABLED(CONFIG_TIDEMARK_GUARD_ALL)) {
    zassert_ok(tidemark_guard_heap(&own_heap));
    zassert_ok(tidemark_guard_heap(&_system_heap));
  }
  zassert_ok(tidemark_guard_listener_set(listen, NULL));
}

const struct tidemark_guard_event* next_fault(void) {
  static const struct tidemark_guard_event none = {.fault = (enum tidemark_guard_fault)99};

  for (int i = 0; i < 50 && told_count == seen_count; i++) {
    k_msleep(10);
  }
  k_msleep(30);
  if (told_count != seen_count + 1) {
    printk("%u faults\n", told_count - seen_count);
    seen_count = told_count;
    return &none;
  }
  told[0] = told[seen_count % ARRAY_SIZE(told)];
  seen_count = 0;
  told_count = 0;
  return &told[0];
}

unsigned int untold_faults(void) {
  unsigned int count;

  zassert_ok(tidemark_guard_check());
  k_msleep(30);
  count = told_count;
  told_count = 0;
  seen_count = 0;
  return count;
}
