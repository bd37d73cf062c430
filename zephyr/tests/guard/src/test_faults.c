/* SPDX-License-Identifier: Apache-2.0
 * Each fault is made once: the guard says which block, whose, and where. */
#include <string.h>
#include <zephyr/ztest.h>

#include "faults.h"

static void* setup(void) {
  guard_heaps();
  return NULL;
}

static void after(void* fixture) {
  zassert_equal(untold_faults(), 0);
}

static void expect_own_block(const struct tidemark_guard_event* event, const void* block,
                             uint32_t bytes) {
  zassert_equal_ptr(event->heap, &own_heap);
  zassert_equal_ptr(event->block, block);
  zassert_true(event->has_size);
  zassert_equal(event->size_bytes, bytes);
  zassert_true(is_in(event->allocated_at, take_from_own), "%p is not in %p", event->allocated_at,
               take_from_own);
  zassert_equal_ptr(event->owner, k_current_get());
  zassert_equal(strcmp(event->owner_name, k_thread_name_get(k_current_get())), 0);
}

ZTEST(guard_faults, test_overrun_found_by_the_sweep) {
  uint8_t* volatile block = take_from_own(20);
  const struct tidemark_guard_event* event;

  block[21] ^= 1;
  event = next_fault();
  zassert_equal(event->fault, TIDEMARK_GUARD_OVERRUN);
  expect_own_block(event, block, 20);
  zassert_true(event->has_offset);
  zassert_equal(event->offset_bytes, 1);
  zassert_equal(event->damaged_bytes, 1);
  zassert_is_null(event->found_at);
  give_to_own(block);
}

ZTEST(guard_faults, test_underrun_found_by_the_free) {
  uint8_t* volatile block = take_from_own(33);
  const struct tidemark_guard_event* event;

  block[-2] ^= 1;
  give_to_own(block);
  event = next_fault();
  zassert_equal(event->fault, TIDEMARK_GUARD_UNDERRUN);
  expect_own_block(event, block, 33);
  zassert_equal(event->offset_bytes, 2);
  zassert_equal(event->damaged_bytes, 1);
}

ZTEST(guard_faults, test_the_user_s_block_of_k_malloc) {
  uint8_t* volatile block = take_from_system(40);
  const struct tidemark_guard_event* event;

  block[40] ^= 1;
  event = next_fault();
  zassert_equal(event->fault, TIDEMARK_GUARD_OVERRUN);
  zassert_equal_ptr(event->heap, &_system_heap);
  zassert_equal(strcmp(event->heap_name, "_system_heap"), 0);
  zassert_equal_ptr(event->block, block);
  zassert_equal(event->size_bytes, 40);
  zassert_equal(event->offset_bytes, 0);
  zassert_true(is_in(event->allocated_at, take_from_system));
  /* The word before it is the kernel's, and leads k_free() to the heap. */
  for (size_t i = 1; i <= sizeof(void*); i++) {
    block[-(ptrdiff_t)i] ^= 0xFF;
  }
  give_to_system(block);
  event = next_fault();
  zassert_equal(event->fault, TIDEMARK_GUARD_UNDERRUN);
  zassert_equal_ptr(event->block, block);
  zassert_equal(event->damaged_bytes, sizeof(void*));
}

ZTEST(guard_faults, test_write_after_free) {
  uint8_t* volatile block = take_from_own(120);
  const struct tidemark_guard_event* event;

  give_to_own(block);
  zassert_ok(tidemark_guard_check());
  memset(block + 100, 7, 3);
  event = next_fault();
  zassert_equal(event->fault, TIDEMARK_GUARD_USE_AFTER_FREE);
  expect_own_block(event, block, 120);
  zassert_true(is_in(event->freed_at, give_to_own));
  zassert_equal(event->offset_bytes, 100);
  zassert_equal(event->damaged_bytes, 3);
}

ZTEST(guard_faults, test_double_free) {
  void* block = take_from_own(24);
  const struct tidemark_guard_event* event;

  give_to_own(block);
  give_again_to_own(block);
  event = next_fault();
  zassert_equal(event->fault, TIDEMARK_GUARD_DOUBLE_FREE);
  expect_own_block(event, block, 24);
  zassert_true(is_in(event->freed_at, give_to_own));

  block = take_from_system(24);
  give_to_system(block);
  give_to_system(block);
  event = next_fault();
  zassert_equal(event->fault, TIDEMARK_GUARD_DOUBLE_FREE);
  zassert_equal_ptr(event->block, block);
  zassert_true(is_in(event->found_at, give_to_system));
}

ZTEST(guard_faults, test_foreign_frees) {
  static uint64_t own_memory[16];
  uint64_t on_stack[16] = {0};
  char* volatile block = take_from_own(64);
  void* of_system = take_from_system(16);
  const struct tidemark_guard_event* event;
  void* foreign[] = {&on_stack[8], &own_memory[8], (char*)of_system - sizeof(void*)};

  give_to_own(block + 16);
  event = next_fault();
  zassert_equal(event->fault, TIDEMARK_GUARD_FOREIGN_FREE);
  expect_own_block(event, block, 64);
  zassert_equal(event->offset_bytes, 16);
  for (size_t i = 0; i < ARRAY_SIZE(foreign); i++) {
    give_to_own(foreign[i]);
    event = next_fault();
    zassert_equal(event->fault, TIDEMARK_GUARD_FOREIGN_FREE);
  }
  zassert_equal_ptr(event->block, of_system);
  zassert_equal_ptr(event->heap, &_system_heap);
  give_to_system(&on_stack[8]);
  event = next_fault();
  zassert_equal(event->fault, TIDEMARK_GUARD_FOREIGN_FREE);
  zassert_equal_ptr(event->block, &on_stack[8]);
  zassert_false(event->has_size);
  zassert_is_null(event->heap);
  give_to_system(of_system);
  give_to_own(block);
}

ZTEST(guard_faults, test_blocks_are_aligned_and_their_ends_are_known) {
  for (size_t align = sizeof(void*); align <= 256; align *= 2) {
    uint8_t* volatile block = take_aligned(align, 10);
    const struct tidemark_guard_event* event;

    zassert_not_null(block);
    zassert_equal((uintptr_t)block % align, 0);
    block[10] ^= 1;
    event = next_fault();
    zassert_equal(event->fault, TIDEMARK_GUARD_OVERRUN);
    zassert_equal_ptr(event->block, block);
    zassert_true(is_in(event->allocated_at, take_aligned));
    give_to_system(block);
  }
}

ZTEST(guard_faults, test_a_heap_made_at_run_time) {
  static char memory[1024] __aligned(8);
  static struct k_heap heap;
  const struct tidemark_guard_event* event;
  uint8_t* volatile block;

  zassert_equal(tidemark_guard_heap(&heap), -ENOENT);
  k_heap_init(&heap, memory, sizeof(memory));
  if (!IS_ENABLED(CONFIG_TIDEMARK_GUARD_ALL)) {
    block = k_heap_alloc(&heap, 8, K_NO_WAIT);
    zassert_equal(tidemark_guard_heap(&heap), -EBUSY);
    k_heap_free(&heap, block);
    zassert_ok(tidemark_guard_heap(&heap));
  }
  zassert_equal(tidemark_guard_heap(&heap), -EALREADY);
  block = k_heap_alloc(&heap, 8, K_NO_WAIT);
  block[8] ^= 1;
  event = next_fault();
  zassert_equal_ptr(event->heap, &heap);
  zassert_equal_ptr(event->block, block);
  k_heap_free(&heap, block);
}

static void* isr_block;

static void overrun_in_isr(struct k_timer* timer) {
  uint8_t* block = k_heap_alloc(&own_heap, 12, K_NO_WAIT);

  block[12] ^= 1;
  isr_block = block;
  k_heap_free(&own_heap, block);
}
K_TIMER_DEFINE(isr_timer, overrun_in_isr, NULL);

ZTEST(guard_faults, test_in_an_interrupt) {
  const struct tidemark_guard_event* event;

  k_timer_start(&isr_timer, K_MSEC(1), K_NO_WAIT);
  event = next_fault();
  zassert_equal(event->fault, TIDEMARK_GUARD_OVERRUN);
  zassert_equal_ptr(event->block, isr_block);
  zassert_is_null(event->owner);
}

ZTEST_SUITE(guard_faults, NULL, setup, NULL, after, NULL);
