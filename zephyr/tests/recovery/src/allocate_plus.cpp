// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include <tidemark/heap_allocator.hpp>

#include "memory.h"

namespace {

struct alignas(32) Wide {
  std::uint8_t bytes[32];
};

const char* allocate_objects() {
  tidemark::heap_allocator<Wide> wide;
  Wide* const three = wide.allocate(3);
  if (reinterpret_cast<std::uintptr_t>(three) % 32 != 0) {
    return "an object lies where it must not";
  }
  wide.deallocate(three, 3);
  tidemark::heap_allocator<int> numbers(wide);
  if (!(numbers == wide)) {
    return "two allocators are not equal";
  }
  if (numbers.try_allocate(SIZE_MAX / 2) != nullptr || numbers.try_allocate(5000) != nullptr) {
    return "it has what cannot be";
  }
  tidemark::ladder_resource resource;
  void* const block = resource.allocate(10, 64);
  if (reinterpret_cast<std::uintptr_t>(block) % 64 != 0) {
    return "a block lies where it must not";
  }
  resource.deallocate(block, 10, 64);
  return nullptr;
}

}  // namespace

const char* allocate_in_cpp() {
  return allocate_objects();
}

void* allocate_by_new(size_t bytes) {
  return ::operator new(bytes);
}

void free_by_delete(void* block) {
  ::operator delete(block);
}
