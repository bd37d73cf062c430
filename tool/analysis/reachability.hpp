// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tool/analysis/dump_heaps.hpp"
#include "tool/analysis/dump_profile.hpp"
#include "tool/analysis/dump_stacks.hpp"
#include "tool/ingest/core_dump.hpp"
#include "tool/ingest/elf_image.hpp"
#include "tool/ingest/problem.hpp"

namespace tidemark::analysis {

/// A block to which no pointer leads.
struct UnreachableBlock {
  std::uint64_t address = 0;  ///< As the caller got it.
  std::uint64_t size = 0;     ///< Bytes that it may use.
  std::string heap;
  std::uint64_t heap_address = 0;     ///< As Reachability::Heap has it.
  std::optional<BlockOrigin> origin;  ///< Absent: the dump does not tell.
};

/// What was searched, and what was found.
struct Reachability {
  struct Heap {
    std::string name;
    std::uint64_t address = 0;  ///< Of its memory.
    std::uint64_t blocks = 0;   ///< In use.
    std::uint64_t bytes = 0;    ///< Of these, usable.
    std::uint64_t unreachable_blocks = 0;
    std::uint64_t unreachable_bytes = 0;
  };
  std::vector<Heap> heaps;
  std::vector<UnreachableBlock> blocks;  ///< The largest first.
  std::uint64_t searched_bytes = 0;      ///< Memory outside of heaps that counts as held.
  std::size_t threads = 0;
  /// Why blocks may be missing from the list, or heaps: sentences. Never more than a few.
  std::vector<std::string> limits;
  bool some_heap_unknown = false;  ///< A heap of the image could not be judged.
};

struct ReachabilityOptions {
  /// Only blocks that are known to be so old; wants the profile's tables in the dump.
  std::optional<std::uint64_t> min_age_ms;
};

/// Marks every block that a pointer leads to, from all memory in the dump that is not a heap's,
/// from registers, and from blocks so marked; a pointer to any byte of a block counts. What stands
/// below the stack pointers of threads does not, nor do the profile's own tables. Conservative: a
/// number that looks like an address keeps a block, so a leak may be missed; a block is listed in
/// error only if its address is kept outside of the dump (another memory, a peripheral) or changed
/// (a tagged pointer, one past the end). A problem iff it cannot be told: dump and image do not
/// belong together, no heap's memory is in the dump, or an age is asked for that is not there.
std::variant<Reachability, ingest::Problem> find_unreachable(const ingest::CoreDump& dump,
                                                             const ingest::ElfImage& image,
                                                             const ReachabilityOptions& options);

/// Leaves in `later` only the blocks that were unreachable in `earlier` too: same heap, address and
/// size. Sums follow.
void keep_lasting(Reachability& later, const Reachability& earlier);

}  // namespace tidemark::analysis
