// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/heap_layout.hpp"

namespace tidemark {
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

struct Chunk {
  std::uint32_t size_and_used;
  std::uint32_t next;
};

TIDEMARK_READS_HEAP Chunk chunk_at(const unsigned char* heap, std::uint32_t at, bool is_wide) {
  const unsigned char* chunk = heap + at * kHeapUnitBytes;
  if (is_wide) {
    const auto* fields = reinterpret_cast<const Word*>(chunk);
    return {fields[kSizeAndUsed], fields[kNext]};
  }
  const auto* fields = reinterpret_cast<const Half*>(chunk);
  return {fields[kSizeAndUsed], fields[kNext]};
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
    return known(0u);
  }
  const unsigned list = 31u - static_cast<unsigned>(__builtin_clz(not_empty));
  const bool is_wide = has_wide_fields(end);
  if ((end >> list) == 0) {
    return {};
  }
  const std::uint32_t head = words[kHeads + list];
  std::uint32_t largest = 0;
  std::uint32_t at = head;
  for (unsigned visited = 0; visited < kMostChunksVisited; ++visited) {
    if (at == 0 || at >= end) {
      return {};
    }
    const Chunk chunk = chunk_at(static_cast<const unsigned char*>(metadata), at, is_wide);
    const std::uint32_t size = chunk.size_and_used >> 1;
    if ((chunk.size_and_used & 1) != 0 || size == 0 || size > end - at) {
      return {};
    }
    largest = size > largest ? size : largest;
    at = chunk.next;
    if (at == head) {
      break;
    }
  }
  return known(largest);
}

}  // namespace tidemark
