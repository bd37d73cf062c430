// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tool/ingest/symbols.hpp"

/// Private to the reader of symbols.
namespace tidemark::ingest {

/// A C++ name as people write it, without parameters; any other as it is. Printable, cut at 200
/// bytes.
std::string readable_name(const char* name);

/// The functions around the address, the innermost first: its line is that of the address, that of
/// each further one the line of the call. Empty: the unit does not tell.
std::vector<SourceFrame> dwarf_frames(Dwarf_Die* unit, std::uint64_t address);

}  // namespace tidemark::ingest
