// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tool/analysis/session.hpp"

namespace tidemark::analysis {

/// The devices of one input: a session each, with its own boots, table and judgement. Text belongs
/// to the first device; a message to the one that it names. The first device to send a message is
/// that of the text too: a console and its messages share a line. Messages of devices beyond
/// kMostDevices are counted as foreign by the first. Memory: that of the sessions. Not thread-safe.
class Devices {
 public:
  static constexpr std::size_t kMostDevices = 64;

  /// `listener` may be null, and must outlive it; current() tells during a call whose it is.
  Devices(const SessionOptions& options, SessionListener* listener);

  /// As Session's. A line of the log link is the message in it.
  LineRole feed(const ingest::RawLine& line, std::optional<std::uint64_t> arrival_ms);
  LineRole feed_message(Span<const std::uint8_t> message, bool retained = false);
  void finish();

  /// At least 1.
  [[nodiscard]] std::size_t count() const { return sessions_.size(); }
  [[nodiscard]] const Session& at(std::size_t index) const { return *sessions_[index]; }
  /// Of the latest line or message.
  [[nodiscard]] const Session& current() const { return *sessions_[current_]; }

 private:
  std::size_t index_of(std::uint32_t device);

  SessionOptions options_;
  SessionListener* listener_;
  std::vector<std::unique_ptr<Session>> sessions_;
  std::size_t current_ = 0;
};

/// What a device is called: its id if that is text, else in hexadecimal; without a hello the number
/// that its messages carry, as "#1a2b3c4d". Empty: it sent no message. Printable.
std::string device_name(const Session& session);

/// The build id of the device's firmware in hexadecimal; empty: unknown.
std::string build_text(const Session& session);

}  // namespace tidemark::analysis
