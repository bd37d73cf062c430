// SPDX-License-Identifier: Apache-2.0
// Calls above sys_heap: they name the user's code as the site of the block that the call below them
// has counted. The outermost returns last, and wins. Nothing here counts.
#include <zephyr/kernel.h>
#include <zephyr/sys/multi_heap.h>

#include "zephyr/src/profile_hooks.hpp"

// A function that hands out a block `offset` bytes behind what sys_heap gave, if any was sampled on
// the way. What another context samples meanwhile makes this look in vain.
#define TIDEMARK_NAMES(offset, name, parameters, ...)                                              \
  extern "C" void* __real_##name parameters;                                                       \
  extern "C" void* __wrap_##name parameters;                                                       \
  extern "C" void* __wrap_##name parameters {                                                      \
    const std::uint32_t before = tidemark::image_profiler().taken();                               \
    void* const block = __real_##name(__VA_ARGS__);                                                \
    if (tidemark::image_profiler().taken() == before) [[likely]] {                                 \
      return block;                                                                                \
    }                                                                                              \
    return tidemark::hooks::name_site(block, offset, __builtin_return_address(0), TIDEMARK_FRAME); \
  }

namespace {

// k_malloc() keeps the heap's address in the word before the user's.
constexpr std::size_t kHeapWord = sizeof(void*);

}  // namespace

TIDEMARK_NAMES(kHeapWord, k_malloc, (size_t bytes), bytes)
TIDEMARK_NAMES(kHeapWord, k_calloc, (size_t count, size_t bytes), count, bytes)
TIDEMARK_NAMES(kHeapWord, k_realloc, (void* former, size_t bytes), former, bytes)
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
