// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/multi_heap.h>

#include <cstring>

#include <zephyr/sys/__assert.h>

#include "memory/watch.hpp"

namespace {

// Zephyr passes over memory that lies below all heaps.
HOSTED_WATCHED void report_below(void* block) {
  using namespace hosted;
  report_bad_free(HOSTED_REQUEST("sys_multi_heap_free", Family::kHeap, nullptr, 0), block);
}

}  // namespace

void sys_multi_heap_init(sys_multi_heap* heap, sys_multi_heap_fn_t choice_fn) {
  heap->nheaps = 0;
  heap->choice = choice_fn;
}

void sys_multi_heap_add_heap(sys_multi_heap* mheap, sys_heap* heap, void* user_data) {
  __ASSERT(mheap->nheaps < MAX_MULTI_HEAPS, "a multi-heap has at most %d heaps", MAX_MULTI_HEAPS);
  unsigned at = mheap->nheaps++;
  for (; at > 0 && mheap->heaps[at - 1].heap->heap > heap->heap; --at) {
    mheap->heaps[at] = mheap->heaps[at - 1];
  }
  mheap->heaps[at] = {heap, user_data};
}

void* sys_multi_heap_alloc(sys_multi_heap* mheap, void* cfg, std::size_t bytes) {
  HOSTED_KEEPS_FRAME();
  return mheap->choice(mheap, cfg, 0, bytes);
}

void* sys_multi_heap_aligned_alloc(sys_multi_heap* mheap, void* cfg, std::size_t align,
                                   std::size_t bytes) {
  HOSTED_KEEPS_FRAME();
  return mheap->choice(mheap, cfg, align, bytes);
}

const sys_multi_heap_rec* sys_multi_heap_get_heap(const sys_multi_heap* mheap, void* addr) {
  unsigned at = mheap->nheaps;
  while (at > 0 && static_cast<void*>(mheap->heaps[at - 1].heap->heap) > addr) {
    --at;
  }
  return at > 0 ? &mheap->heaps[at - 1] : nullptr;
}

void sys_multi_heap_free(sys_multi_heap* mheap, void* block) {
  HOSTED_KEEPS_FRAME();
  const sys_multi_heap_rec* owner = sys_multi_heap_get_heap(mheap, block);
  if (owner != nullptr) {
    sys_heap_free(owner->heap, block);
  } else if (block != nullptr) {
    report_below(block);
  }
}

void* sys_multi_heap_aligned_realloc(sys_multi_heap* mheap, void* cfg, void* ptr, std::size_t align,
                                     std::size_t bytes) {
  HOSTED_KEEPS_FRAME();
  if (ptr == nullptr) {
    return sys_multi_heap_aligned_alloc(mheap, cfg, align, bytes);
  }
  const sys_multi_heap_rec* owner = sys_multi_heap_get_heap(mheap, ptr);
  __ASSERT(owner != nullptr, "%p is of no heap of the multi-heap", ptr);
  if (bytes == 0) {
    sys_heap_free(owner->heap, ptr);
    return nullptr;
  }
  void* same = sys_heap_aligned_realloc(owner->heap, ptr, align, bytes);
  if (same != nullptr) {
    return same;
  }
  std::size_t had = sys_heap_usable_size(owner->heap, ptr);
  void* moved = sys_multi_heap_aligned_alloc(mheap, cfg, align, bytes);
  if (moved != nullptr) {
    std::memcpy(moved, ptr, had < bytes ? had : bytes);
    sys_heap_free(owner->heap, ptr);
  }
  return moved;
}
