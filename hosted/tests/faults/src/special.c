/* SPDX-License-Identifier: Apache-2.0 */
/* Faults that the matrix of kinds and allocators does not have. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faults.h"

/* --- k_malloc and its family --- */
static void malloc_far_past_end(void) {
  kept = k_malloc(100);
  kept[103] = 1;
}
static void malloc_middle(void) {
  kept = k_malloc(100);
  k_free(kept + 16);
}
static void free_of_stack(void) {
  char local[64] = {0};
  kept = local;
  k_free(kept + 8);
}
static void free_of_host(void) {
  kept = malloc(64);
  k_free(kept);
}
static void host_free_of_block(void) {
  kept = k_malloc(100);
  free(kept);
}
static void malloc_to_heap_free(void) {
  kept = k_malloc(100);
  k_heap_free(&my_heap, kept);
}
static void realloc_old(void) {
  kept = k_malloc(24);
  char* old = kept;
  char* blocker = k_malloc(24);
  kept = k_realloc(old, 500);
  sink = old[0];
  k_free(blocker);
}
static void realloc_shrunk(void) {
  kept = k_malloc(100);
  kept = k_realloc(kept, 40);
  kept[41] = 1;
}
static void realloc_freed(void) {
  kept = k_malloc(100);
  k_free(kept);
  kept = k_realloc(kept, 40);
}

/* --- k_heap, sys_heap --- */
static void heap_other(void) {
  kept = k_heap_alloc(&my_heap, 30, K_NO_WAIT);
  k_heap_free(&other_heap, kept);
}
static void heap_tables(void) {
  kept = raw_memory;
  kept[4] = 1;
}

/* --- slabs --- */
static void slab_to_k_free(void) {
  kept = slab_block(&my_slab);
  k_free(kept);
}
static void slab_other(void) {
  kept = slab_block(&my_slab);
  k_mem_slab_free(&other_slab, kept);
}

/* --- memory blocks --- */
static void blocks_part_after_free(void) {
  void* run = NULL;
  sys_mem_blocks_alloc_contiguous(&my_blocks, 3, &run);
  kept = run;
  sys_mem_blocks_free_contiguous(&my_blocks, kept + 64, 1);
  kept[63] = 1;
  kept[128] = 1;
  kept[70] = 1;
}
static void blocks_to_k_free(void) {
  kept = one_block();
  k_free(kept);
}

/* --- the C library, other contexts, other memory --- */
static void memcpy_past_end(void) {
  kept = k_malloc(20);
  memcpy(kept, "012345678901234567890123456789", 24 + (size_t)sink);
}
static void strcpy_past_end(void) {
  kept = k_malloc(8);
  strcpy(kept, sink ? "" : "too long for this");
}
static void snprintf_past_end(void) {
  kept = k_malloc(8);
  snprintf(kept, 16, "%d", 1234567890 + sink);
}
static void frees(void* block, void* b, void* c) {
  k_free(block);
}
static void freed_by_worker(void) {
  kept = k_malloc(48);
  in_worker(frees, kept);
  kept[40] = 1;
}
static void writes(struct k_timer* timer) {
  kept[48] = 1;
}
K_TIMER_DEFINE(timer, writes, NULL);
static void timer_past_end(void) {
  kept = k_malloc(48);
  k_timer_start(&timer, K_MSEC(10), K_NO_WAIT);
  k_msleep(50);
}
static void kernel_object_after_free(void) {
  struct k_sem* sem = k_malloc(sizeof(*sem));
  k_sem_init(sem, 0, 1);
  k_free(sem);
  k_sem_give(sem);
}
static void stack_past_end(void) {
  char local[16] = {0};
  kept = local;
  kept[16 + sink] = 1;
}
static __noinline void fill_local(void) {
  char local[32];
  memset(local, 1, sizeof(local));
  kept = local;
}
/* Only with detect_stack_use_after_return. */
static void stack_after_return(void) {
  fill_local();
  sink = kept[3];
}
static void global_past_end(void) {
  kept = global_bytes;
  global_bytes[32 + sink] = 1;
}

const struct fault_case special_cases[] = {
    CASE(malloc_far_past_end),
    CASE(malloc_middle),
    CASE(free_of_stack),
    CASE(free_of_host),
    CASE(host_free_of_block),
    CASE(malloc_to_heap_free),
    CASE(realloc_old),
    CASE(realloc_shrunk),
    CASE(realloc_freed),
    CASE(heap_other),
    CASE(heap_tables),
    CASE(slab_to_k_free),
    CASE(slab_other),
    CASE(blocks_part_after_free),
    CASE(blocks_to_k_free),
    CASE(memcpy_past_end),
    CASE(strcpy_past_end),
    CASE(snprintf_past_end),
    CASE(freed_by_worker),
    CASE(timer_past_end),
    CASE(kernel_object_after_free),
    CASE(stack_past_end),
    CASE(stack_after_return),
    CASE(global_past_end),
    NO_MORE_CASES,
};
