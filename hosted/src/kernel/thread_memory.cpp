// SPDX-License-Identifier: Apache-2.0
#include "kernel/thread_memory.hpp"

#include <zephyr/kernel.h>
#include "../../kernel/include/kernel_internal.h"

#include "kernel/sched.hpp"
#include "memory/k_heap.hpp"

#if K_HEAP_MEM_POOL_SIZE > 0
extern "C" k_heap _system_heap;
#define HOSTED_SYSTEM_HEAP (&_system_heap)
#else
#define HOSTED_SYSTEM_HEAP nullptr
#endif

namespace hosted {

void* thread_malloc(std::size_t bytes) {
  return z_thread_aligned_alloc(0, bytes);
}

}  // namespace hosted

extern "C" {

void* z_thread_aligned_alloc(size_t align, size_t bytes) {
  k_heap* pool = hosted::in_isr() ? HOSTED_SYSTEM_HEAP : z_current_thread->resource_pool;
  return pool != nullptr ? hosted::malloc_from(pool, align, bytes, "z_thread_aligned_alloc")
                         : nullptr;
}

void k_thread_heap_assign(k_thread* thread, k_heap* heap) {
  thread->resource_pool = heap;
}

void k_thread_system_pool_assign(k_thread* thread) {
  thread->resource_pool = HOSTED_SYSTEM_HEAP;
}

}  // extern "C"
