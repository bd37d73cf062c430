// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tool/ingest/core_dump.hpp"
#include "tool/ingest/elf_image.hpp"

namespace tidemark::analysis {

/// Memory from `start` up to `end`.
struct MemoryRange {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
};

struct DumpStacks {
  static constexpr std::size_t kMostThreads = 4096;
  /// The parts of stacks that nobody uses now: below the stack pointer of each thread, and stacks
  /// of threads of K_THREAD_DEFINE that have ended. What stands there was left behind.
  std::vector<MemoryRange> dead;
  std::size_t threads = 0;         ///< Found in the kernel's list.
  std::size_t searched_whole = 0;  ///< Of these, how many have a stack pointer that is not known.
  std::string why_unknown;         ///< Why there is no list of threads; empty: there is one.
};

/// Finds the threads by the kernel's list (CONFIG_THREAD_MONITOR, CONFIG_THREAD_STACK_INFO), with
/// the layout of its structures from the image's DWARF. Damaged lists end it early. O(threads).
DumpStacks find_stacks(const ingest::CoreDump& dump, const ingest::ElfImage& image);

}  // namespace tidemark::analysis
