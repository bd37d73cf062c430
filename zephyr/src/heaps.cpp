// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

#include "core/port.hpp"
#include "zephyr/src/largest_free.hpp"
#include "zephyr/src/lock_time.hpp"
#include "zephyr/src/runtime_heaps.hpp"

// Only there when the build has a system heap.
extern "C" struct k_heap _system_heap __attribute__((weak));

namespace {

std::uint32_t to_bytes(size_t bytes) {
  return bytes > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(bytes);
}

/// The lock of a heap: its own, or, where only those who use it know what that is, interrupts off.
class HeapLock {
 public:
  HeapLock(struct sys_heap* heap, bool has_lock) : heap_(has_lock ? heap : nullptr) {
    if (heap_ != nullptr) {
      key_ = k_spin_lock(lock());
    } else {
      irq_key_ = irq_lock();
    }
    begin_ = k_cycle_get_32();
  }
  ~HeapLock() {
    tidemark_note_lock_time(begin_);
    if (heap_ != nullptr) {
      k_spin_unlock(lock(), key_);
    } else {
      irq_unlock(irq_key_);
    }
  }
  HeapLock(const HeapLock&) = delete;
  HeapLock& operator=(const HeapLock&) = delete;

 private:
  struct k_spinlock* lock() {
    return &CONTAINER_OF(heap_, struct k_heap, heap)->lock;
  }

  struct sys_heap* heap_;
  k_spinlock_key_t key_;
  unsigned int irq_key_;
  std::uint32_t begin_;
};

struct sys_heap* heap_at(const void* address) {
  return static_cast<struct sys_heap*>(const_cast<void*>(address));
}

}  // namespace

// Outside of any namespace: the macro declares the section's symbols in the scope around it.
static void visit_defined_heaps(tidemark::port::HeapVisitor visit, void* context) {
  STRUCT_SECTION_FOREACH (k_heap, heap) {
    visit(heap, tidemark::Origin::kDefined, heap == &_system_heap ? "_system_heap" : nullptr,
          context);
  }
}

void tidemark::port::for_each_heap(HeapVisitor visit, void* context) {
  visit_defined_heaps(visit, context);
  if (IS_ENABLED(CONFIG_TIDEMARK_RUNTIME_HEAPS)) {
    tidemark_visit_runtime_heaps(visit, context);
  }
}

bool tidemark::port::is_heap_there(const void* heap) {
  return !IS_ENABLED(CONFIG_TIDEMARK_RUNTIME_HEAPS) || tidemark_is_runtime_heap_there(heap);
}

void tidemark::port::forget_heap(const void* heap) {
  if (IS_ENABLED(CONFIG_TIDEMARK_RUNTIME_HEAPS)) {
    tidemark_forget_runtime_heap(heap);
  }
}

void tidemark::port::reset_heap_peak(const void* address, bool has_lock) {
  struct sys_heap* heap = heap_at(address);
  const HeapLock lock(heap, has_lock);
  if (heap->heap != nullptr) {
    (void)sys_heap_runtime_stats_reset_max(heap);
  }
}

bool tidemark::port::read_heap(const void* address, bool has_lock, HeapReading* out) {
  struct sys_heap* heap = heap_at(address);
  struct sys_memory_stats stats;
  {
    const HeapLock lock(heap, has_lock);
    // Null: k_heap_init() was not called yet.
    if (heap->heap == nullptr || !is_heap_there(heap) ||
        sys_heap_runtime_stats_get(heap, &stats) != 0) {
      return false;
    }
#ifdef CONFIG_TIDEMARK_LARGEST_FREE_BLOCK
    out->largest_free = tidemark_largest_free(heap);
#endif
  }
  out->free = to_bytes(stats.free_bytes);
  out->allocated = to_bytes(stats.allocated_bytes);
  out->allocated_max = to_bytes(stats.max_allocated_bytes);
  return true;
}
