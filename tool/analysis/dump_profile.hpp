// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tool/ingest/core_dump.hpp"
#include "tool/ingest/elf_image.hpp"

namespace tidemark::analysis {

/// What the device's heap profile knows of a block.
struct BlockOrigin {
  std::vector<std::uint64_t> frames;  ///< Return addresses, innermost first.
  std::string owner;                  ///< Thread that allocated it; empty: none, or not known.
  std::uint32_t requested = 0;        ///< Bytes.
  std::uint64_t age_ms = 0;           ///< To 64 ms and the sampling period.
};

struct DumpProfile {
  /// By the address that the heap gave.
  std::map<std::uint64_t, BlockOrigin> blocks;
  std::string why_absent;  ///< Why there is no profile; empty: there is one.
};

/// Reads the tables of CONFIG_TIDEMARK_PROFILE from the memory of the dump. How they are laid out
/// is told by the image's debugging information, so that any build of the module can be read.
/// Records that make no sense are left out. O(records).
DumpProfile read_profile(const ingest::CoreDump& dump, const ingest::ElfImage& image);

}  // namespace tidemark::analysis
