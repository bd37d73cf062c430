// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/reachability.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "tool/analysis/dump_guard.hpp"

namespace tidemark::analysis {
namespace {

using ingest::CoreDump;
using ingest::ElfImage;
using ingest::Problem;

constexpr const char* kWholeRam =
    "set CONFIG_DEBUG_COREDUMP_MEMORY_DUMP_LINKER_RAM=y, so that all of the RAM is in the dump";

/// Sorted, and joined where they touch.
std::vector<MemoryRange> tidy(std::vector<MemoryRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const MemoryRange& a, const MemoryRange& b) { return a.start < b.start; });
  std::vector<MemoryRange> joined;
  for (const MemoryRange& range : ranges) {
    if (!joined.empty() && range.start <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, range.end);
    } else if (range.start < range.end) {
      joined.push_back(range);
    }
  }
  return joined;
}

class Marker {
 public:
  Marker(const CoreDump& dump, std::vector<DumpHeap>& heaps) : dump_(dump), heaps_(heaps) {}

  /// Marks what the words in `range` point to, but for those in `holes` (tidy).
  std::uint64_t scan_around(MemoryRange range, const std::vector<MemoryRange>& holes) {
    std::uint64_t bytes = 0;
    const auto scan_part = [&](std::uint64_t start, std::uint64_t end) {
      bytes += end - start;
      scan(dump_.bytes_at(start, end - start), start);
    };
    auto hole = std::upper_bound(holes.begin(), holes.end(), range.start,
                                 [](std::uint64_t a, const MemoryRange& h) { return a < h.end; });
    for (; hole != holes.end() && hole->start < range.end; ++hole) {
      if (hole->start > range.start) {
        scan_part(range.start, hole->start);
      }
      range.start = std::max(range.start, hole->end);
    }
    if (range.start < range.end) {
      scan_part(range.start, range.end);
    }
    return bytes;
  }

  void scan(std::string_view bytes, std::uint64_t address) {
    const std::size_t width = dump_.pointer_bytes;
    for (std::size_t at = (width - address % width) % width; at + width <= bytes.size();
         at += width) {
      mark(ingest::little_endian(bytes.substr(at, width)));
    }
  }

  /// From marked blocks on. `heaps`: the memory of all, of which one may lie in another's block.
  void follow(const std::vector<MemoryRange>& heaps) {
    while (!to_scan_.empty()) {
      const DumpBlock block = *to_scan_.back();
      to_scan_.pop_back();
      std::vector<MemoryRange> inner;
      for (const MemoryRange& heap : heaps) {
        if (heap.start >= block.begin() && heap.start < block.end()) {
          inner.push_back(heap);
        }
      }
      (void)scan_around({block.begin(), block.end()}, tidy(std::move(inner)));
    }
  }

 private:
  void mark(std::uint64_t word) {
    if (heaps_.empty() || word < heaps_.front().start) {
      return;
    }
    for (DumpHeap& heap : heaps_) {
      DumpBlock* block = heap.covers(word) ? heap.block_at(word) : nullptr;
      if (block != nullptr && word >= block->begin() && !block->reachable) {
        block->reachable = true;
        to_scan_.push_back(block);
      }
    }
  }

  const CoreDump& dump_;
  std::vector<DumpHeap>& heaps_;
  std::vector<DumpBlock*> to_scan_;
};

/// Whether the variables of heaps begin in the dump as the image says; a build differs in where
/// they lie, how long they are, or what lies there.
bool belong_together(const CoreDump& dump, const ElfImage& image) {
  if (dump.pointer_bytes != image.pointer_bytes()) {
    return false;
  }
  const ElfImage::Symbol* first = image.find("_k_heap_list_start");
  const ElfImage::Symbol* last = image.find("_k_heap_list_end");
  if (first == nullptr || last == nullptr) {
    return true;
  }
  const std::size_t width = dump.pointer_bytes;
  for (const ElfImage::Symbol& heap : image.variables_in(first->address, last->address)) {
    // Behind the pointer that the kernel sets: the memory, and its size.
    const std::string_view built = image.initial_bytes(heap.address + width, 2 * width);
    const std::string_view found = dump.bytes_at(heap.address + width, 2 * width);
    if (built.size() == 2 * width && !found.empty() && built != found) {
      return false;
    }
  }
  return true;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

void note_limits(const DumpHeaps& heaps, const DumpStacks& stacks, DumpGuard guard,
                 Reachability& result) {
  if (guard == DumpGuard::kUnreadable) {
    result.limits.push_back(
        "blocks of guarded heaps are shown with what the guard puts round them; give an image with "
        "debugging information");
  }
  if (!heaps.damaged.empty()) {
    result.limits.push_back("damaged, and not judged: " + joined(heaps.damaged));
  }
  if (!heaps.absent.empty()) {
    result.limits.push_back("not in the dump, and not judged: " + joined(heaps.absent) + "; " +
                            kWholeRam);
  }
  result.some_heap_unknown = !heaps.damaged.empty() || !heaps.absent.empty() || heaps.too_many;
  if (heaps.too_many) {
    result.limits.push_back("there are more heaps than are looked at");
  }
  if (!stacks.why_unknown.empty()) {
    result.limits.push_back(
        "stacks were searched whole, so that what a function left behind keeps blocks: " +
        stacks.why_unknown +
        "; set CONFIG_THREAD_MONITOR=y and CONFIG_THREAD_STACK_INFO=y, and give an image that is "
        "not stripped");
  } else if (stacks.searched_whole > 0) {
    result.limits.push_back(
        "of " + std::to_string(stacks.searched_whole) + " of " + std::to_string(stacks.threads) +
        (stacks.threads == 1 ? " thread" : " threads") + " the stack was searched whole: " +
        (stacks.searched_whole == 1 ? "its stack pointer is" : "their stack pointers are") +
        " not known");
  }
}

/// A block that k_malloc() gave begins with the address of its heap, and the caller's part is
/// behind that.
UnreachableBlock describe(const CoreDump& dump, const DumpHeap& heap, const DumpBlock& block,
                          const DumpProfile& profile) {
  UnreachableBlock result{block.begin(), block.own != 0 ? block.own_size : block.size, heap.name,
                          heap.start, std::nullopt};
  const std::uint64_t width = dump.pointer_bytes;
  if (const auto origin = profile.blocks.find(block.begin()); origin != profile.blocks.end()) {
    result.origin = origin->second;
  }
  if (heap.control != 0 && result.size >= width &&
      dump.word_at(result.address) == std::optional(heap.control)) {
    result.address += width;
    result.size -= width;
    if (result.origin && result.origin->requested >= width) {
      result.origin->requested -= static_cast<std::uint32_t>(width);
    }
  }
  return result;
}

void collect(const CoreDump& dump, const std::vector<DumpHeap>& heaps, const DumpProfile& profile,
             Reachability& result) {
  for (const DumpHeap& heap : heaps) {
    Reachability::Heap sums{heap.name, heap.start, heap.blocks.size(), 0, 0, 0};
    for (const DumpBlock& block : heap.blocks) {
      sums.bytes += block.size;
      if (!block.reachable) {
        result.blocks.push_back(describe(dump, heap, block, profile));
      }
    }
    result.heaps.push_back(std::move(sums));
  }
}

/// Variables that know addresses of blocks and use none say so in their names.
void add_tables(const ElfImage& image, std::vector<MemoryRange>& holes) {
  for (const ElfImage::Symbol& variable : image.variables_in(0, UINT64_MAX)) {
    if (variable.name.find("_no_roots") != std::string::npos) {
      holes.push_back({variable.address, variable.address + variable.size});
    }
  }
}

void note_left_out(std::uint64_t blocks, const char* why, Reachability& result) {
  if (blocks > 0) {
    result.limits.push_back("unreachable blocks left out, as " + std::string(why) + ": " +
                            std::to_string(blocks));
  }
}

void keep_old(const ReachabilityOptions& options, Reachability& result) {
  if (!options.min_age_ms) {
    return;
  }
  const auto unknown = std::erase_if(result.blocks, [](const auto& b) { return !b.origin; });
  const auto young = std::erase_if(
      result.blocks, [&](const auto& b) { return b.origin->age_ms < *options.min_age_ms; });
  note_left_out(unknown, "the profile has no record of their age", result);
  note_left_out(young, "they are younger", result);
}

void sum_up(Reachability& result) {
  std::map<std::uint64_t, Reachability::Heap*> heaps;
  for (Reachability::Heap& heap : result.heaps) {
    heap.unreachable_blocks = 0;
    heap.unreachable_bytes = 0;
    heaps[heap.address] = &heap;
  }
  for (const UnreachableBlock& block : result.blocks) {
    heaps[block.heap_address]->unreachable_blocks += 1;
    heaps[block.heap_address]->unreachable_bytes += block.size;
  }
}

}  // namespace

std::variant<Reachability, Problem> find_unreachable(const CoreDump& dump, const ElfImage& image,
                                                     const ReachabilityOptions& options) {
  if (!belong_together(dump, image)) {
    return Problem{dump.name, "it was made by another build than the image",
                   "give the zephyr.elf of the build that ran"};
  }
  DumpHeaps heaps = find_heaps(dump, image);
  if (heaps.heaps.empty()) {
    return Problem{dump.name,
                   heaps.damaged.empty() ? "it does not hold the memory of a heap"
                                         : "its heaps are damaged: " + joined(heaps.damaged),
                   heaps.damaged.empty() ? kWholeRam : "look for what writes past its blocks"};
  }
  const DumpProfile profile = read_profile(dump, image);
  if (options.min_age_ms && !profile.why_absent.empty()) {
    return Problem{"--min-age",
                   "the core dump does not tell how old blocks are: " + profile.why_absent,
                   "leave it out, or give an earlier dump with --earlier"};
  }
  const DumpStacks stacks = find_stacks(dump, image);
  Reachability result;
  result.threads = stacks.threads;
  note_limits(heaps, stacks, find_guarded(dump, image, heaps.heaps), result);
  std::vector<MemoryRange> heap_memory;
  for (const DumpHeap& heap : heaps.heaps) {
    heap_memory.push_back({heap.start, heap.end});
  }
  std::vector<MemoryRange> holes = heap_memory;
  holes.insert(holes.end(), stacks.dead.begin(), stacks.dead.end());
  add_tables(image, holes);
  holes = tidy(std::move(holes));
  Marker marker(dump, heaps.heaps);
  marker.scan(dump.registers, 0);
  for (const CoreDump::Region& region : dump.regions) {
    result.searched_bytes += marker.scan_around({region.start, region.end()}, holes);
  }
  marker.follow(heap_memory);
  collect(dump, heaps.heaps, profile, result);
  keep_old(options, result);
  std::stable_sort(result.blocks.begin(), result.blocks.end(),
                   [](const auto& a, const auto& b) { return a.size > b.size; });
  sum_up(result);
  return result;
}

void keep_lasting(Reachability& later, const Reachability& earlier) {
  std::set<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>> known;
  for (const UnreachableBlock& block : earlier.blocks) {
    known.emplace(block.heap_address, block.address, block.size);
  }
  const auto left_out = std::erase_if(later.blocks, [&](const UnreachableBlock& block) {
    return known.count({block.heap_address, block.address, block.size}) == 0;
  });
  note_left_out(left_out, "they were held in the earlier dump, or not there", later);
  sum_up(later);
}

}  // namespace tidemark::analysis
