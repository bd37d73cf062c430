// SPDX-License-Identifier: Apache-2.0
// k_malloc and its family: blocks of a k_heap that remember, in the word before them, which heap it
// was.
#include <cstring>

#include <zephyr/kernel.h>
#include <zephyr/sys/__assert.h>

void k_free(void* ptr) {
  if (ptr != nullptr) {
    auto** block = static_cast<k_heap**>(ptr) - 1;
    k_heap_free(*block, block);
  }
}

#if K_HEAP_MEM_POOL_SIZE > 0

K_HEAP_DEFINE(_system_heap, K_HEAP_MEM_POOL_SIZE);

namespace {

constexpr std::size_t kWord = sizeof(void*);

void* remember(k_heap* heap, void* block) {
  if (block == nullptr) {
    return nullptr;
  }
  auto** words = static_cast<k_heap**>(block);
  *words = heap;
  return words + 1;
}

void* alloc_from(k_heap* heap, std::size_t align, std::size_t size) {
  std::size_t bytes = 0;
  if (__builtin_add_overflow(size, kWord, &bytes)) {
    return nullptr;
  }
  // The lower bit asks for the caller's memory, one word behind the block's start, to be aligned.
  return remember(heap, k_heap_aligned_alloc(heap, align | kWord, bytes, K_NO_WAIT));
}

}  // namespace

void* k_aligned_alloc(std::size_t align, std::size_t size) {
  __ASSERT(align >= kWord && (align & (align - 1)) == 0,
           "alignment %zu is not a power of two of at least a word", align);
  return alloc_from(&_system_heap, align, size);
}

void* k_malloc(std::size_t size) {
  return alloc_from(&_system_heap, kWord, size);
}

void* k_calloc(std::size_t nmemb, std::size_t size) {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(nmemb, size, &bytes)) {
    return nullptr;
  }
  void* ptr = k_malloc(bytes);
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
  std::size_t bytes = 0;
  if (__builtin_add_overflow(size, kWord, &bytes)) {
    return nullptr;
  }
  auto** block = static_cast<k_heap**>(ptr) - 1;
  k_heap* heap = *block;
  return remember(heap, k_heap_realloc(heap, block, bytes, K_NO_WAIT));
}

#endif
