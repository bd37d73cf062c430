// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tool/ingest/core_dump.hpp"
#include "tool/ingest/elf_image.hpp"

namespace tidemark::analysis {

/// A block of a heap that is in use.
struct DumpBlock {
  std::uint64_t address = 0;  ///< As the heap gave it; k_malloc's caller has one pointer more.
  std::uint64_t size = 0;     ///< Usable bytes.
  bool reachable = false;
  /// Of a guarded block, where the application's bytes begin, and how many it asked for; 0: the
  /// same as above.
  std::uint64_t own = 0;
  std::uint64_t own_size = 0;

  [[nodiscard]] std::uint64_t begin() const { return own != 0 ? own : address; }
  [[nodiscard]] std::uint64_t end() const { return address + size; }
};

/// A sys_heap in a core dump, by itself or inside a k_heap.
struct DumpHeap {
  std::string name;           ///< The variable that it is: "_system_heap"; "heap@0x20001168".
  std::uint64_t control = 0;  ///< Address of the variable; 0: not known.
  std::uint64_t start = 0;    ///< Its memory.
  std::uint64_t end = 0;
  std::vector<DumpBlock> blocks;  ///< By address.

  [[nodiscard]] bool covers(std::uint64_t address) const {
    return address >= start && address < end;
  }
  /// The block in whose memory `address` lies; null: none. O(log blocks).
  [[nodiscard]] DumpBlock* block_at(std::uint64_t address);
};

struct DumpHeaps {
  static constexpr std::size_t kMost = 256;
  std::vector<DumpHeap> heaps;       ///< By address; one may lie in a block of another.
  std::vector<std::string> damaged;  ///< Names of heaps of the image that do not hold together.
  std::vector<std::string> absent;   ///< Of those whose memory is not in the dump.
  bool too_many = false;             ///< More than kMost, or memory made to waste time.
};

/// Finds every heap whose memory is in the dump: each word that points to memory which holds
/// together as a sys_heap from its first chunk to its last, whoever made it and when. The layout of
/// chunks is that of Zephyr 3.4 to 4.x, with 32 and 64 bits, small and big heaps. The image gives
/// the names. O(dump).
DumpHeaps find_heaps(const ingest::CoreDump& dump, const ingest::ElfImage& image);

}  // namespace tidemark::analysis
