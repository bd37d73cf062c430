// SPDX-License-Identifier: Apache-2.0
// k_malloc and its family: blocks of a k_heap that remember, in the word before them, which heap it
// was.
#include <cstring>

#include <zephyr/kernel.h>
#include <zephyr/sys/__assert.h>

#include "memory/k_heap.hpp"
#include "memory/misuse.hpp"
#include "memory/regions.hpp"
#include "memory/valgrind.hpp"
#include "memory/watch.hpp"

#if K_HEAP_MEM_POOL_SIZE > 0
K_HEAP_DEFINE(_system_heap, K_HEAP_MEM_POOL_SIZE);
#endif

using namespace hosted;

namespace {

constexpr std::size_t kWord = sizeof(void*);

void* remember(k_heap* heap, void* block) {
  if (block == nullptr) {
    return nullptr;
  }
  ValgrindPause pause;
  auto** words = static_cast<k_heap**>(block);
  *words = heap;
  return words + 1;
}

void* take(k_heap* heap, std::size_t align, std::size_t size, const char* call) {
  std::size_t bytes = 0;
  if (__builtin_add_overflow(size, kWord, &bytes)) {
    return nullptr;
  }
  // The lower bit asks for the caller's memory, one word behind the block's start, to be aligned.
  return remember(heap, k_heap_take(heap, align | kWord, bytes, K_NO_WAIT, call));
}

HOSTED_WATCHED void* watched_take(k_heap* heap, std::size_t align, std::size_t size,
                                  const char* call) {
  Request request = HOSTED_REQUEST(call, Family::kMalloc, heap, size);
  if (refused(request, K_NO_WAIT)) {
    return nullptr;
  }
  return allocated(request, take(heap, align, size, call));
}

k_heap* heap_of(void* ptr) {
  ValgrindPause pause;
  return static_cast<k_heap**>(ptr)[-1];
}

bool is_known(const k_heap* heap) {
#if K_HEAP_MEM_POOL_SIZE > 0
  if (heap == &_system_heap) {
    return true;
  }
#endif
  const Region* region = region_of(heap);
  return region != nullptr && region->kind == RegionKind::kHeap;
}

bool put(void* ptr) {
  auto** block = static_cast<k_heap**>(ptr) - 1;
  k_heap* heap = heap_of(ptr);
  return is_known(heap) && k_heap_put(heap, block);
}

HOSTED_WATCHED void watched_put(void* ptr) {
  freeing(HOSTED_REQUEST("k_free", Family::kMalloc, nullptr, 0), ptr);
  if (!put(ptr)) {
    bad_plain_free("k_free", Family::kMalloc, nullptr, ptr, __builtin_return_address(0));
  }
}

}  // namespace

void* hosted::malloc_from(k_heap* heap, std::size_t align, std::size_t size, const char* call) {
  if (g_watch != 0) [[unlikely]] {
    return watched_take(heap, align, size, call);
  }
  ++g_attempts;
  return take(heap, align, size, call);
}

void k_free(void* ptr) {
  if (ptr == nullptr) {
    return;
  }
  if (g_watch != 0) [[unlikely]] {
    watched_put(ptr);
    return;
  }
  if (!put(ptr)) [[unlikely]] {
    bad_plain_free("k_free", Family::kMalloc, nullptr, ptr, __builtin_return_address(0));
  }
}

#if K_HEAP_MEM_POOL_SIZE > 0

namespace {

void* resize(void* ptr, std::size_t size) {
  std::size_t bytes = 0;
  if (__builtin_add_overflow(size, kWord, &bytes)) {
    return nullptr;
  }
  auto** block = static_cast<k_heap**>(ptr) - 1;
  k_heap* heap = heap_of(ptr);
  return remember(heap, k_heap_resize(heap, block, bytes, K_NO_WAIT, "k_realloc"));
}

HOSTED_WATCHED void* watched_resize(void* ptr, std::size_t size) {
  Request check = HOSTED_REQUEST("k_realloc", Family::kMalloc, nullptr, size);
  expect_block(check, ptr);
  Request request = HOSTED_REQUEST("k_realloc", Family::kMalloc, heap_of(ptr), size);
  if (refused(request, K_NO_WAIT)) {
    return nullptr;
  }
  void* after = resize(ptr, size);
  if (after != nullptr) {
    resized(request, ptr, after);
  }
  return after;
}

}  // namespace

void* k_aligned_alloc(std::size_t align, std::size_t size) {
  __ASSERT(align >= kWord && (align & (align - 1)) == 0,
           "alignment %zu is not a power of two of at least a word", align);
  return malloc_from(&_system_heap, align, size, "k_aligned_alloc");
}

void* k_malloc(std::size_t size) {
  return malloc_from(&_system_heap, kWord, size, "k_malloc");
}

void* k_calloc(std::size_t nmemb, std::size_t size) {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(nmemb, size, &bytes)) {
    return nullptr;
  }
  void* ptr = malloc_from(&_system_heap, kWord, bytes, "k_calloc");
  if (ptr != nullptr) {
    std::memset(ptr, 0, bytes);
  }
  return ptr;
}

void* k_realloc(void* ptr, std::size_t size) {
  if (ptr == nullptr) {
    return k_malloc(size);
  }
  if (size == 0) {
    k_free(ptr);
    return nullptr;
  }
  if (g_watch != 0) [[unlikely]] {
    return watched_resize(ptr, size);
  }
  ++g_attempts;
  return resize(ptr, size);
}

#endif
