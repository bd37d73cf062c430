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
struct UdpSpec {
  std::string host;  ///< Of this machine; empty: all.
  std::string port;
  bool operator==(const UdpSpec&) const = default;
};
struct MqttSpec {
  std::string host;
  int port;
  std::string topic;  ///< May have wildcards.
  std::string user;   ///< Empty: none.
  std::string password;
  bool operator==(const MqttSpec&) const = default;
};
using SourceSpec = std::variant<StdinSpec, PathSpec, TcpSpec, UdpSpec, MqttSpec>;

inline constexpr std::uint32_t kDefaultBaud = 115200;
inline constexpr int kDefaultMqttPort = 1883;

/// What SOURCE on the command line means: `-`, `tcp:HOST:PORT`, `udp:[HOST:]PORT`,
/// `mqtt://[USER[:PASSWORD]@]HOST[:PORT]/TOPIC` (an IPv6 address in brackets; %XX in user and
/// password), or a path; a path below /dev may end in `:BAUD`. A problem iff it is none of them; it
/// does not repeat a password.
std::variant<SourceSpec, Problem> parse_source_spec(std::string_view text);

}  // namespace tidemark::ingest
