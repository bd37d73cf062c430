// SPDX-License-Identifier: Apache-2.0
// The host's allocator, for the runtime itself. The linker sends every plain reference to malloc()
// to the wrapper, which an application may have taken over (lib/alloc_wrap.cpp): what the runtime
// keeps for itself is no allocation of the application.
#pragma once

#include <cstddef>

extern "C" {
void* hosted_malloc(std::size_t bytes);
void* hosted_calloc(std::size_t count, std::size_t bytes);
void* hosted_realloc(void* ptr, std::size_t bytes);
void hosted_free(void* ptr);
}

namespace hosted::real {

inline constexpr auto& malloc = hosted_malloc;
inline constexpr auto& calloc = hosted_calloc;
inline constexpr auto& realloc = hosted_realloc;
inline constexpr auto& free = hosted_free;

}  // namespace hosted::real
