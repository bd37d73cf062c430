// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

#include "core/port.hpp"
#include "zephyr/src/lock_time.hpp"

// Only there when the build has a system heap.
extern "C" struct k_heap _system_heap __attribute__((weak));

namespace {

std::uint32_t to_bytes(size_t bytes) {
  return bytes > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(bytes);
}

}  // namespace

// Outside of any namespace: the macro declares the section's symbols in the scope around it.
static void visit_defined_heaps(tidemark::port::HeapVisitor visit, void* context) {
  STRUCT_SECTION_FOREACH (k_heap, heap) {
    visit(heap, heap == &_system_heap ? "_system_heap" : nullptr, context);
  }
}

void tidemark::port::for_each_heap(HeapVisitor visit, void* context) {
  visit_defined_heaps(visit, context);
}

void tidemark::port::reset_heap_peak(const void* address) {
  auto* heap = static_cast<struct k_heap*>(const_cast<void*>(address));
  const k_spinlock_key_t key = k_spin_lock(&heap->lock);
  if (heap->heap.heap != nullptr) {
    (void)sys_heap_runtime_stats_reset_max(&heap->heap);
  }
  k_spin_unlock(&heap->lock, key);
}

bool tidemark::port::read_heap(const void* address, HeapReading* out) {
  auto* heap = static_cast<struct k_heap*>(const_cast<void*>(address));
  struct sys_memory_stats stats;
  int err = -EINVAL;
  const k_spinlock_key_t key = k_spin_lock(&heap->lock);
  const std::uint32_t begin = k_cycle_get_32();
  if (heap->heap.heap != nullptr) {  // k_heap_init() was called
    err = sys_heap_runtime_stats_get(&heap->heap, &stats);
#ifdef CONFIG_TIDEMARK_LARGEST_FREE_BLOCK
    out->largest_free = tidemark::known(to_bytes(sys_heap_largest_free_get(&heap->heap)));
#endif
  }
  tidemark_note_lock_time(begin);
  k_spin_unlock(&heap->lock, key);
  if (err != 0) {
    return false;
  }
  out->free = to_bytes(stats.free_bytes);
  out->allocated = to_bytes(stats.allocated_bytes);
  out->allocated_max = to_bytes(stats.max_allocated_bytes);
  return true;
}
