/* SPDX-License-Identifier: Apache-2.0 */
/* Every kind of fault with a block of every allocator. */
#include <string.h>
#include <zephyr/multi_heap/shared_multi_heap.h>

#include "faults.h"

/* Functions of their own, so that their names stand in the stacks. */
#define TAKE(allocator) static __noinline char* take_##allocator(size_t bytes)
#define GIVE(call) static __noinline void give_##call(char* block)

TAKE(k_malloc) {
  return k_malloc(bytes);
}
TAKE(k_calloc) {
  return k_calloc(1, bytes);
}
TAKE(k_realloc) {
  return k_realloc(k_malloc(8), bytes);
}
TAKE(k_aligned_alloc) {
  return k_aligned_alloc(64, bytes);
}
GIVE(k_free) {
  k_free(block);
}

TAKE(k_heap_alloc) {
  return k_heap_alloc(&my_heap, bytes, K_NO_WAIT);
}
TAKE(k_heap_aligned_alloc) {
  return k_heap_aligned_alloc(&my_heap, 64, bytes, K_NO_WAIT);
}
TAKE(k_heap_calloc) {
  return k_heap_calloc(&my_heap, 1, bytes, K_NO_WAIT);
}
TAKE(k_heap_realloc) {
  return k_heap_realloc(&my_heap, k_heap_alloc(&my_heap, 8, K_NO_WAIT), bytes, K_NO_WAIT);
}
GIVE(k_heap_free) {
  k_heap_free(&my_heap, block);
}

TAKE(sys_heap_alloc) {
  return sys_heap_alloc(&raw_heap, bytes);
}
TAKE(sys_heap_aligned_alloc) {
  return sys_heap_aligned_alloc(&raw_heap, 64, bytes);
}
TAKE(sys_heap_realloc) {
  return sys_heap_realloc(&raw_heap, sys_heap_alloc(&raw_heap, 8), bytes);
}
GIVE(sys_heap_free) {
  sys_heap_free(&raw_heap, block);
}

TAKE(sys_multi_heap_alloc) {
  return sys_multi_heap_alloc(&my_multi, NULL, bytes);
}
TAKE(sys_multi_heap_realloc) {
  return sys_multi_heap_realloc(&my_multi, NULL, sys_multi_heap_alloc(&my_multi, NULL, 8), bytes);
}
GIVE(sys_multi_heap_free) {
  sys_multi_heap_free(&my_multi, block);
}

TAKE(shared_multi_heap_alloc) {
  static char memory[512] __aligned(8);
  struct shared_multi_heap_region region = {
      .attr = SMH_REG_ATTR_CACHEABLE, .addr = (uintptr_t)memory, .size = sizeof(memory)};
  if (shared_multi_heap_pool_init() == 0) {
    (void)shared_multi_heap_add(&region, NULL);
  }
  return shared_multi_heap_alloc(SMH_REG_ATTR_CACHEABLE, bytes);
}
GIVE(shared_multi_heap_free) {
  shared_multi_heap_free(block);
}

TAKE(k_mem_slab_alloc) {
  void* block = NULL;
  (void)k_mem_slab_alloc(&my_slab, &block, K_NO_WAIT);
  return block;
}
GIVE(k_mem_slab_free) {
  k_mem_slab_free(&my_slab, block);
}

TAKE(sys_mem_blocks_alloc) {
  void* block = NULL;
  (void)sys_mem_blocks_alloc(&my_blocks, 1, &block);
  return block;
}
GIVE(sys_mem_blocks_free) {
  void* blocks[] = {block};
  printk("freed: %d\n", sys_mem_blocks_free(&my_blocks, 1, blocks));
}

TAKE(sys_mem_blocks_alloc_contiguous) {
  void* run = NULL;
  (void)sys_mem_blocks_alloc_contiguous(&my_blocks, bytes / 64, &run);
  return run;
}
GIVE(sys_mem_blocks_free_contiguous) {
  printk("freed: %d\n", sys_mem_blocks_free_contiguous(&my_blocks, block, 2));
}

TAKE(sys_multi_mem_blocks_alloc) {
  void* block = NULL;
  (void)sys_multi_mem_blocks_alloc(&my_group, NULL, 1, &block, NULL);
  return block;
}
GIVE(sys_multi_mem_blocks_free) {
  void* blocks[] = {block};
  printk("freed: %d\n", sys_multi_mem_blocks_free(&my_group, 1, blocks));
}

static const struct allocator {
  const char* name;
  char* (*take)(size_t bytes);
  void (*give)(char* block);
  size_t bytes;
} allocators[] = {
#define ALLOCATOR(allocator, free_call, bytes) \
  { #allocator, take_##allocator, give_##free_call, bytes }
    ALLOCATOR(k_malloc, k_free, 30),
    ALLOCATOR(k_calloc, k_free, 30),
    ALLOCATOR(k_realloc, k_free, 30),
    ALLOCATOR(k_aligned_alloc, k_free, 30),
    ALLOCATOR(k_heap_alloc, k_heap_free, 30),
    ALLOCATOR(k_heap_aligned_alloc, k_heap_free, 30),
    ALLOCATOR(k_heap_calloc, k_heap_free, 30),
    ALLOCATOR(k_heap_realloc, k_heap_free, 30),
    ALLOCATOR(sys_heap_alloc, sys_heap_free, 30),
    ALLOCATOR(sys_heap_aligned_alloc, sys_heap_free, 30),
    ALLOCATOR(sys_heap_realloc, sys_heap_free, 30),
    ALLOCATOR(sys_multi_heap_alloc, sys_multi_heap_free, 30),
    ALLOCATOR(sys_multi_heap_realloc, sys_multi_heap_free, 30),
    ALLOCATOR(shared_multi_heap_alloc, shared_multi_heap_free, 30),
    ALLOCATOR(k_mem_slab_alloc, k_mem_slab_free, 64),
    ALLOCATOR(sys_mem_blocks_alloc, sys_mem_blocks_free, 64),
    ALLOCATOR(sys_mem_blocks_alloc_contiguous, sys_mem_blocks_free_contiguous, 128),
    ALLOCATOR(sys_multi_mem_blocks_alloc, sys_multi_mem_blocks_free, 64),
};

static __noinline void past_end(const struct allocator* a) {
  kept[a->bytes] = 1;
}
static __noinline void before_start(const struct allocator* a) {
  sink = kept[-1];
}
static __noinline void after_free(const struct allocator* a) {
  a->give(kept);
  kept[1] = 1;
}
static __noinline void double_free(const struct allocator* a) {
  a->give(kept);
  a->give(kept);
}
static __noinline void foreign_free(const struct allocator* a) {
  a->give(global_bytes + 8);
}
static __noinline void leak(const struct allocator* a) {
  kept = NULL;
}
/* Only Valgrind sees this one. */
static __noinline void unset(const struct allocator* a) {
  if (kept[a->bytes - 1] != 0) {
    sink = 1;
  }
}

static const struct kind {
  const char* name;
  void (*run)(const struct allocator* a);
} kinds[] = {
#define KIND(kind) \
  { #kind, kind }
    KIND(past_end),     KIND(before_start), KIND(after_free), KIND(double_free),
    KIND(foreign_free), KIND(leak),         KIND(unset),
};

bool run_matrix(const char* name) {
  const char* dot = strchr(name, '.');
  for (size_t k = 0; k < ARRAY_SIZE(kinds) && dot != NULL; ++k) {
    if (strlen(kinds[k].name) != (size_t)(dot - name) ||
        strncmp(kinds[k].name, name, (size_t)(dot - name)) != 0) {
      continue;
    }
    for (size_t a = 0; a < ARRAY_SIZE(allocators); ++a) {
      if (strcmp(allocators[a].name, dot + 1) == 0) {
        kept = allocators[a].take(allocators[a].bytes);
        kinds[k].run(&allocators[a]);
        return true;
      }
    }
  }
  return false;
}
