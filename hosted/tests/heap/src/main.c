/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of heaps and slabs on a 64-bit device, step by step. */
#include <stdint.h>
#include <string.h>

#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

/* As an application declares it that knows the sys_heap to be first in the k_heap. */
extern struct sys_heap _system_heap;

K_HEAP_DEFINE(small_heap, 2048);
K_HEAP_DEFINE_NOCACHE(tiny_heap, 1);
K_MEM_SLAB_DEFINE(slab, 20, 3, 8);

static uint8_t __aligned(512) area[2048];

static void show(const char* step, struct sys_heap* heap) {
  struct sys_memory_stats stats;

  if (sys_heap_runtime_stats_get(heap, &stats) != 0 || !sys_heap_validate(heap)) {
    printk("%s: damaged\n", step);
    return;
  }
  printk("%s: %zu/%zu max %zu\n", step, stats.allocated_bytes, stats.free_bytes,
         stats.max_allocated_bytes);
}

static void system_heap(void) {
  void* first;
  void* second;

  show("before", &_system_heap);
  first = k_malloc(100);
  show("1st k_malloc(100)", &_system_heap);
  second = k_malloc(100);
  show("2nd k_malloc(100)", &_system_heap);
  memset(second, 0x5a, 100);
  second = k_realloc(second, 300);
  printk("kept %d\n", ((uint8_t*)second)[99] == 0x5a);
  show("k_realloc(300)", &_system_heap);
  k_free(first);
  k_free(second);
  k_free(NULL);
  first = k_calloc(10, 30);
  printk("zero %d\n", ((uint8_t*)first)[0] == 0 && memcmp(first, (uint8_t*)first + 1, 299) == 0);
  show("k_calloc(10, 30)", &_system_heap);
  k_free(first);
  first = k_aligned_alloc(256, 100);
  printk("aligned %d\n", (uintptr_t)first % 256 == 0);
  k_free(first);
  printk("too much %d, overflow %d\n", k_malloc(5000) == NULL, k_calloc(SIZE_MAX, 2) == NULL);
  (void)sys_heap_runtime_stats_reset_max(&_system_heap);
  show("after", &_system_heap);
}

static void small(struct k_heap* heap) {
  void* block;
  void* other;

  show("init", &heap->heap);
  block = k_heap_alloc(heap, 100, K_NO_WAIT);
  show("k_heap_alloc 100", &heap->heap);
  printk("usable %zu\n", sys_heap_usable_size(&heap->heap, block));
  block = k_heap_realloc(heap, block, 40, K_NO_WAIT);
  show("realloc to 40", &heap->heap);
  block = k_heap_realloc(heap, block, 300, K_NO_WAIT);
  show("realloc to 300", &heap->heap);
  other = k_heap_alloc(heap, 8, K_NO_WAIT);
  block = k_heap_realloc(heap, block, 600, K_NO_WAIT);
  show("8-byte block, realloc to 600", &heap->heap);
  k_heap_free(heap, block);
  k_heap_free(heap, other);
  show("all freed", &heap->heap);
}

static void aligned(void) {
  struct k_heap heap;

  k_heap_init(&heap, area, sizeof(area));
  for (size_t align = 4; align <= 512; align *= 2) {
    uint8_t* block = k_heap_aligned_alloc(&heap, align, 100, K_NO_WAIT);

    printk("align %zu: offset %d\n", align, (int)(block - area));
    show("aligned 100", &heap.heap);
    k_heap_free(&heap, block);
  }
  printk("none: %d %d\n", sys_heap_alloc(&heap.heap, 0) == NULL,
         sys_heap_alloc(&heap.heap, 2048) == NULL);
}

/* A damaged header is seen. */
static __noasan void damaged(void) {
  struct k_heap heap;
  uint8_t* block;

  k_heap_init(&heap, area, sizeof(area));
  block = k_heap_alloc(&heap, 100, K_NO_WAIT);
  printk("valid %d, ", sys_heap_validate(&heap.heap));
  block[104] ^= 1U;
  printk("overrun by one %d\n", sys_heap_validate(&heap.heap));
}

static void slabs(void) {
  struct sys_memory_stats stats;
  struct k_mem_slab bad;
  void* blocks[4];

  for (int i = 0; i < 4; i++) {
    printk("slab alloc %d, ", k_mem_slab_alloc(&slab, &blocks[i], K_NO_WAIT));
    printk("used %u max %u free %u\n", k_mem_slab_num_used_get(&slab),
           k_mem_slab_max_used_get(&slab), k_mem_slab_num_free_get(&slab));
  }
  k_mem_slab_free(&slab, blocks[1]);
  (void)k_mem_slab_runtime_stats_get(&slab, &stats);
  printk("slab %zu/%zu max %zu\n", stats.allocated_bytes, stats.free_bytes,
         stats.max_allocated_bytes);
  (void)k_mem_slab_runtime_stats_reset_max(&slab);
  printk("slab max %u\n", k_mem_slab_max_used_get(&slab));
  printk("misaligned %d, null %d\n", k_mem_slab_init(&bad, area + 1, 16, 2),
         k_mem_slab_runtime_stats_get(NULL, &stats));
}

int main(void) {
  STRUCT_SECTION_FOREACH (k_heap, heap) {
    printk("heap of %zu bytes\n", heap->heap.init_bytes);
  }
  system_heap();
  small(&small_heap);
  aligned();
  damaged();
  slabs();
  return 0;
}
