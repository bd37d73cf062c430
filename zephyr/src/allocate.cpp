// SPDX-License-Identifier: Apache-2.0
// tidemark_malloc() and its kin: the kernel's functions, the ladder behind them, and the caller
// named as the site.
#include "tidemark/allocate.h"

#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

#include "zephyr/src/climb.hpp"
#include "zephyr/src/site_names.hpp"

// Where the linker leads calls of the kernel's past entry_points.cpp, these go round it.
#if defined(CONFIG_TIDEMARK_ENTRY_CALLS)
extern "C" {
void* __real_k_malloc(size_t bytes);
void* __real_k_calloc(size_t count, size_t bytes);
void* __real_k_aligned_alloc(size_t align, size_t bytes);
void* __real_k_heap_aligned_alloc(struct k_heap* heap, size_t align, size_t bytes,
                                  k_timeout_t timeout);
}
#define TIDEMARK_KERNELS(name) __real_##name
#else
#define TIDEMARK_KERNELS(name) name
#endif

using tidemark::hooks::name_block;

static constexpr std::size_t kHeapWord = sizeof(void*);

#define TIDEMARK_ALLOCATES(name, kernels, parameters, align, bytes, ...)                       \
  void* name parameters {                                                                      \
    const void* const caller = __builtin_return_address(0);                                    \
    const std::uint32_t before = tidemark::hooks::taken();                                     \
    void* block = TIDEMARK_KERNELS(kernels)(__VA_ARGS__);                                      \
    TIDEMARK_CLIMB(                                                                            \
        block, true,                                                                           \
        tidemark::hooks::with_heap_word(tidemark::hooks::system_heap(), align, bytes, caller), \
        TIDEMARK_KERNELS(kernels)(__VA_ARGS__))                                                \
    return name_block(block, kHeapWord, before, caller, TIDEMARK_FRAME);                       \
  }

TIDEMARK_ALLOCATES(tidemark_malloc, k_malloc, (size_t bytes), 0, bytes, bytes)
TIDEMARK_ALLOCATES(tidemark_calloc, k_calloc, (size_t count, size_t bytes), 0,
                   tidemark::hooks::product(count, bytes), count, bytes)
TIDEMARK_ALLOCATES(tidemark_aligned_alloc, k_aligned_alloc, (size_t align, size_t bytes), align,
                   bytes, align, bytes)

// Weak: only newer kernels have it.
extern "C" void* TIDEMARK_KERNELS(k_realloc)(void* block, size_t bytes) __attribute__((weak));

// What it does there.
static void* resize_in_heap(void* block, size_t bytes) {
  void** const whole = static_cast<void**>(block) - 1;
  auto* const heap = static_cast<struct k_heap*>(tidemark::hooks::heap_of(block));
  if (bytes > SIZE_MAX - kHeapWord) {
    return nullptr;
  }
  const k_spinlock_key_t key = k_spin_lock(&heap->lock);
  void* const after =
      sys_heap_aligned_realloc(&heap->heap, whole, sizeof(void*), bytes + kHeapWord);
  k_spin_unlock(&heap->lock, key);
  return after == nullptr ? nullptr : static_cast<void**>(after) + 1;
}

static void* resize(void* block, size_t bytes) {
  return &TIDEMARK_KERNELS(k_realloc) != nullptr ? TIDEMARK_KERNELS(k_realloc)(block, bytes)
                                                 : resize_in_heap(block, bytes);
}

void* tidemark_realloc(void* former, size_t bytes) {
  if (former == nullptr) {
    return tidemark_malloc(bytes);
  } else if (bytes == 0) {
    tidemark_free(former);
    return nullptr;
  }
  const void* const caller = __builtin_return_address(0);
#if defined(CONFIG_TIDEMARK_GUARD)
  // The word before the block is read, whatever stands there.
  if (!tidemark::port::guard().admits(former, caller)) {
    return nullptr;
  }
#endif
  const std::uint32_t before = tidemark::hooks::taken();
  void* block = resize(former, bytes);
  TIDEMARK_CLIMB(
      block, true,
      tidemark::hooks::with_heap_word(tidemark::hooks::heap_of(former), 0, bytes, caller),
      resize(former, bytes))
  return name_block(block, kHeapWord, before, caller, TIDEMARK_FRAME);
}

void* tidemark_heap_alloc(struct k_heap* heap, size_t align, size_t bytes, k_timeout_t timeout) {
  const void* const caller = __builtin_return_address(0);
  const std::uint32_t before = tidemark::hooks::taken();
  const size_t whole = align == 0 ? sizeof(void*) : align;
  void* block = TIDEMARK_KERNELS(k_heap_aligned_alloc)(heap, whole, bytes, timeout);
  TIDEMARK_CLIMB(block, !K_TIMEOUT_EQ(timeout, K_NO_WAIT),
                 (tidemark::AllocationRequest{heap, whole, bytes, caller, false}),
                 TIDEMARK_KERNELS(k_heap_aligned_alloc)(heap, whole, bytes, K_NO_WAIT))
  return name_block(block, 0, before, caller, TIDEMARK_FRAME);
}
