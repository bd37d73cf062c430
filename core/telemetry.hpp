// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/monitor.hpp"
#include "wire/message_writer.hpp"

namespace tidemark {

/// Who the device is to those who read its messages. All must live for ever.
struct Identity {
  Span<const std::uint8_t> device_id;  ///< 1 to wire::kMaxDeviceIdBytes.
  Span<const std::uint8_t> build_id;   ///< At most wire::kMaxBuildIdBytes; may be empty.
  std::uint16_t boot;                  ///< Another one at each boot, if it can be had.
};

/// Messages of a monitor (wire/SCHEMA.md), through port::send_message. By one thread at a time,
/// never by an interrupt. The monitor's lock is held while one message is made and never while it
/// is sent. 300 bytes, of which the message under way has 256; 400 bytes of stack beside what the
/// port needs.
class Telemetry {
 public:
  /// Once, before all others. Says hello.
  void start(Monitor& monitor, const Identity& identity);

  /// After each sample: what is in use of every resource; before it the table of resources if that
  /// has changed. O(resources), three walks over the monitor's tables.
  void send_sample(Monitor& monitor);
  void send_event(Monitor& monitor, const Event& event);
  /// For readers who come later, and exact: hello, the table, details, coverage, self.
  void send_report(Monitor& monitor);

 private:
  wire::MessageHeader next_header();
  Span<std::uint8_t> room() { return {message_, sizeof(message_)}; }
  void send(Monitor& monitor, std::size_t size);
  void send_hello(Monitor& monitor);
  void send_table(Monitor& monitor);
  void send_details(Monitor& monitor);
  template <typename Line>
  void send_line(Monitor& monitor, const Line& line);
  template <typename AddNext>
  void send_list(Monitor& monitor, wire::ListMessage::Kind kind, AddNext add_next);

  Identity identity_ = {};
  std::uint32_t device_ = 0;
  std::uint32_t signature_ = 0;  // of the resources that the table with number table_ has
  std::uint32_t resources_ = 0;
  std::uint16_t sequence_ = 0;
  std::uint8_t table_ = 0;
  std::uint8_t message_[wire::kMaxMessageBytes] = {};
};

}  // namespace tidemark
