// SPDX-License-Identifier: Apache-2.0
// AddressSanitizer's shadow of heap areas. The allocators keep their headers and links inside these
// areas and are compiled without the sanitizer, so they may touch what is poisoned. Without
// CONFIG_ASAN all of it is nothing.
#pragma once

#include <cstddef>
#include <cstdint>

#ifdef CONFIG_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace hosted {

inline constexpr std::size_t kShadowUnit = 8;  // bytes of memory a shadow byte describes

enum class Poison : unsigned char {
  kRedZone = 0xfa,  // reported as heap-buffer-overflow
  kFreed = 0xfd,    // reported as heap-use-after-free
};

#ifdef CONFIG_ASAN

inline unsigned char* shadow_of(std::uintptr_t address) {
  static const auto offset = [] {
    std::size_t scale = 0;
    std::size_t start = 0;
    __asan_get_shadow_mapping(&scale, &start);
    return start;
  }();
  return reinterpret_cast<unsigned char*>(address / kShadowUnit + offset);
}

// Whole units inside [start, end). No library call: that of the sanitizer would be instrumented.
inline void set_shadow(std::uintptr_t start, std::uintptr_t end, Poison poison) {
  volatile unsigned char* at = shadow_of(start + kShadowUnit - 1);
  volatile unsigned char* stop = shadow_of(end);
  while (at < stop) {
    *at++ = static_cast<unsigned char>(poison);
  }
}

// Exact to the byte at the end; at the start to the unit.
inline void open_shadow(std::uintptr_t start, std::size_t bytes) {
  __asan_unpoison_memory_region(reinterpret_cast<void*>(start), bytes);
}

#else

inline void set_shadow(std::uintptr_t, std::uintptr_t, Poison) {}
inline void open_shadow(std::uintptr_t, std::size_t) {}

#endif

}  // namespace hosted
