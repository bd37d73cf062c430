// SPDX-License-Identifier: Apache-2.0
// C and C++ together: constructors when the kernel is up, definitions at file scope, a lambda as a
// thread, the host's library on a main stack of 1024 bytes.
#include <string>
#include <vector>

#include <zephyr/kernel.h>
#include <zephyr/sys/heap_listener.h>
#include <zephyr/sys/util.h>

#include "twice.h"

namespace {

struct Early {
  void* block = k_malloc(10);
  ~Early() { printk("destroyed\n"); }
};

Early early;

}  // namespace

K_HEAP_DEFINE(cpp_heap, 512);
K_MEM_SLAB_DEFINE(cpp_slab, 16, 4, 8);
K_MEM_SLAB_DEFINE_STATIC(static_slab, 16, 2, 8);
static int heard;
static HEAP_LISTENER_ALLOC_DEFINE(on_alloc, HEAP_ID_FROM_POINTER(&cpp_heap.heap),
                                  [](uintptr_t, void*, size_t bytes) {
                                    heard += static_cast<int>(bytes);
                                  });
static HEAP_LISTENER_FREE_DEFINE(on_free, HEAP_ID_FROM_POINTER(&cpp_heap.heap),
                                 [](uintptr_t, void*, size_t) { heard += 1; });
K_THREAD_STACK_DEFINE(stack, 1024);
static k_thread thread;

static_assert(k_ms_to_ticks_ceil32(15) == 2);
static_assert(ARRAY_SIZE("abc") == 4);

int main() {
  static Early inside;
  printk("early %d, inside %d, twice %d\n", early.block != nullptr, inside.block != nullptr,
         twice(21));
  STRUCT_SECTION_FOREACH (k_heap, heap) {
    printk("heap %zu\n", heap->heap.init_bytes);
  }
  STRUCT_SECTION_FOREACH (k_mem_slab, slab) {
    printk("slab %u\n", k_mem_slab_num_free_get(slab));
  }
  heap_listener_register(&on_alloc);
  heap_listener_register(&on_free);
  k_heap_free(&cpp_heap, k_heap_alloc(&cpp_heap, 40, K_NO_WAIT));
  printk("listeners heard %d\n", heard);
  std::vector<int> numbers(100);
  std::string text(1000, 'x');
  printk("host library %zu %zu\n", numbers.size(), text.size());
  int answer = 0;
  auto body = [](void* out, void*, void*) { *static_cast<int*>(out) = 42; };
  k_tid_t tid = k_thread_create(&thread, stack, K_THREAD_STACK_SIZEOF(stack), body, &answer,
                                nullptr, nullptr, 5, 0, K_NO_WAIT);
  k_thread_join(tid, K_FOREVER);
  printk("thread %d\n", answer);
}
