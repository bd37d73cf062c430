// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/dump_heaps.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace tidemark::analysis {
namespace {

using ingest::CoreDump;
using ingest::ElfImage;

constexpr std::uint64_t kUnit = 8;
// Of the first chunk: the word with the number of units, and the least that its tables take.
constexpr std::uint64_t kEndAt = 8;
constexpr std::uint64_t kLeastFirst = 3;
constexpr std::uint64_t kMostSmall = 0x7fff;

std::string hex(std::uint64_t value) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  do {
    text.insert(text.begin(), kDigits[value % 16]);
    value /= 16;
  } while (value != 0);
  return "0x" + text;
}

/// Walks what may be a heap. A budget of steps over all walks keeps input that was made to be slow
/// from being it.
class Walker {
 public:
  explicit Walker(const CoreDump& dump) : dump_(dump), budget_(64 * 1024) {
    for (const CoreDump::Region& region : dump.regions) {
      budget_ += region.bytes.size() / 2;
    }
  }

  [[nodiscard]] bool is_out_of_budget() const { return budget_ == 0; }

  std::optional<DumpHeap> walk(std::uint64_t start) {
    const auto end = dump_.number_at(start + kEndAt, 4);
    if (start % kUnit != 0 || !end || *end <= kLeastFirst) {
      return std::nullopt;
    }
    std::optional<DumpHeap> heap;
    if (dump_.pointer_bytes == 4 && *end <= kMostSmall) {
      heap = walk(start, *end, 2);
    }
    return heap ? heap : walk(start, *end, 4);
  }

 private:
  struct Header {
    std::uint64_t left, units;
    bool used;
  };

  std::optional<Header> header_at(std::uint64_t address, std::size_t field_bytes) {
    const std::string_view bytes = dump_.bytes_at(address, 2 * field_bytes);
    if (bytes.empty() || budget_ == 0) {
      return std::nullopt;
    }
    --budget_;
    const std::uint64_t second = ingest::little_endian(bytes.substr(field_bytes));
    return Header{ingest::little_endian(bytes.substr(0, field_bytes)), second >> 1,
                  (second & 1) != 0};
  }

  std::optional<DumpHeap> walk(std::uint64_t start, std::uint64_t end, std::size_t field_bytes) {
    const std::uint64_t header_bytes = 2 * field_bytes;
    DumpHeap heap;
    heap.start = start;
    heap.end = start + end * kUnit + header_bytes;
    if (dump_.bytes_at(start, heap.end - start).empty()) {
      return std::nullopt;
    }
    std::uint64_t left = 0;
    for (std::uint64_t chunk = 0; chunk <= end;) {
      const auto header = header_at(start + chunk * kUnit, field_bytes);
      if (!header || (chunk > 0 && header->left != left)) {
        return std::nullopt;
      }
      if (chunk == end) {
        return header->used && header->units == 0 ? std::optional(std::move(heap)) : std::nullopt;
      }
      if (header->units == 0 || (chunk == 0 && (!header->used || header->units < kLeastFirst))) {
        return std::nullopt;
      }
      if (header->used && chunk > 0) {
        heap.blocks.push_back({start + chunk * kUnit + header_bytes,
                               header->units * kUnit - header_bytes, false, 0, 0});
      }
      left = header->units;
      chunk += header->units;
    }
    return std::nullopt;
  }

  const CoreDump& dump_;
  std::uint64_t budget_;
};

/// How well a variable names a heap that a word in it points to: 2 it is the heap, 1 it holds it.
int rank_of(const ElfImage::Symbol* variable, std::uint64_t at) {
  return variable == nullptr ? 0 : variable->address == at ? 2 : 1;
}

void name_heap(DumpHeap& heap, const ElfImage& image, std::uint64_t at) {
  const ElfImage::Symbol* variable = image.variable_at(at);
  const ElfImage::Symbol* before = heap.control != 0 ? image.variable_at(heap.control) : nullptr;
  if (rank_of(variable, at) <= rank_of(before, heap.control)) {
    return;
  }
  heap.control = at;
  heap.name = variable->name;
  if (at != variable->address) {
    heap.name += "+" + hex(at - variable->address);
  }
}

/// Heaps that the build defines, of which none was found.
void note_missing(const CoreDump& dump, const ElfImage& image, DumpHeaps& result) {
  const ElfImage::Symbol* first = image.find("_k_heap_list_start");
  const ElfImage::Symbol* last = image.find("_k_heap_list_end");
  if (first == nullptr || last == nullptr) {
    return;
  }
  for (const ElfImage::Symbol& variable : image.variables_in(first->address, last->address)) {
    const auto memory = dump.word_at(variable.address);
    const auto found = std::find_if(result.heaps.begin(), result.heaps.end(),
                                    [&](const auto& h) { return memory && h.start == *memory; });
    if (!memory || (*memory != 0 && dump.bytes_at(*memory, 1).empty())) {
      result.absent.push_back(variable.name);
    } else if (*memory != 0 && found == result.heaps.end()) {
      result.damaged.push_back(variable.name);
    }
  }
}

}  // namespace

DumpBlock* DumpHeap::block_at(std::uint64_t address) {
  const auto after =
      std::upper_bound(blocks.begin(), blocks.end(), address,
                       [](std::uint64_t a, const DumpBlock& block) { return a < block.address; });
  if (after == blocks.begin()) {
    return nullptr;
  }
  DumpBlock& block = *std::prev(after);
  return address - block.address < block.size ? &block : nullptr;
}

DumpHeaps find_heaps(const CoreDump& dump, const ElfImage& image) {
  DumpHeaps result;
  Walker walker(dump);
  std::set<std::uint64_t> refused;
  std::map<std::uint64_t, DumpHeap> heaps;
  const std::size_t width = dump.pointer_bytes;
  for (const CoreDump::Region& region : dump.regions) {
    std::uint64_t at = (region.start + width - 1) / width * width;
    for (; at + width <= region.end() && !walker.is_out_of_budget(); at += width) {
      const std::uint64_t memory = *dump.word_at(at);
      if (memory % kUnit != 0 || refused.count(memory) != 0) {
        continue;
      }
      auto found = heaps.find(memory);
      if (found == heaps.end() && heaps.size() < DumpHeaps::kMost) {
        auto heap = walker.walk(memory);
        if (!heap) {
          if (!dump.bytes_at(memory, kUnit).empty()) {
            refused.insert(memory);
          }
          continue;
        }
        found = heaps.emplace(memory, std::move(*heap)).first;
        found->second.name = "heap@" + hex(memory);
      }
      result.too_many = result.too_many || found == heaps.end();
      if (found != heaps.end()) {
        name_heap(found->second, image, at);
      }
    }
  }
  result.too_many = result.too_many || walker.is_out_of_budget();
  for (auto& [start, heap] : heaps) {
    result.heaps.push_back(std::move(heap));
  }
  note_missing(dump, image, result);
  return result;
}

}  // namespace tidemark::analysis
