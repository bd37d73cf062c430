// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <zephyr/kernel.h>

#if defined(CONFIG_TIDEMARK_LADDER)
#include "core/ladder.hpp"
#endif

namespace tidemark::hooks {

/// The heap of a block of k_malloc() and its kin: the word before it. To AddressSanitizer that is
/// nobody's.
[[gnu::noinline, gnu::no_sanitize_address, maybe_unused]] static void* heap_of(const void* block) {
  return static_cast<void* const*>(block)[-1];
}

}  // namespace tidemark::hooks

/// How an entry point sends a request that failed up the ladder.
#if defined(CONFIG_TIDEMARK_LADDER)
namespace tidemark::hooks {

/// `request` says what was asked for; `again` asks once more, without waiting. Apart, and both by
/// value, so that requests that succeed keep next to nothing for it.
template <typename Request, typename Again>
[[gnu::noinline, gnu::cold]] void* climb(Request request, Again again) {
  return port::ladder().climb(
      request(), [](void* context) -> void* { return (*static_cast<Again*>(context))(); }, &again);
}

/// What the kernel's allocators ask the heap for: the address of the heap lies before the block.
inline AllocationRequest with_heap_word(const void* heap, std::size_t align, std::size_t bytes,
                                        const void* caller) {
  const std::size_t whole = bytes + sizeof(void*);
  return {heap, align | sizeof(void*), whole < bytes ? SIZE_MAX : whole, caller, false};
}

inline std::size_t product(std::size_t a, std::size_t b) {
  std::size_t bytes = 0;
  return __builtin_mul_overflow(a, b, &bytes) ? SIZE_MAX : bytes;
}

/// The system heap; null: this image has none.
void* system_heap();

}  // namespace tidemark::hooks
#endif

/// In an entry point, with the result in `block`: if it is NULL and `condition` holds, the ladder
/// gives another one. `request` and the call `again` may name the parameters.
#if defined(CONFIG_TIDEMARK_LADDER)
#define TIDEMARK_CLIMB(block, condition, request, again)                            \
  if (block == nullptr && (condition)) [[unlikely]] {                               \
    block = tidemark::hooks::climb([=] { return request; }, [=] { return again; }); \
  }
#else
#define TIDEMARK_CLIMB(block, condition, request, again)
#endif
/// The same where the ladder is under the kernel's own functions.
#if defined(CONFIG_TIDEMARK_LADDER_ALL)
#define TIDEMARK_CLIMB_ALL(...) TIDEMARK_CLIMB(__VA_ARGS__)
#else
#define TIDEMARK_CLIMB_ALL(...)
#endif
