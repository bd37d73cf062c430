// SPDX-License-Identifier: Apache-2.0
// The guard's static memory, and its way to the kernel.
#include "zephyr/src/guard.hpp"

#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

#include "core/guard_teller.hpp"
#include "core/port.hpp"

extern "C" {
void* __real_sys_heap_alloc(struct sys_heap* heap, size_t bytes);
void* __real_sys_heap_aligned_alloc(struct sys_heap* heap, size_t align, size_t bytes);
void* __real_sys_heap_aligned_realloc(struct sys_heap* heap, void* block, size_t align,
                                      size_t bytes);
void __real_sys_heap_free(struct sys_heap* heap, void* block);
void __real_k_free(void* block);
void __real_k_heap_free(struct k_heap* heap, void* block);
}

namespace {

constexpr size_t kHeaps = CONFIG_TIDEMARK_MAX_HEAPS;
constexpr size_t kHeld = kHeaps * CONFIG_TIDEMARK_GUARD_QUARANTINE;

// They know blocks and hold none: what searches for lost blocks goes by the names.
constinit tidemark::GuardedHeap heaps_no_roots[kHeaps];
#if CONFIG_TIDEMARK_GUARD_QUARANTINE > 0
// Blocks in here are held: a search must not take them for lost.
constinit tidemark::GuardHeld held[kHeld];
constexpr tidemark::Span<tidemark::GuardHeld> kQuarantine(held, kHeld);
#else
constexpr tidemark::Span<tidemark::GuardHeld> kQuarantine;
#endif
constinit tidemark::GuardFinding findings_no_roots[CONFIG_TIDEMARK_GUARD_FAULTS];
constinit tidemark::Guard guard_no_roots(
    {.slice_bytes = CONFIG_TIDEMARK_GUARD_SLICE_BYTES,
     .quarantine = CONFIG_TIDEMARK_GUARD_QUARANTINE,
     .quarantine_bytes = CONFIG_TIDEMARK_GUARD_QUARANTINE_BYTES,
     .sweep_blocks = CONFIG_TIDEMARK_GUARD_SWEEP_BLOCKS},
    {{heaps_no_roots, kHeaps}, kQuarantine, {findings_no_roots, CONFIG_TIDEMARK_GUARD_FAULTS}});

#if defined(CONFIG_SMP)
struct k_spinlock guard_spinlock;
#endif

struct sys_heap* heap_at(const void* heap) {
  return static_cast<struct sys_heap*>(const_cast<void*>(heap));
}

}  // namespace

void tidemark_guard_making(struct sys_heap* heap) {
  guard_no_roots.forget(heap);
}

void tidemark_guard_made(struct sys_heap* heap, const void* memory, std::size_t bytes) {
  guard_no_roots.made(heap, reinterpret_cast<std::uintptr_t>(heap->heap),
                      reinterpret_cast<std::uintptr_t>(memory) + bytes,
                      IS_ENABLED(CONFIG_TIDEMARK_GUARD_ALL));
}

namespace tidemark::port {

Guard& guard() {
  return guard_no_roots;
}

#if defined(CONFIG_SMP)
unsigned int guard_lock() {
  return static_cast<unsigned int>(k_spin_lock(&guard_spinlock).key);
}
void guard_unlock(unsigned int key) {
  k_spin_unlock(&guard_spinlock, k_spinlock_key_t{static_cast<int>(key)});
}
#else
unsigned int guard_lock() {
  return irq_lock();
}
void guard_unlock(unsigned int key) {
  irq_unlock(key);
}
#endif

void* heap_alloc(void* heap, std::size_t align, std::size_t bytes) {
  return align == 0 ? __real_sys_heap_alloc(heap_at(heap), bytes)
                    : __real_sys_heap_aligned_alloc(heap_at(heap), align, bytes);
}

void heap_free(void* heap, void* block) {
  __real_sys_heap_free(heap_at(heap), block);
}

void* heap_realloc(void* heap, void* block, std::size_t align, std::size_t bytes) {
  return __real_sys_heap_aligned_realloc(heap_at(heap), block, align, bytes);
}

bool is_heap_empty(const void* heap) {
  struct sys_memory_stats stats;
  return heap_at(heap)->heap != nullptr && sys_heap_runtime_stats_get(heap_at(heap), &stats) == 0 &&
         stats.allocated_bytes == 0;
}

const void* current_thread() {
  return k_is_in_isr() || k_is_pre_kernel() ? nullptr : k_current_get();
}

void guard_found(const GuardFinding& finding) {
#if defined(CONFIG_TIDEMARK_GUARD_PANIC)
  print_finding(finding);
  k_panic();
#else
  ARG_UNUSED(finding);
#endif
}

}  // namespace tidemark::port

// It reads the heap's address in the word before the block, whatever stands there.
extern "C" void __wrap_k_free(void* block);
extern "C" void __wrap_k_free(void* block) {
  const void* caller = __builtin_return_address(0);
  if (block == nullptr || guard_no_roots.admits(block, caller)) {
    guard_no_roots.freeing(static_cast<void**>(block) - 1, caller);
    __real_k_free(block);
  }
}

extern "C" void __wrap_k_heap_free(struct k_heap* heap, void* block);
extern "C" void __wrap_k_heap_free(struct k_heap* heap, void* block) {
  guard_no_roots.freeing(block, __builtin_return_address(0));
  __real_k_heap_free(heap, block);
}
