// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/source_spec.hpp"

#include <charconv>
#include <optional>

namespace tidemark::ingest {
namespace {

constexpr std::string_view kTcp = "tcp:";
constexpr std::string_view kUdp = "udp:";
constexpr std::string_view kMqtt = "mqtt://";
constexpr std::string_view kDevices = "/dev/";

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

struct HostAndPort {
  std::string host;
  std::uint32_t port;
};

/// "HOST:PORT", or with `default_port` "HOST". Absent iff it is neither.
std::optional<HostAndPort> host_and_port(std::string_view text,
                                         std::optional<std::uint32_t> default_port) {
  const std::size_t bracket = text.rfind(']');
  const std::size_t colon = text.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  std::string_view host = has_port ? text.substr(0, colon) : text;
  const auto port = has_port ? whole_number(text.substr(colon + 1)) : default_port;
  if (!port || *port == 0 || *port > 65535) {
    return std::nullopt;
  }
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  return host.empty() ? std::nullopt : std::optional(HostAndPort{std::string(host), *port});
}

std::variant<SourceSpec, Problem> parse_tcp(std::string_view text) {
  const auto parsed = host_and_port(text.substr(kTcp.size()), std::nullopt);
  if (!parsed) {
    return Problem{std::string(text), "is no tcp:HOST:PORT",
                   "give host and port, for example tcp:localhost:4321"};
  }
  return SourceSpec(TcpSpec{parsed->host, std::to_string(parsed->port)});
}

std::variant<SourceSpec, Problem> parse_udp(std::string_view text) {
  const std::string_view rest = text.substr(kUdp.size());
  const auto port = whole_number(rest);
  if (port && *port > 0 && *port <= 65535) {
    return SourceSpec(UdpSpec{"", std::to_string(*port)});
  }
  const auto parsed = host_and_port(rest, std::nullopt);
  if (!parsed) {
    return Problem{std::string(text), "is no udp:PORT or udp:HOST:PORT",
                   "give the port that the devices send to, for example udp:5555"};
  }
  return SourceSpec(UdpSpec{parsed->host, std::to_string(parsed->port)});
}

/// `text` with %XX as the byte that it stands for. Absent iff a % stands before anything else.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != '%') {
      decoded += c;
      continue;
    }
    std::uint8_t byte = 0;
    const std::string_view digits = text.substr(0, 2);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (digits.size() != 2 || parsed.ptr != digits.data() + 2) {
      return std::nullopt;
    }
    decoded += static_cast<char>(byte);
    text.remove_prefix(2);
  }
  return decoded;
}

std::variant<SourceSpec, Problem> parse_mqtt(std::string_view text) {
  const Problem problem{"mqtt://...", "is no mqtt://[USER[:PASSWORD]@]HOST[:PORT]/TOPIC",
                        "for example mqtt://localhost/tidemark/+; in user and password write @ as "
                        "%40, / as %2F and : as %3A"};
  const std::string_view rest = text.substr(kMqtt.size());
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos || slash + 1 == rest.size()) {
    return problem;
  }
  const std::string_view authority = rest.substr(0, slash);
  const std::size_t at = authority.rfind('@');
  const bool has_user = at != std::string_view::npos;
  const std::string_view credentials = has_user ? authority.substr(0, at) : std::string_view();
  const std::size_t colon = credentials.find(':');
  const auto user = percent_decoded(credentials.substr(0, colon));
  const auto password = percent_decoded(
      colon == std::string_view::npos ? std::string_view() : credentials.substr(colon + 1));
  const auto place = host_and_port(has_user ? authority.substr(at + 1) : authority,
                                   static_cast<std::uint32_t>(kDefaultMqttPort));
  if (!place || !user || !password || (has_user && user->empty())) {
    return problem;
  }
  return SourceSpec(MqttSpec{place->host, static_cast<int>(place->port),
                             std::string(rest.substr(slash + 1)), *user, *password});
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
    return parse_udp(text);
  }
  if (text.substr(0, kMqtt.size()) == kMqtt) {
    return parse_mqtt(text);
  }
  if (text.starts_with("mqtts:") || text.starts_with("mqtt:")) {
    return Problem{"mqtts:...", "only mqtt://HOST/TOPIC is read, without TLS",
                   "give mqtt://localhost/TOPIC, and let a tunnel or a bridge of brokers do TLS"};
  }
  if (text.substr(0, kDevices.size()) == kDevices) {
    return parse_device(text);
  }
  return SourceSpec(PathSpec{std::string(text), kDefaultBaud});
}

}  // namespace tidemark::ingest
