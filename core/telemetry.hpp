// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/monitor.hpp"
#include "core/outbox.hpp"
#include "wire/message_writer.hpp"

namespace tidemark {

/// Who the device is to those who read its messages. All must live for ever.
struct Identity {
  Span<const std::uint8_t> device_id;  ///< 1 to wire::kMaxDeviceIdBytes.
  Span<const std::uint8_t> build_id;   ///< At most wire::kMaxBuildIdBytes; may be empty.
  std::uint16_t boot;                  ///< Another one at each boot, if it can be had.
};

/// Messages of a monitor (wire/SCHEMA.md), through an outbox and a link (core/link.hpp). By one
/// thread, never by an interrupt. The monitor's lock is held while one message is made and never
/// while it is sent. 300 bytes, of which the message under way has 256; 400 bytes of stack beside
/// what the link needs.
class Telemetry {
 public:
  /// Once, before all others. Says hello. `outbox` keeps what the link does not take at once, and
  /// must live for ever; null: that is dropped.
  void start(Monitor& monitor, const Identity& identity, Outbox* outbox);

  /// After each sample: what is in use of every resource; before it the table of resources if that
  /// has changed; after it the report if link_came_up() was called. O(resources), three walks over
  /// the monitor's tables.
  void send_sample(Monitor& monitor);
  void send_event(Monitor& monitor, const Event& event);
  /// For readers who come later, and exact: hello, the table, details, coverage, self. While the
  /// link is down only the details, which have the course: the rest is said anew when it comes up.
  void send_report(Monitor& monitor);

  /// By any thread: whoever reads may have missed what was said before, so say it again. kBusy.
  Status link_came_up();
  /// By any thread: nobody reads now. kBusy.
  Status link_went_down();

 private:
  wire::MessageHeader next_header();
  Span<std::uint8_t> room() { return {message_, sizeof(message_)}; }
  void send(Monitor& monitor, Worth worth, bool continues, std::size_t size);
  void drain(Monitor& monitor);
  [[nodiscard]] bool take_came_up();
  [[nodiscard]] bool is_down() const;
  void send_hello(Monitor& monitor);
  void send_table(Monitor& monitor);
  void send_details(Monitor& monitor);
  template <typename Line>
  void send_line(Monitor& monitor, Worth worth, const Line& line);
  template <typename AddNext>
  void send_list(Monitor& monitor, wire::ListMessage::Kind kind, AddNext add_next);

  Identity identity_ = {};
  Outbox* outbox_ = nullptr;
  std::uint32_t device_ = 0;
  std::uint32_t signature_ = 0;  // of the resources that the table with number table_ has
  std::uint32_t resources_ = 0;
  std::uint16_t sequence_ = 0;
  std::uint8_t table_ = 0;
  bool came_up_ = false;  // guarded by the monitor's lock, as the next
  bool is_down_ = false;
  std::uint8_t message_[wire::kMaxMessageBytes] = {};
};

}  // namespace tidemark
