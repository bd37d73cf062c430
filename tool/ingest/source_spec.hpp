// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "tool/ingest/problem.hpp"

namespace tidemark::ingest {

struct StdinSpec {
  bool operator==(const StdinSpec&) const = default;
};
/// A file, a FIFO, or a serial device or pty.
struct PathSpec {
  std::string path;
  std::uint32_t baud;
  bool operator==(const PathSpec&) const = default;
};
struct TcpSpec {
  std::string host;
  std::string port;
  bool operator==(const TcpSpec&) const = default;
};
using SourceSpec = std::variant<StdinSpec, PathSpec, TcpSpec>;

inline constexpr std::uint32_t kDefaultBaud = 115200;

/// What SOURCE on the command line means: `-`, `tcp:HOST:PORT` (an IPv6 address in brackets), or a
/// path; a path below /dev may end in `:BAUD`. A problem iff it is none of them.
std::variant<SourceSpec, Problem> parse_source_spec(std::string_view text);

}  // namespace tidemark::ingest
