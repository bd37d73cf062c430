/* SPDX-License-Identifier: Apache-2.0 */
/* What a heap listener is told, for which address, with which size. */
#include <zephyr/kernel.h>
#include <zephyr/sys/heap_listener.h>

extern struct k_heap _system_heap;

static uint8_t* base;

static void on_alloc(uintptr_t heap_id, void* mem, size_t bytes) {
  printk("  alloc %d at %d, %zu bytes\n", heap_id == HEAP_ID_FROM_POINTER(&_system_heap.heap),
         (int)((uint8_t*)mem - base), bytes);
}

static void on_free(uintptr_t heap_id, void* mem, size_t bytes) {
  ARG_UNUSED(heap_id);
  printk("  free at %d, %zu bytes\n", (int)((uint8_t*)mem - base), bytes);
}

static HEAP_LISTENER_ALLOC_DEFINE(alloc_listener, HEAP_ID_FROM_POINTER(&_system_heap), on_alloc);
static HEAP_LISTENER_FREE_DEFINE(free_listener, HEAP_ID_FROM_POINTER(&_system_heap), on_free);

int main(void) {
  uint8_t* block = k_malloc(1);

  base = block - sizeof(void*);
  k_free(block);
  heap_listener_register(&alloc_listener);
  heap_listener_register(&free_listener);

  block = k_malloc(100);
  printk("k_malloc: user's pointer at %d\n", (int)(block - base));
  block = k_realloc(block, 50);
  printk("shrunk in place\n");
  block = k_realloc(block, 200);
  printk("grown in place\n");
  void* other = k_malloc(8);
  block = k_realloc(block, 300);
  printk("moved\n");
  block = k_realloc(block, 300);
  printk("same size: nothing; too much %d: nothing\n", k_malloc(4000) == NULL);
  k_free(block);
  heap_listener_unregister(&alloc_listener);
  heap_listener_unregister(&free_listener);
  k_free(other);
  printk("unregistered: nothing\n");
  return 0;
}
