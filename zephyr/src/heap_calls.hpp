// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include <zephyr/sys/sys_heap.h>

/// sys_heap's own functions, for the monitor's own use: where the linker leads calls of sys_heap
/// past the monitor (--wrap), they are reached by these names only.
#if defined(CONFIG_TIDEMARK_HEAP_CALLS)
extern "C" {
void* __real_sys_heap_alloc(struct sys_heap* heap, std::size_t bytes);
void __real_sys_heap_free(struct sys_heap* heap, void* block);
}

inline void* tidemark_own_alloc(struct sys_heap* heap, std::size_t bytes) {
  return __real_sys_heap_alloc(heap, bytes);
}

inline void tidemark_own_free(struct sys_heap* heap, void* block) {
  __real_sys_heap_free(heap, block);
}
#else
inline void* tidemark_own_alloc(struct sys_heap* heap, std::size_t bytes) {
  return sys_heap_alloc(heap, bytes);
}

inline void tidemark_own_free(struct sys_heap* heap, void* block) {
  sys_heap_free(heap, block);
}
#endif

#if defined(CONFIG_TIDEMARK_RUNTIME_HEAPS)
extern "C" void __real_sys_heap_init(struct sys_heap* heap, void* memory, std::size_t bytes);

/// The heap is one that nobody gets to know of.
inline void tidemark_own_init(struct sys_heap* heap, void* memory, std::size_t bytes) {
  __real_sys_heap_init(heap, memory, bytes);
}
#else
inline void tidemark_own_init(struct sys_heap* heap, void* memory, std::size_t bytes) {
  sys_heap_init(heap, memory, bytes);
}
#endif
