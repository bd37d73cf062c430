// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tool/analysis/profile_view.hpp"
#include "tool/ingest/symbols.hpp"

/// What places in a device's code and memory are called. `symbols` may be null: nothing is known,
/// and addresses stand for names. Texts are printable.
namespace tidemark::analysis {

/// "0x08001234".
std::string address_text(std::uint64_t address);
/// The file and its folder, "src/main.c": what people need of a path.
std::string short_path(std::string_view path);
/// "main() at src/main.c:31", or as much of it as is known.
std::string place_text(const ingest::SourceFrame& frame);

/// All calls of a site, the innermost first, with those that were put in line; of an address that
/// nothing is known of the function is that address.
std::vector<ingest::SourceFrame> site_calls(const Frames& frames, const ingest::Symbols* symbols);
/// The innermost of them; of a site that is not known "(other sites)".
std::string site_text(const SiteView& site, const ingest::Symbols* symbols);
/// The call that returns to that address.
std::string call_text(std::uint64_t address, const ingest::Symbols* symbols);
/// The name of the heap or pool: told, if it is no address, or that of the object there, else
/// "heap@0x20000100"; of the C library's own "libc".
std::string pool_text(const SiteView& site, const ingest::Symbols* symbols);
/// Bytes of hexadecimal digits, two each; what is none counts as 0.
std::string bytes_of_hexadecimal(std::string_view digits);
/// What stays the same of a site in another build: its pool and functions.
std::string site_key(const SiteView& site, const ingest::Symbols* symbols);

}  // namespace tidemark::analysis
