// SPDX-License-Identifier: Apache-2.0
// Calls above sys_heap: they name the user's code as the site of the block that the call below them
// has counted, and send what fails up the ladder. The outermost returns last, and wins. Nothing
// here counts.
#include <zephyr/kernel.h>
#include <zephyr/sys/multi_heap.h>

#include "zephyr/src/climb.hpp"
#include "zephyr/src/site_names.hpp"

// A function that hands out a block `offset` bytes behind what sys_heap gave. `begins` and `climbs`
// may be nothing.
#define TIDEMARK_ENTRY(offset, name, parameters, begins, climbs, ...)        \
  extern "C" void* __real_##name parameters;                                 \
  extern "C" void* __wrap_##name parameters;                                 \
  extern "C" void* __wrap_##name parameters {                                \
    begins const void* const caller = __builtin_return_address(0);           \
    const std::uint32_t before = tidemark::hooks::taken();                   \
    void* block = __real_##name(__VA_ARGS__);                                \
    climbs return name_block(block, offset, before, caller, TIDEMARK_FRAME); \
  }

// One of the kernel's, of `bytes` from the system heap or `heap`.
#define TIDEMARK_KERNEL_ENTRY(name, parameters, heap, align, bytes, ...)                           \
  TIDEMARK_ENTRY(                                                                                  \
      kHeapWord, name, parameters, ,                                                               \
      TIDEMARK_CLIMB_ALL(block, true, tidemark::hooks::with_heap_word(heap, align, bytes, caller), \
                         __real_##name(__VA_ARGS__)),                                              \
      __VA_ARGS__)

// Where nobody wants names, a call that does not climb goes on as if it had not come here.
#if defined(CONFIG_TIDEMARK_HEAP_CALLS)
#define TIDEMARK_PASS_ON(condition, call)
#else
#define TIDEMARK_PASS_ON(condition, call) \
  if (condition) {                        \
    return call;                          \
  }
#endif

// One of k_heap. Who says K_NO_WAIT does not wait for the ladder either; k_malloc() is among them.
// `again` is the call without a timeout.
#define TIDEMARK_HEAP_ENTRY(name, parameters, align, bytes, again, ...)                            \
  TIDEMARK_ENTRY(                                                                                  \
      0, name, parameters, TIDEMARK_PASS_ON(K_TIMEOUT_EQ(timeout, K_NO_WAIT), again),              \
      TIDEMARK_CLIMB_ALL(block, !K_TIMEOUT_EQ(timeout, K_NO_WAIT),                                 \
                         (tidemark::AllocationRequest{heap, align, bytes, caller, false}), again), \
      __VA_ARGS__)

#define TIDEMARK_NAMES(offset, name, parameters, ...) \
  TIDEMARK_ENTRY(offset, name, parameters, , , __VA_ARGS__)

using tidemark::hooks::name_block;

// k_malloc() keeps the heap's address in the word before the user's.
static constexpr std::size_t kHeapWord = sizeof(void*);

TIDEMARK_KERNEL_ENTRY(k_malloc, (size_t bytes), tidemark::hooks::system_heap(), 0, bytes, bytes)
TIDEMARK_KERNEL_ENTRY(k_calloc, (size_t count, size_t bytes), tidemark::hooks::system_heap(), 0,
                      tidemark::hooks::product(count, bytes), count, bytes)
TIDEMARK_KERNEL_ENTRY(k_aligned_alloc, (size_t align, size_t bytes), tidemark::hooks::system_heap(),
                      align, bytes, align, bytes)

// Weak, as in allocate.cpp: a kernel that does not have it must not miss it.
extern "C" void* __real_k_realloc(void* former, size_t bytes) __attribute__((weak));
extern "C" void* __wrap_k_realloc(void* former, size_t bytes);
extern "C" void* __wrap_k_realloc(void* former, size_t bytes) {
  const void* const caller = __builtin_return_address(0);
  const std::uint32_t before = tidemark::hooks::taken();
#if defined(CONFIG_TIDEMARK_GUARD)
  // It reads the heap's address in the word before the block, whatever stands there.
  if (former != nullptr && !tidemark::port::guard().admits(former, caller)) {
    return nullptr;
  }
#endif
  void* block = __real_k_realloc(former, bytes);
  TIDEMARK_CLIMB_ALL(
      block, bytes != 0,
      tidemark::hooks::with_heap_word(
          former == nullptr ? tidemark::hooks::system_heap() : tidemark::hooks::heap_of(former), 0,
          bytes, caller),
      __real_k_realloc(former, bytes))
  return name_block(block, kHeapWord, before, caller, TIDEMARK_FRAME);
}

// The kernel allocates its objects by it, often with a lock held.
TIDEMARK_NAMES(kHeapWord, z_thread_aligned_alloc, (size_t align, size_t bytes), align, bytes)

TIDEMARK_HEAP_ENTRY(k_heap_alloc, (struct k_heap * heap, size_t bytes, k_timeout_t timeout),
                    sizeof(void*), bytes, __real_k_heap_alloc(heap, bytes, K_NO_WAIT), heap, bytes,
                    timeout)
TIDEMARK_HEAP_ENTRY(k_heap_calloc,
                    (struct k_heap * heap, size_t count, size_t bytes, k_timeout_t timeout),
                    sizeof(void*), tidemark::hooks::product(count, bytes),
                    __real_k_heap_calloc(heap, count, bytes, K_NO_WAIT), heap, count, bytes,
                    timeout)
TIDEMARK_HEAP_ENTRY(k_heap_aligned_alloc,
                    (struct k_heap * heap, size_t align, size_t bytes, k_timeout_t timeout), align,
                    bytes, __real_k_heap_aligned_alloc(heap, align, bytes, K_NO_WAIT), heap, align,
                    bytes, timeout)
TIDEMARK_HEAP_ENTRY(k_heap_realloc,
                    (struct k_heap * heap, void* former, size_t bytes, k_timeout_t timeout),
                    sizeof(void*), bytes, __real_k_heap_realloc(heap, former, bytes, K_NO_WAIT),
                    heap, former, bytes, timeout)

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
