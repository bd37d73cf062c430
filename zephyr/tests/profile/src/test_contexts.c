/* SPDX-License-Identifier: Apache-2.0
 * Interrupts, threads that end, and allocations that wait for another thread's free. */
#include <string.h>
#include <zephyr/ztest.h>

#include "allocate.h"
#include "probe.h"

K_MEM_SLAB_DEFINE_STATIC(isr_slab, 32, 2, 8);

/* What the handler of a timer does, in an interrupt. */
static void* isr_blocks[3];
static void* isr_slab_block;

static void allocate_in_isr(struct k_timer* timer) {
  isr_blocks[0] = k_malloc(30);
  isr_blocks[1] = k_heap_alloc(&own_heap, 40, K_NO_WAIT);
  (void)k_mem_slab_alloc(&isr_slab, &isr_slab_block, K_NO_WAIT);
}

static void free_in_isr(struct k_timer* timer) {
  k_free(isr_blocks[0]);
  k_heap_free(&own_heap, isr_blocks[1]);
  k_mem_slab_free(&isr_slab, isr_slab_block);
  k_free(isr_blocks[2]);
}

K_TIMER_DEFINE(allocating_timer, allocate_in_isr, NULL);
K_TIMER_DEFINE(freeing_timer, free_in_isr, NULL);

ZTEST(profile_contexts, test_interrupts) {
  const size_t live = probe_live();
  struct probe_block seen;

  k_timer_start(&allocating_timer, K_MSEC(1), K_NO_WAIT);
  k_msleep(20);
  zassert_equal(probe_live(), live + 3);
  zassert_equal(probe_find((char*)isr_blocks[0] - sizeof(void*), &seen), 1);
  zassert_false(seen.has_owner);
  zassert_equal(probe_find(isr_blocks[1], &seen), 1);
  zassert_equal(seen.size, 40);
  zassert_false(seen.has_owner);
  zassert_equal(probe_find(isr_slab_block, &seen), 1);
  zassert_false(seen.has_owner);
  /* One that a thread has allocated is freed there as well. */
  isr_blocks[2] = k_malloc(50);
  zassert_equal(probe_live(), live + 4);
  k_timer_start(&freeing_timer, K_MSEC(1), K_NO_WAIT);
  k_msleep(20);
  zassert_equal(probe_live(), live);
}

#define STACK_BYTES 1024
K_THREAD_STACK_DEFINE(stack, STACK_BYTES);
static struct k_thread worker;
static void* left[2];

static void allocate_and_end(void* place, void* name, void* p3) {
  k_thread_name_set(k_current_get(), name);
  *(void**)place = k_heap_alloc(&own_heap, 60, K_NO_WAIT);
}

static void run_worker(void** place, const char* name) {
  (void)k_thread_create(&worker, stack, K_THREAD_STACK_SIZEOF(stack), allocate_and_end, place,
                        (void*)name, NULL, K_PRIO_PREEMPT(0), 0, K_NO_WAIT);
  (void)k_thread_join(&worker, K_FOREVER);
}

ZTEST(profile_contexts, test_a_thread_that_ends_has_left_its_blocks) {
  const size_t live = probe_live();
  struct probe_block first;
  struct probe_block second;

  run_worker(&left[0], "mayfly");
  zassert_equal(probe_find(left[0], &first), 1);
  zassert_true(first.has_owner && first.has_ended);
  zassert_equal(strcmp(first.owner_name, "mayfly"), 0, "%s", first.owner_name);
  /* Another life of the same control block, at once. */
  run_worker(&left[1], "cicada");
  zassert_equal(probe_find(left[1], &second), 1);
  zassert_true(second.has_owner && second.has_ended);
  zassert_equal(strcmp(second.owner_name, "cicada"), 0, "%s", second.owner_name);
  zassert_equal(probe_find(left[0], &first), 1);
  zassert_not_equal(first.owner_slot, second.owner_slot);
  zassert_equal(strcmp(first.owner_name, "mayfly"), 0, "%s", first.owner_name);
  k_heap_free(&own_heap, left[0]);
  k_heap_free(&own_heap, left[1]);
  zassert_equal(probe_live(), live);
}

/* Waits for memory that the test then frees. */
K_HEAP_DEFINE(tight_heap, 256);
static void* waited_for;
static struct probe_range waiting_site;

static void wait_for_heap(void* p1, void* p2, void* p3) {
  probe_before(&waiting_site);
  waited_for = k_heap_alloc(&tight_heap, 100, K_SECONDS(5));
  probe_after(&waiting_site);
}

static void wait_for_slab(void* p1, void* p2, void* p3) {
  probe_before(&waiting_site);
  (void)k_mem_slab_alloc(&isr_slab, &waited_for, K_SECONDS(5));
  probe_after(&waiting_site);
}

static void start_waiter(k_thread_entry_t entry) {
  waited_for = NULL;
  (void)k_thread_create(&worker, stack, K_THREAD_STACK_SIZEOF(stack), entry, NULL, NULL, NULL,
                        K_PRIO_PREEMPT(0), 0, K_NO_WAIT);
  k_msleep(20);
  zassert_is_null(waited_for);
}

static void check_waited_for(uint32_t size, size_t live) {
  struct probe_block seen;

  (void)k_thread_join(&worker, K_SECONDS(1));
  zassert_not_null(waited_for);
  zassert_equal(probe_live(), live + 1, "%zu records", probe_live() - live);
  zassert_equal(probe_find(waited_for, &seen), 1);
  zassert_equal(seen.size, size);
  zassert_true(seen.frames[0] > waiting_site.first && seen.frames[0] < waiting_site.last);
  zassert_equal(seen.owner, (uintptr_t)&worker);
  zassert_true(seen.has_ended);
}

ZTEST(profile_contexts, test_a_heap_that_was_waited_for) {
  const size_t live = probe_live();
  void* block = k_heap_alloc(&tight_heap, 120, K_NO_WAIT);

  zassert_not_null(block);
  zassert_equal(probe_live(), live + 1);
  start_waiter(wait_for_heap);
  k_heap_free(&tight_heap, block);
  check_waited_for(100, live);
  k_heap_free(&tight_heap, waited_for);
  zassert_equal(probe_live(), live);
}

/* The block goes from the one to the other without being free in between. */
ZTEST(profile_contexts, test_a_slab_that_was_waited_for) {
  const size_t live = probe_live();
  void* blocks[2];

  zassert_ok(k_mem_slab_alloc(&isr_slab, &blocks[0], K_NO_WAIT));
  zassert_ok(k_mem_slab_alloc(&isr_slab, &blocks[1], K_NO_WAIT));
  start_waiter(wait_for_slab);
  k_mem_slab_free(&isr_slab, blocks[1]);
  k_mem_slab_free(&isr_slab, blocks[0]);
  check_waited_for(32, live);
  zassert_equal(waited_for, blocks[1]);
  k_mem_slab_free(&isr_slab, waited_for);
  zassert_equal(probe_live(), live);
}

ZTEST_SUITE(profile_contexts, NULL, NULL, NULL, NULL, NULL);
