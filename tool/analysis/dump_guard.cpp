// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/dump_guard.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace tidemark::analysis {
namespace {

using ingest::CoreDump;
using ingest::ElfImage;

constexpr std::uint64_t kMostHeaps = 1024;

/// Where things lie in core/guard.hpp's structures. A header begins with the link to the next.
struct Layout {
  std::uint64_t heaps, heap_count;         // in Guard
  std::uint64_t stride, oldest;            // of GuardedHeap
  std::uint64_t header_bytes, block_size;  // of GuardHeader
};

std::optional<Layout> layout_of(const ElfImage& image) {
  const auto heaps = image.offset_of("Guard", {"tables_", "heaps", "data_"});
  const auto count = image.offset_of("Guard", {"tables_", "heaps", "size_"});
  const auto stride = image.size_of("GuardedHeap");
  const auto oldest = image.offset_of("GuardedHeap", {"oldest"});
  const auto header = image.size_of("GuardHeader");
  const auto size = image.offset_of("GuardHeader", {"size"});
  if (!heaps || !count || !stride || !oldest || !header || !size) {
    return std::nullopt;
  }
  return Layout{*heaps, *count, *stride, *oldest, *header, *size};
}

const ElfImage::Symbol* guard_of(const ElfImage& image) {
  const auto variables = image.variables_in(0, UINT64_MAX);
  const auto found = std::find_if(variables.begin(), variables.end(), [](const auto& variable) {
    return variable.name.find("14guard_no_rootsE") != std::string::npos;
  });
  return found == variables.end() ? nullptr : &*found;
}

/// A link is the negative of an address.
std::optional<std::uint64_t> linked_at(const CoreDump& dump, std::uint64_t address) {
  const auto link = dump.word_at(address);
  const std::uint64_t mask = dump.pointer_bytes == 4 ? UINT32_MAX : UINT64_MAX;
  return link ? std::optional((0 - *link) & mask) : std::nullopt;
}

void take_header(const CoreDump& dump, const Layout& layout, std::uint64_t header,
                 std::vector<DumpHeap>& heaps) {
  const auto size = dump.number_at(header + layout.block_size, 4);
  for (DumpHeap& heap : heaps) {
    DumpBlock* block = heap.covers(header) ? heap.block_at(header) : nullptr;
    const std::uint64_t own = header + layout.header_bytes;
    if (block != nullptr && size && own + *size <= block->address + block->size) {
      block->own = own;
      block->own_size = *size;
    }
  }
}

}  // namespace

DumpGuard find_guarded(const CoreDump& dump, const ElfImage& image, std::vector<DumpHeap>& heaps) {
  const ElfImage::Symbol* guard = guard_of(image);
  if (guard == nullptr) {
    return DumpGuard::kNone;
  }
  const auto layout = layout_of(image);
  const auto first = layout ? dump.word_at(guard->address + layout->heaps) : std::nullopt;
  const auto count = layout ? dump.word_at(guard->address + layout->heap_count) : std::nullopt;
  if (!first || !count) {
    return DumpGuard::kUnreadable;
  }
  std::set<std::uint64_t> seen;
  for (std::uint64_t i = 0; i < std::min(*count, kMostHeaps); ++i) {
    auto header = linked_at(dump, *first + i * layout->stride + layout->oldest);
    while (header && *header != 0 && seen.insert(*header).second) {
      take_header(dump, *layout, *header, heaps);
      header = linked_at(dump, *header);
    }
  }
  return DumpGuard::kRead;
}

}  // namespace tidemark::analysis
