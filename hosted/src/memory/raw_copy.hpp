// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>

namespace hosted {

// Copies a block with the padding behind it. memcpy() would be AddressSanitizer's, which takes the
// padding for what it is to the application.
inline void raw_copy(void* to, const void* from, std::size_t bytes) {
#ifdef CONFIG_ASAN
  asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes) : : "memory");
#else
  std::memcpy(to, from, bytes);
#endif
}

}  // namespace hosted
