// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/runtime_heaps.hpp"

#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

#include "estimate/heap_layout.hpp"
#if defined(CONFIG_TIDEMARK_GUARD)
#include "zephyr/src/guard.hpp"
#endif

namespace {

// Guarded by irq_lock(), for heaps are made before there are threads, too. On several processors
// two that are made at the same moment are both noted, or one of them is not.
TidemarkMadeHeap made_heaps[CONFIG_TIDEMARK_MAX_HEAPS];

using Word __attribute__((may_alias)) = std::uint32_t;

TIDEMARK_READS_HEAP bool is_there(const TidemarkMadeHeap& made) {
  if (made.heap == nullptr || made.heap->heap != made.metadata) {
    return false;
  }
  const auto* words = static_cast<const Word*>(made.metadata);
  return words[0] == made.words[0] && words[1] == made.words[1] && words[2] == made.words[2];
}

TidemarkMadeHeap* find(const void* heap) {
  for (TidemarkMadeHeap& made : made_heaps) {
    if (made.heap == heap) {
      return &made;
    }
  }
  return nullptr;
}

TidemarkMadeHeap* find_room() {
  for (TidemarkMadeHeap& made : made_heaps) {
    if (!is_there(made)) {
      return &made;
    }
  }
  return nullptr;
}

}  // namespace

// Outside of any namespace: the macro declares the section's symbols in the scope around it.
static bool is_defined_heap(const void* heap) {
  STRUCT_SECTION_FOREACH (k_heap, defined) {
    if (defined == heap) {
      return true;
    }
  }
  return false;
}

TIDEMARK_READS_HEAP static void note(struct sys_heap* heap, bool has_lock) {
  if (is_defined_heap(heap)) {
    return;
  }
  const unsigned int key = irq_lock();
  TidemarkMadeHeap* made = find(heap);
  made = made != nullptr ? made : find_room();
  if (made != nullptr) {
    const auto* words = reinterpret_cast<const Word*>(heap->heap);
    *made = {heap, words, {words[0], words[1], words[2]}, has_lock, true};
  }
  irq_unlock(key);
}

extern "C" {
void __real_sys_heap_init(struct sys_heap* heap, void* mem, size_t bytes);
void __real_k_heap_init(struct k_heap* heap, void* mem, size_t bytes);

void __wrap_sys_heap_init(struct sys_heap* heap, void* mem, size_t bytes) {
#if defined(CONFIG_TIDEMARK_GUARD)
  tidemark_guard_making(heap);
  __real_sys_heap_init(heap, mem, bytes);
  tidemark_guard_made(heap, mem, bytes);
#else
  __real_sys_heap_init(heap, mem, bytes);
#endif
  note(heap, false);
}

// The real one calls sys_heap_init(), which may have noted the heap as one without a lock.
void __wrap_k_heap_init(struct k_heap* heap, void* mem, size_t bytes) {
  __real_k_heap_init(heap, mem, bytes);
  note(&heap->heap, true);
}
}

void tidemark_visit_runtime_heaps(tidemark::port::HeapVisitor visit, void* context) {
  for (TidemarkMadeHeap& made : made_heaps) {
    if (is_there(made)) {
      made.is_new = false;
      visit(made.heap, made.has_lock ? tidemark::Origin::kMade : tidemark::Origin::kMadeWithoutLock,
            nullptr, context);
    }
  }
}

bool tidemark_is_runtime_heap_there(const void* heap) {
  const TidemarkMadeHeap* made = find(heap);
  return made == nullptr || (is_there(*made) && !made->is_new);
}

void tidemark_forget_runtime_heap(const void* heap) {
  TidemarkMadeHeap* made = find(heap);
  if (made != nullptr) {
    *made = {};
  }
}
