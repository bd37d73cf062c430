// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/optional.hpp"

// The words belong to the allocator, and under AddressSanitizer to nobody: they are read on
// purpose.
#if defined(__clang__)
#define TIDEMARK_READS_HEAP __attribute__((no_sanitize("address", "thread")))
#elif defined(__GNUC__)
#define TIDEMARK_READS_HEAP __attribute__((no_sanitize_address, no_sanitize_thread))
#else
#define TIDEMARK_READS_HEAP
#endif

/// Reads the free lists of a sys_heap in place. Zephyr has no call for the largest free block, and
/// its header for the inside of a heap is private and has moved; so what lies where is taken on
/// trust here and must be proved on a scratch heap before it is used (docs/adr/0006).
namespace tidemark::estimate {

/// Free chunks that one call looks at, so that the lock is short.
inline constexpr unsigned kMostChunksVisited = 6;
inline constexpr std::size_t kHeapUnitBytes = 8;

/// Size of the largest free chunk in units of 8 bytes, its header included; 0: nothing is free.
/// Where more than kMostChunksVisited chunks share the highest power of two, it is that of the
/// largest one seen: such a block is there, and none is twice as large. Unknown iff what is read
/// cannot be a heap, or is not one of `end` units. Nothing behind those is read, whatever stands in
/// them. `metadata`: the `heap` of a struct sys_heap. The heap's lock must be held.
/// O(kMostChunksVisited).
[[nodiscard]] Optional<std::uint32_t> largest_free_units(const void* metadata, std::uint32_t end);

/// The units of a heap, which is where its end is. It never changes.
[[nodiscard]] std::uint32_t heap_end(const void* metadata);

}  // namespace tidemark::estimate
