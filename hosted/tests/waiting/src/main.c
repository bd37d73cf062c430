/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that wait for memory: the order in which they are served, and the time-outs. */
#include <zephyr/kernel.h>

K_HEAP_DEFINE(heap, 512);
K_MEM_SLAB_DEFINE_STATIC(slab, 32, 1, 8);

static void heap_waiter(void* name, void* bytes, void* timeout_ms) {
  void* block = k_heap_alloc(&heap, (size_t)bytes, K_MSEC((intptr_t)timeout_ms));

  printk("%lld ms: heap waiter %s %s\n", (long long)k_uptime_get(), (char*)name,
         block != NULL ? "has it" : "gave up");
  if (block != NULL) {
    k_sleep(K_MSEC(30));
    k_heap_free(&heap, block);
  }
}

static void slab_waiter(void* name, void* unused, void* timeout_ms) {
  void* block;
  int result = k_mem_slab_alloc(&slab, &block, K_MSEC((intptr_t)timeout_ms));

  printk("%lld ms: slab waiter %s %d\n", (long long)k_uptime_get(), (char*)name, result);
  if (result == 0) {
    k_sleep(K_MSEC(30));
    k_mem_slab_free(&slab, block);
  }
}

K_THREAD_DEFINE(low, 1024, heap_waiter, "low", (void*)200, (void*)500, 8, 0, 0);
K_THREAD_DEFINE(high, 1024, heap_waiter, "high", (void*)200, (void*)500, 4, 0, 0);
K_THREAD_DEFINE(brief, 1024, heap_waiter, "brief", (void*)400, (void*)50, 5, 0, 0);
K_THREAD_DEFINE(slab_low, 1024, slab_waiter, "low", NULL, (void*)500, 9, 0, 0);
K_THREAD_DEFINE(slab_high, 1024, slab_waiter, "high", NULL, (void*)500, 3, 0, 0);
K_THREAD_DEFINE(slab_brief, 1024, slab_waiter, "brief", NULL, (void*)50, 2, 0, 0);

int main(void) {
  void* all = k_heap_alloc(&heap, 400, K_NO_WAIT);
  void* block;
  void* none = &all;
  int first = k_mem_slab_alloc(&slab, &block, K_NO_WAIT);
  int second = k_mem_slab_alloc(&slab, &none, K_NO_WAIT);

  printk("at once: %d, slab %d %d %d\n", k_heap_alloc(&heap, 400, K_NO_WAIT) == NULL, first, second,
         none == NULL);
  k_sleep(K_MSEC(100));
  printk("%lld ms: main frees\n", (long long)k_uptime_get());
  k_heap_free(&heap, all);
  k_mem_slab_free(&slab, block);
  k_sleep(K_MSEC(500));
  printk("used %u\n", k_mem_slab_num_used_get(&slab));
  return 0;
}
