// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/sys_heap.h>

#include <algorithm>
#include <cstring>

#include <zephyr/sys/__assert.h>
#include <zephyr/sys/heap_listener.h>

#include "memory/heap.hpp"
#include "memory/misuse.hpp"
#include "memory/raw_copy.hpp"
#include "memory/regions.hpp"
#include "memory/valgrind.hpp"
#include "memory/watch.hpp"

using hosted::kHeaderBytes;
using hosted::kUnitBytes;
using hosted::Units;

namespace {

std::uintptr_t round_up(std::uintptr_t value, std::size_t multiple) {
  return (value + multiple - 1) & ~(std::uintptr_t{multiple} - 1);
}

void check([[maybe_unused]] sys_heap* heap) {
#ifdef CONFIG_SYS_HEAP_VALIDATE
  __ASSERT(sys_heap_validate(heap), "heap %p is damaged", static_cast<void*>(heap));
#endif
}

// Marks a chunk used and tells the statistics and the listeners.
void* hand_out(sys_heap* heap, Units at, void* block) {
  z_heap& h = *heap->heap;
  h.set_used(at);
  h.count_allocated(h.value(at));
  heap_listener_notify_alloc(HEAP_ID_FROM_POINTER(heap), block, h.value(at));
  return block;
}

void trim(z_heap& h, Units at, Units wanted) {
  if (h.units(at) > wanted) {
    h.insert(h.cut(at, wanted));
  }
}

// What the alignment argument of sys_heap_aligned_alloc means.
struct Alignment {
  std::size_t multiple;  // of which block + offset is to be a multiple
  std::size_t offset;
  std::size_t saved;  // bytes of padding that the header makes unnecessary
};

void* alloc_aligned(sys_heap* heap, Alignment wish, std::size_t bytes) {
  z_heap& h = *heap->heap;
  if (bytes == 0 || h.too_big(bytes)) {
    return nullptr;
  }
  Units padded = h.take(z_heap::units_for(bytes + wish.multiple - wish.saved));
  if (padded == 0) {
    return nullptr;
  }
  auto first = reinterpret_cast<std::uintptr_t>(h.memory(padded));
  std::uintptr_t block = round_up(first + wish.offset, wish.multiple) - wish.offset;
  Units at = h.owner(reinterpret_cast<void*>(block));
  if (at > padded) {
    h.cut(padded, at - padded);
    h.insert(padded);
  }
  std::uintptr_t stop = round_up(block + bytes, kUnitBytes) - reinterpret_cast<std::uintptr_t>(&h);
  trim(h, at, static_cast<Units>(stop / kUnitBytes) - at);
  return hand_out(heap, at, reinterpret_cast<void*>(block));
}

void notify_resized(sys_heap* heap, Units at, void* block, std::size_t bytes_before) {
  // Both events carry the same address, the new size first: that is the order on a device.
  heap_listener_notify_alloc(HEAP_ID_FROM_POINTER(heap), block, heap->heap->value(at));
  heap_listener_notify_free(HEAP_ID_FROM_POINTER(heap), block, bytes_before);
}

void shrink(sys_heap* heap, Units at, void* block, Units wanted) {
  z_heap& h = *heap->heap;
  std::size_t before = h.value(at);
  h.count_freed((h.units(at) - wanted) * kUnitBytes);
  Units rest = h.cut(at, wanted);
  h.set_used(at);
  h.release(rest);
  notify_resized(heap, at, block, before);
}

bool grow_in_place(sys_heap* heap, Units at, void* block, Units wanted) {
  z_heap& h = *heap->heap;
  Units next = h.right(at);
  if (h.is_used(next) || h.units(at) + h.units(next) < wanted) {
    return false;
  }
  std::size_t before = h.value(at);
  Units growth = wanted - h.units(at);
  h.remove(next);
  trim(h, next, growth);
  h.set_size(at, wanted, true);
  h.count_allocated(growth * kUnitBytes);
  notify_resized(heap, at, block, before);
  return true;
}

}  // namespace

using hosted::add_region;

namespace {

#if CONFIG_SYS_HEAP_ARRAY_SIZE > 0
sys_heap* g_heaps[CONFIG_SYS_HEAP_ARRAY_SIZE];
int g_heap_count = 0;

void list_heap(sys_heap* heap) {
  sys_heap** end = g_heaps + g_heap_count;
  if (g_heap_count < CONFIG_SYS_HEAP_ARRAY_SIZE && std::find(g_heaps, end, heap) == end) {
    g_heaps[g_heap_count++] = heap;
  }
}
#else
sys_heap** g_heaps = nullptr;
constexpr int g_heap_count = 0;

void list_heap(sys_heap*) {}
#endif

}  // namespace

int sys_heap_array_get(sys_heap*** heap) {
  *heap = g_heaps;
  return g_heap_count;
}

void sys_heap_init(sys_heap* heap, void* mem, std::size_t bytes) {
  __ASSERT(bytes > kHeaderBytes && bytes / kUnitBytes <= 0x7fffffffU, "heap size %zu", bytes);
  hosted::ValgrindPause pause;
  auto start = round_up(reinterpret_cast<std::uintptr_t>(mem), kUnitBytes);
  auto stop = (reinterpret_cast<std::uintptr_t>(mem) + bytes - kHeaderBytes) &
              ~std::uintptr_t{kUnitBytes - 1};
  auto& h = *reinterpret_cast<z_heap*>(start);
  heap->heap = &h;
  add_region(hosted::RegionKind::kHeap, heap, mem, bytes, 0);
  h = {};
  h.end = static_cast<Units>((stop - start) / kUnitBytes);
  unsigned buckets = h.bucket_count();
  std::size_t tables = sizeof(z_heap) + buckets * sizeof(Units);
  auto first = static_cast<Units>((tables + kUnitBytes - 1) / kUnitBytes);
  __ASSERT(first + hosted::kSmallestListed <= h.end, "heap size %zu is too small", bytes);
  std::memset(h.heads(), 0, buckets * sizeof(Units));
  h.chunk(h.end).units_and_used = 1;
  h.set_size(0, first, true);
  h.set_size(first, h.end - first, false);
  h.insert(first);
  hosted::close_area(heap, mem, bytes);
  list_heap(heap);
}

namespace hosted {

void* heap_alloc(sys_heap* heap, std::size_t bytes) {
  check(heap);
  z_heap& h = *heap->heap;
  if (bytes == 0 || h.too_big(bytes)) {
    return nullptr;
  }
  Units wanted = z_heap::units_for(bytes);
  Units at = h.take(wanted);
  if (at == 0) {
    return nullptr;
  }
  trim(h, at, wanted);
  return hand_out(heap, at, h.memory(at));
}

void* heap_aligned_alloc(sys_heap* heap, std::size_t align, std::size_t bytes) {
  std::size_t lowest = align & (0 - align);
  if (align != lowest) {
    std::size_t multiple = align - lowest;
    __ASSERT((multiple & (multiple - 1)) == 0, "alignment 0x%zx has more than two bits", align);
    check(heap);
    return alloc_aligned(heap, {multiple, lowest, lowest < kHeaderBytes ? lowest : kHeaderBytes},
                         bytes);
  }
  if (align <= kHeaderBytes) {
    return heap_alloc(heap, bytes);
  }
  check(heap);
  return alloc_aligned(heap, {align, 0, kHeaderBytes}, bytes);
}

bool heap_free(sys_heap* heap, void* mem) {
  check(heap);
  z_heap& h = *heap->heap;
  Units at = h.owner(mem);
  Units first = h.units(0);
  if (at - first >= h.end - first || !h.is_used(at) || h.units(at) > h.end - at ||
      h.left(h.right(at)) != at) {
    return false;
  }
  std::size_t bytes = h.value(at);
  h.count_freed(bytes);
  heap_listener_notify_free(HEAP_ID_FROM_POINTER(heap), mem, bytes);
  h.release(at);
  return true;
}

void* heap_realloc(sys_heap* heap, void* ptr, std::size_t align, std::size_t bytes) {
  __ASSERT((align & (align - 1)) == 0, "alignment 0x%zx is not a power of two", align);
  check(heap);
  z_heap& h = *heap->heap;
  if (h.too_big(bytes)) {
    return nullptr;
  }
  Units at = h.owner(ptr);
  auto offset = static_cast<std::size_t>(static_cast<unsigned char*>(ptr) - h.memory(at));
  Units wanted = z_heap::units_for(bytes + offset);
  bool aligned = align == 0 || (reinterpret_cast<std::uintptr_t>(ptr) & (align - 1)) == 0;
  if (aligned) {
    if (h.units(at) == wanted) {
      return ptr;
    }
    if (h.units(at) > wanted) {
      shrink(heap, at, ptr, wanted);
      return ptr;
    }
    if (grow_in_place(heap, at, ptr, wanted)) {
      return ptr;
    }
  }
  void* moved = heap_aligned_alloc(heap, align, bytes);
  if (moved != nullptr) {
    std::size_t had = h.value(at) - offset;
    raw_copy(moved, ptr, had < bytes ? had : bytes);
    (void)heap_free(heap, ptr);
  }
  return moved;
}

}  // namespace hosted

hosted::InnerCall* hosted::InnerCall::current = nullptr;

using namespace hosted;

namespace {

// The watched forms are not inlined, so that their frame is that of the caller's call.
HOSTED_WATCHED void* watched_alloc(sys_heap* heap, std::size_t bytes) {
  Request request = HOSTED_REQUEST("sys_heap_alloc", Family::kHeap, heap, bytes);
  if (refused(request, K_NO_WAIT)) {
    return nullptr;
  }
  ValgrindPause pause;
  return allocated(request, heap_alloc(heap, bytes));
}

HOSTED_WATCHED void* watched_aligned_alloc(sys_heap* heap, std::size_t align, std::size_t bytes) {
  Request request = HOSTED_REQUEST("sys_heap_aligned_alloc", Family::kHeap, heap, bytes);
  if (refused(request, K_NO_WAIT)) {
    return nullptr;
  }
  ValgrindPause pause;
  return allocated(request, heap_aligned_alloc(heap, align, bytes));
}

HOSTED_WATCHED void watched_free(sys_heap* heap, void* mem) {
  freeing(HOSTED_REQUEST("sys_heap_free", Family::kHeap, heap, 0), mem);
  ValgrindPause pause;
  if (!heap_free(heap, mem)) {
    bad_plain_free("sys_heap_free", Family::kHeap, heap, mem, __builtin_return_address(0));
  }
}

HOSTED_WATCHED void* watched_realloc(sys_heap* heap, void* ptr, std::size_t align,
                                     std::size_t bytes) {
  Request request = HOSTED_REQUEST("sys_heap_realloc", Family::kHeap, heap, bytes);
  if (refused(request, K_NO_WAIT)) {
    return nullptr;
  }
  expect_block(request, ptr);
  ValgrindPause pause;
  void* after = heap_realloc(heap, ptr, align, bytes);
  if (after != nullptr) {
    resized(request, ptr, after);
  }
  return after;
}

}  // namespace

void* sys_heap_alloc(sys_heap* heap, std::size_t bytes) {
  if (InnerCall::covers(heap)) {
    return heap_alloc(heap, bytes);
  }
  if (g_watch != 0) [[unlikely]] {
    return watched_alloc(heap, bytes);
  }
  ++g_attempts;
  return heap_alloc(heap, bytes);
}

void* sys_heap_aligned_alloc(sys_heap* heap, std::size_t align, std::size_t bytes) {
  if (InnerCall::covers(heap)) {
    return heap_aligned_alloc(heap, align, bytes);
  }
  if (g_watch != 0) [[unlikely]] {
    return watched_aligned_alloc(heap, align, bytes);
  }
  ++g_attempts;
  return heap_aligned_alloc(heap, align, bytes);
}

void sys_heap_free(sys_heap* heap, void* mem) {
  if (mem == nullptr) {
    return;
  }
  if (InnerCall::covers(heap)) {
    InnerCall::current->has_freed = heap_free(heap, mem);
    return;
  }
  if (g_watch != 0) [[unlikely]] {
    watched_free(heap, mem);
    return;
  }
  if (!heap_free(heap, mem)) [[unlikely]] {
    bad_plain_free("sys_heap_free", Family::kHeap, heap, mem, __builtin_return_address(0));
  }
}

void* sys_heap_aligned_realloc(sys_heap* heap, void* ptr, std::size_t align, std::size_t bytes) {
  if (ptr == nullptr) {
    return sys_heap_aligned_alloc(heap, align, bytes);
  }
  if (bytes == 0) {
    sys_heap_free(heap, ptr);
    return nullptr;
  }
  if (InnerCall::covers(heap)) {
    return heap_realloc(heap, ptr, align, bytes);
  }
  if (g_watch != 0) [[unlikely]] {
    return watched_realloc(heap, ptr, align, bytes);
  }
  ++g_attempts;
  return heap_realloc(heap, ptr, align, bytes);
}

void* sys_heap_realloc(sys_heap* heap, void* ptr, std::size_t bytes) {
  return sys_heap_aligned_realloc(heap, ptr, 0, bytes);
}

std::size_t sys_heap_usable_size(sys_heap* heap, void* mem) {
  ValgrindPause pause;
  z_heap& h = *heap->heap;
  Units at = h.owner(mem);
  auto bytes =
      static_cast<std::size_t>(h.memory(at) + h.value(at) - static_cast<unsigned char*>(mem));
  if (g_watch != 0) [[unlikely]] {
    grown_to(mem, bytes);
  }
  return bytes;
}
