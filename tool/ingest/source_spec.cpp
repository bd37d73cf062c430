// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/source_spec.hpp"

#include <charconv>
#include <optional>

namespace tidemark::ingest {
namespace {

constexpr std::string_view kTcp = "tcp:";
constexpr std::string_view kUdp = "udp:";
constexpr std::string_view kDevices = "/dev/";

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::variant<SourceSpec, Problem> parse_tcp(std::string_view text) {
  const Problem problem{std::string(text), "is no tcp:HOST:PORT",
                        "give host and port, for example tcp:localhost:4321"};
  const std::string_view rest = text.substr(kTcp.size());
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0) {
    return problem;
  }
  std::string_view host = rest.substr(0, colon);
  const auto port = whole_number(rest.substr(colon + 1));
  if (!port || *port == 0 || *port > 65535) {
    return problem;
  }
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (host.empty()) {
    return problem;
  }
  return SourceSpec(TcpSpec{std::string(host), std::to_string(*port)});
}

std::variant<SourceSpec, Problem> parse_device(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return SourceSpec(PathSpec{std::string(text), kDefaultBaud});
  }
  const std::string_view suffix = text.substr(colon + 1);
  const bool digits = suffix.find_first_not_of("0123456789") == std::string_view::npos;
  // Names below /dev/serial/by-path have colons too: only a long number is a baud rate.
  if (!digits || suffix.size() < 3) {
    return SourceSpec(PathSpec{std::string(text), kDefaultBaud});
  }
  const auto baud = whole_number(suffix);
  if (!baud || *baud == 0) {
    return Problem{std::string(text), "is no device with a baud rate",
                   "for example /dev/ttyUSB0:115200"};
  }
  return SourceSpec(PathSpec{std::string(text.substr(0, colon)), *baud});
}

}  // namespace

std::variant<SourceSpec, Problem> parse_source_spec(std::string_view text) {
  if (text == "-") {
    return SourceSpec(StdinSpec{});
  }
  if (text.empty()) {
    return Problem{"SOURCE", "is empty", "see tidemark monitor --help"};
  }
  if (text.substr(0, kTcp.size()) == kTcp) {
    return parse_tcp(text);
  }
  if (text.substr(0, kUdp.size()) == kUdp) {
    return Problem{std::string(text), "this version does not read UDP",
                   "use tcp:HOST:PORT, or pipe a receiver's output into tidemark monitor -"};
  }
  if (text.substr(0, kDevices.size()) == kDevices) {
    return parse_device(text);
  }
  return SourceSpec(PathSpec{std::string(text), kDefaultBaud});
}

}  // namespace tidemark::ingest
