/* SPDX-License-Identifier: Apache-2.0 */
/* Blocks that nobody can free any more, and allocations for --fail-alloc. */

#include <string.h>

#include "faults.h"

static void malloc_leak(void) {
  for (int i = 0; i < 3; ++i) {
    kept = k_malloc(100);
  }
  kept = NULL;
}
static void cycle_leak(void) {
  void** first = k_malloc(40);
  void** second = k_malloc(56);
  *first = second;
  *second = first;
}
/* Each block points to the next, which is another allocator's; nothing else points to one. */
static void mixed_cycle_leak(void) {
  void** blocks[] = {(void**)k_malloc(48), (void**)k_heap_alloc(&my_heap, 46, K_NO_WAIT),
                     (void**)slab_block(&my_slab), (void**)one_block()};
  for (size_t i = 0; i < ARRAY_SIZE(blocks); ++i) {
    *blocks[i] = blocks[(i + 1) % ARRAY_SIZE(blocks)];
  }
}
static void blocks_wanted(void) {
  void* run = NULL;
  sys_mem_blocks_alloc_contiguous(&my_blocks, 2, &run);
}
static void leaks_on_stack(void* a, void* b, void* c) {
  char* volatile block = k_malloc(72);
  sink = block != NULL;
}
static void dead_thread_leak(void) {
  in_worker(leaks_on_stack, NULL);
}
static void waits_for_ever(void* a, void* b, void* c) {
  char* volatile block = k_malloc(72);
  k_sleep(K_FOREVER);
  sink = block != NULL;
}
static void aborted_thread_leak(void) {
  k_thread_create(&worker, worker_stack, WORKER_STACK, waits_for_ever, NULL, NULL, NULL, 5, 0,
                  K_NO_WAIT);
  k_thread_name_set(&worker, "worker");
  k_msleep(20);
  k_thread_abort(&worker);
}

/* A table that knows of a block, and does not hold it. */
static void* volatile known_no_roots[2];
static void noted_leak(void) {
  known_no_roots[0] = k_malloc(64);
}
/* Held for 25 s, then lost; the others are held in ways of their own. */
static void lost_while_running(void) {
  char* volatile held = k_malloc(50);
  char* first = k_malloc(100);
  kept = first;
  first = NULL;
  k_msleep(25000);
  kept = (char*)k_malloc(30) + 20;
  k_msleep(100000);
  k_free(held);
}
/* Blocks of one pool: the first two are lost, the third is not. */
static void lost_blocks(void) {
  static void* blocks[3];
  (void)sys_mem_blocks_alloc(&my_blocks, ARRAY_SIZE(blocks), blocks);
  kept = blocks[2];
  memset(blocks, 0, sizeof blocks);
}

const struct fault_case leak_cases[] = {
    CASE(malloc_leak),        CASE(cycle_leak),
    CASE(mixed_cycle_leak),   CASE(blocks_wanted),
    CASE(dead_thread_leak),   CASE(aborted_thread_leak),
    CASE(lost_while_running), CASE(lost_blocks),
    CASE(noted_leak),         NO_MORE_CASES,
};
