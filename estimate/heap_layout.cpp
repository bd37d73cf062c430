// SPDX-License-Identifier: Apache-2.0
#include "estimate/heap_layout.hpp"

namespace tidemark::estimate {
namespace {

using Word __attribute__((may_alias)) = std::uint32_t;
using Half __attribute__((may_alias)) = std::uint16_t;

// Of the metadata, in words: where the heap ends, and a bit for each list that is not empty. The
// statistics follow, and then the first chunk of each list.
constexpr std::size_t kEnd = 2;
constexpr std::size_t kNotEmpty = 3;
constexpr std::size_t kHeads = 4 + 3 * sizeof(std::size_t) / sizeof(Word);
// Of a chunk, in fields: its size, shifted left by one above the mark of those in use, and the next
// one of its list.
constexpr std::size_t kSizeAndUsed = 1;
constexpr std::size_t kNext = 3;

bool has_wide_fields(std::uint32_t end) {
#if defined(CONFIG_SYS_HEAP_SMALL_ONLY)
  return sizeof(void*) > 4;
#elif defined(CONFIG_SYS_HEAP_BIG_ONLY)
  return true;
#else
  return sizeof(void*) > 4 || end > 0x7FFF;
#endif
}

// A few instructions a chunk matter here: the heap is locked.
template <typename Field>
TIDEMARK_READS_HEAP Optional<std::uint32_t> largest_of_list(const void* heap, std::uint32_t head,
                                                            std::uint32_t end) {
  std::uint32_t largest = 0;
  std::uint32_t at = head;
  for (unsigned left = kMostChunksVisited; left > 0; --left) {
    if (at >= end) {
      return {};
    }
    const auto* fields = reinterpret_cast<const Field*>(static_cast<const unsigned char*>(heap) +
                                                        at * kHeapUnitBytes);
    const std::uint32_t size_and_used = fields[kSizeAndUsed];
    const std::uint32_t size = size_and_used >> 1;
    if ((size_and_used & 1) != 0 || size > end - at) {
      return {};
    }
    largest = size > largest ? size : largest;
    at = fields[kNext];
    if (at == head) {
      break;
    }
  }
  return {largest, largest != 0};
}

}  // namespace

TIDEMARK_READS_HEAP std::uint32_t heap_end(const void* metadata) {
  return static_cast<const Word*>(metadata)[kEnd];
}

TIDEMARK_READS_HEAP
Optional<std::uint32_t> largest_free_units(const void* metadata, std::uint32_t end) {
  const auto* words = static_cast<const Word*>(metadata);
  const std::uint32_t not_empty = words[kNotEmpty];
  if (words[kEnd] != end) {
    return {};
  }
  if (not_empty == 0) {
    return known<std::uint32_t>(0);
  }
  const unsigned list = 31u - static_cast<unsigned>(__builtin_clz(not_empty));
  if ((end >> list) == 0) {
    return {};
  }
  const std::uint32_t head = words[kHeads + list];
  return has_wide_fields(end) ? largest_of_list<Word>(metadata, head, end)
                              : largest_of_list<Half>(metadata, head, end);
}

}  // namespace tidemark::estimate
