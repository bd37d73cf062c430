// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tool/analysis/dump_heaps.hpp"
#include "tool/ingest/core_dump.hpp"
#include "tool/ingest/elf_image.hpp"

namespace tidemark::analysis {

/// Whether the image has CONFIG_TIDEMARK_GUARD, and whether its tables could be read.
enum class DumpGuard : std::uint8_t { kNone, kRead, kUnreadable };

/// The guard puts a header before each block of a heap that it guards, and links the headers. Sets
/// `own` of such blocks, so that pointers to headers hold none. How the tables are laid out is told
/// by the image's debugging information. Damaged links end a list early. O(blocks).
DumpGuard find_guarded(const ingest::CoreDump& dump, const ingest::ElfImage& image,
                       std::vector<DumpHeap>& heaps);

}  // namespace tidemark::analysis
