// SPDX-License-Identifier: Apache-2.0

/* Small sequences whose figures are known one by one. */

#include "trace.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <zephyr/sys/mem_stats.h>
#include <zephyr/sys/sys_heap.h>

extern struct k_heap _system_heap;

K_HEAP_DEFINE(defined_heap, 2048);
static uint8_t __aligned(256) area[2048];
static uint8_t __aligned(64) small_area[256];

static void print_heap(const char* step, struct k_heap* heap) {
  struct sys_memory_stats stats;
  int err = sys_heap_runtime_stats_get(&heap->heap, &stats);

  printk("  %s: allocated %u free %u max %u", step, (unsigned int)stats.allocated_bytes,
         (unsigned int)stats.free_bytes, (unsigned int)stats.max_allocated_bytes);
  printk(err == 0 ? "\n" : " error %d\n", err);
}

static void print_usable(const char* step, struct k_heap* heap, void* block) {
  printk("  %s: usable %u\n", step, (unsigned int)sys_heap_usable_size(&heap->heap, block));
}

static void system_heap(void) {
  static void* blocks[40];
  int count = 0;

  printk("[system heap]\n");
  print_heap("before", &_system_heap);
  while (count < 40 && (blocks[count] = k_malloc(100)) != NULL) {
    count++;
    if (count <= 2) {
      print_heap("k_malloc 100", &_system_heap);
    }
  }
  printk("  blocks of 100 until NULL: %d\n", count);
  print_heap("full", &_system_heap);
  while (count > 0) {
    k_free(blocks[--count]);
  }
  print_heap("all freed", &_system_heap);

  void* zeroed = k_calloc(10, 30);
  bool is_zero = true;

  for (int i = 0; i < 300; i++) {
    is_zero = is_zero && ((uint8_t*)zeroed)[i] == 0;
  }
  printk("  k_calloc zeroed: %d\n", is_zero);
  print_heap("k_calloc 10 of 30", &_system_heap);
  k_free(zeroed);
  k_free(NULL);
  printk("  k_malloc(0): %s\n", k_malloc(0) == NULL ? "NULL" : "a block");
  print_heap("after it", &_system_heap);
  printk("  k_calloc of a product above size_t: %s\n",
         k_calloc(SIZE_MAX / 2, 3) == NULL ? "NULL" : "a block");
}

static void table(const char* name, struct k_heap* heap, bool aligned) {
  printk("[%s]\n", name);
  print_heap("init", heap);

  void* block = k_heap_alloc(heap, 100, K_NO_WAIT);

  print_heap("k_heap_alloc 100", heap);
  print_usable("k_heap_alloc 100", heap, block);
  block = sys_heap_realloc(&heap->heap, block, 40);
  print_heap("realloc to 40", heap);
  print_usable("realloc to 40", heap, block);
  block = sys_heap_realloc(&heap->heap, block, 300);
  print_heap("realloc to 300", heap);

  void* wall = k_heap_alloc(heap, 8, K_NO_WAIT);

  block = sys_heap_realloc(&heap->heap, block, 600);
  print_heap("8-byte block, realloc to 600", heap);
  k_heap_free(heap, block);
  k_heap_free(heap, wall);
  print_heap("all freed", heap);
  if (aligned) {
    for (size_t align = 4; align <= 256; align *= 2) {
      block = k_heap_aligned_alloc(heap, align, 100, K_NO_WAIT);
      printk("  align %u, offset %u, modulo %u:\n", (unsigned int)align,
             (unsigned int)((uint8_t*)block - area), (unsigned int)((uintptr_t)block % align));
      print_heap("aligned_alloc 100", heap);
      k_heap_free(heap, block);
    }
  }
}

/* What a heap of 256 bytes gives before it is full, and what is left when every other block is
 * freed. */
static void small_heap(void) {
  struct k_heap heap;
  void* blocks[32];
  int count = 0;

  printk("[256-byte heap]\n");
  k_heap_init(&heap, small_area, sizeof(small_area));
  print_heap("init", &heap);
  while (count < 32 && (blocks[count] = k_heap_alloc(&heap, 1, K_NO_WAIT)) != NULL) {
    printk("  block %d at offset %u\n", count,
           (unsigned int)((uint8_t*)blocks[count] - small_area));
    count++;
  }
  print_heap("full of 1-byte blocks", &heap);
  for (int i = 0; i < count; i += 2) {
    k_heap_free(&heap, blocks[i]);
  }
  print_heap("every other freed", &heap);
  printk("  9 bytes fit: %d\n", k_heap_alloc(&heap, 9, K_NO_WAIT) != NULL);
  for (int i = 1; i < count; i += 2) {
    k_heap_free(&heap, blocks[i]);
  }
  print_heap("the others freed", &heap);
}

void trace_heap_tables(void) {
  struct k_heap heap;

  system_heap();
  table("K_HEAP_DEFINE 2048", &defined_heap, false);
  k_heap_init(&heap, area, sizeof(area));
  table("k_heap_init of 2048 bytes at a multiple of 256", &heap, true);
  small_heap();
}
