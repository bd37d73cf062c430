// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tidemark::ingest {

/// The message in a line of the log link, `tidemark: msg BASE64`, wherever it stands in the line:
/// behind a log prefix, in colours. The base64 (RFC 4648, padded) ends at the first byte that is
/// none. It holds the message and behind it its CRC-32, as a frame does; that is checked and taken
/// off. Absent: the line has no such text. Empty: it has, and what follows is damaged. O(size).
std::optional<std::vector<std::uint8_t>> find_log_message(std::string_view line);

}  // namespace tidemark::ingest
