// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <tidemark/allocate.h>

/// Containers and objects of C++ whose memory comes through the ladder (<tidemark/allocate.h>).
/// Header only; needs neither exceptions nor the C++ library.
namespace tidemark {

/// Called where a container must have memory and there is none. It must not return.
[[noreturn]] inline void out_of_memory() {
#if defined(__ZEPHYR__)
  k_panic();
#endif
  __builtin_trap();
}

/// Bytes from the system heap, through the ladder, as std::pmr::memory_resource gives them. No
/// state: all are equal. From where tidemark_malloc() may be called.
class ladder_resource {
 public:
  /// NULL iff the ladder ended there. `align` is a power of two.
  [[nodiscard]] void* try_allocate(std::size_t bytes,
                                   std::size_t align = alignof(std::max_align_t)) noexcept {
    return align <= sizeof(void*) ? tidemark_malloc(bytes) : tidemark_aligned_alloc(align, bytes);
  }
  /// Never NULL: out_of_memory() is called instead.
  [[nodiscard]] void* allocate(std::size_t bytes, std::size_t align = alignof(std::max_align_t)) {
    void* const block = try_allocate(bytes, align);
    if (block == nullptr) {
      out_of_memory();
    }
    return block;
  }
  void deallocate(void* block, std::size_t /*bytes*/ = 0,
                  std::size_t /*align*/ = alignof(std::max_align_t)) noexcept {
    tidemark_free(block);
  }
  [[nodiscard]] bool is_equal(const ladder_resource& /*other*/) const noexcept { return true; }
};

/// An allocator for containers. allocate() ends in out_of_memory() where the ladder does not help:
/// containers have no way to hear of NULL without exceptions. Who can do without the memory asks
/// with try_allocate().
template <typename T>
class heap_allocator {
 public:
  using value_type = T;

  constexpr heap_allocator() noexcept = default;
  template <typename U>
  constexpr heap_allocator(const heap_allocator<U>& /*other*/) noexcept {}  // NOLINT: as std has it

  /// Room for `count` objects, not constructed. NULL iff the ladder ended there, or there is no
  /// such number of bytes.
  [[nodiscard]] T* try_allocate(std::size_t count) noexcept {
    if (count > SIZE_MAX / sizeof(T)) {
      return nullptr;
    }
    return static_cast<T*>(ladder_resource().try_allocate(count * sizeof(T), alignof(T)));
  }
  [[nodiscard]] T* allocate(std::size_t count) {
    T* const objects = try_allocate(count);
    if (objects == nullptr) {
      out_of_memory();
    }
    return objects;
  }
  void deallocate(T* objects, std::size_t /*count*/) noexcept { tidemark_free(objects); }

  template <typename U>
  [[nodiscard]] friend constexpr bool operator==(const heap_allocator& /*a*/,
                                                 const heap_allocator<U>& /*b*/) noexcept {
    return true;
  }
};

}  // namespace tidemark
