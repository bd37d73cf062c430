// SPDX-License-Identifier: Apache-2.0
// Calls above sys_heap: they name the user's code as the site of the block that the call below them
// has counted. The outermost returns last, and wins. Nothing here counts.
#include <zephyr/kernel.h>
#include <zephyr/sys/multi_heap.h>

#include "zephyr/src/site_names.hpp"

// A function that hands out a block `offset` bytes behind what sys_heap gave.
#define TIDEMARK_NAMES(offset, name, parameters, ...)                                      \
  extern "C" void* __real_##name parameters;                                               \
  extern "C" void* __wrap_##name parameters;                                               \
  extern "C" void* __wrap_##name parameters {                                              \
    const std::uint32_t before = tidemark::hooks::taken();                                 \
    void* const block = __real_##name(__VA_ARGS__);                                        \
    return name_block(block, offset, before, __builtin_return_address(0), TIDEMARK_FRAME); \
  }

using tidemark::hooks::name_block;

// k_malloc() keeps the heap's address in the word before the user's.
static constexpr std::size_t kHeapWord = sizeof(void*);

TIDEMARK_NAMES(kHeapWord, k_malloc, (size_t bytes), bytes)
TIDEMARK_NAMES(kHeapWord, k_calloc, (size_t count, size_t bytes), count, bytes)
#if !defined(CONFIG_TIDEMARK_GUARD)
TIDEMARK_NAMES(kHeapWord, k_realloc, (void* former, size_t bytes), former, bytes)
#else
// It reads the heap's address in the word before the block, whatever stands there.
extern "C" void* __real_k_realloc(void* former, size_t bytes);
extern "C" void* __wrap_k_realloc(void* former, size_t bytes);
extern "C" void* __wrap_k_realloc(void* former, size_t bytes) {
  const std::uint32_t before = tidemark::hooks::taken();
  if (former != nullptr && !tidemark::port::guard().admits(former, __builtin_return_address(0))) {
    return nullptr;
  }
  void* const block = __real_k_realloc(former, bytes);
  return name_block(block, kHeapWord, before, __builtin_return_address(0), TIDEMARK_FRAME);
}
#endif
TIDEMARK_NAMES(kHeapWord, k_aligned_alloc, (size_t align, size_t bytes), align, bytes)
TIDEMARK_NAMES(kHeapWord, z_thread_aligned_alloc, (size_t align, size_t bytes), align, bytes)

TIDEMARK_NAMES(0, k_heap_alloc, (struct k_heap * heap, size_t bytes, k_timeout_t timeout), heap,
               bytes, timeout)
TIDEMARK_NAMES(0, k_heap_calloc,
               (struct k_heap * heap, size_t count, size_t bytes, k_timeout_t timeout), heap, count,
               bytes, timeout)
TIDEMARK_NAMES(0, k_heap_aligned_alloc,
               (struct k_heap * heap, size_t align, size_t bytes, k_timeout_t timeout), heap, align,
               bytes, timeout)
TIDEMARK_NAMES(0, k_heap_realloc,
               (struct k_heap * heap, void* former, size_t bytes, k_timeout_t timeout), heap,
               former, bytes, timeout)

TIDEMARK_NAMES(0, sys_multi_heap_alloc, (struct sys_multi_heap * heap, void* config, size_t bytes),
               heap, config, bytes)
TIDEMARK_NAMES(0, sys_multi_heap_aligned_alloc,
               (struct sys_multi_heap * heap, void* config, size_t align, size_t bytes), heap,
               config, align, bytes)
TIDEMARK_NAMES(0, sys_multi_heap_aligned_realloc,
               (struct sys_multi_heap * heap, void* config, void* former, size_t align,
                size_t bytes),
               heap, config, former, align, bytes)
TIDEMARK_NAMES(0, shared_multi_heap_alloc, (unsigned int attribute, size_t bytes), attribute, bytes)
TIDEMARK_NAMES(0, shared_multi_heap_aligned_alloc,
               (unsigned int attribute, size_t align, size_t bytes), attribute, align, bytes)
