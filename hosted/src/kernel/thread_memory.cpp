// SPDX-License-Identifier: Apache-2.0
#include "kernel/thread_memory.hpp"

#include <zephyr/kernel.h>

#include "kernel/sched.hpp"

namespace hosted {

void* thread_malloc(std::size_t bytes) {
  k_heap* pool = in_isr() ? nullptr : z_current_thread->resource_pool;
  if (pool == nullptr) {
    return k_malloc(bytes);
  }
  // k_free finds the heap in the word before the block.
  auto** block = static_cast<void**>(k_heap_alloc(pool, bytes + sizeof(void*), K_NO_WAIT));
  if (block == nullptr) {
    return nullptr;
  }
  *block = pool;
  return block + 1;
}

}  // namespace hosted

extern "C" {

void k_thread_heap_assign(k_thread* thread, k_heap* heap) {
  thread->resource_pool = heap;
}

void k_thread_system_pool_assign(k_thread* thread) {
  thread->resource_pool = nullptr;
}

}  // extern "C"
