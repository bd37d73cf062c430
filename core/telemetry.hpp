// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/features.hpp"
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

class Profiler;

/// Where the sending of a profile's snapshot stands. Empty in an image without a profile.
template <bool kPresent>
struct SnapshotProgress {
  enum class Stage : std::uint8_t { kNone, kBlocks, kSites, kOwners };
  std::uint32_t number = 0;
  std::uint16_t slot = 0;  // next one of the stage's table
  Stage stage = Stage::kNone;
  bool is_due = false;
  void want() { is_due = true; }
};
template <>
struct SnapshotProgress<false> {
  void want() {}
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
  void send_event(Monitor& monitor, const wire::GuardLine& fault);
  void send_event(Monitor& monitor, const wire::ReclaimLine& call);
  void send_event(Monitor& monitor, const wire::AllocationFailureLine& failure);
  void send_event(Monitor& monitor, const wire::RestartLine& life);
  /// The rest of the life that ended, after its RestartLine: two messages at most.
  void send_ended_life(Monitor& monitor);
  /// For readers who come later, and exact: hello, the table, details, coverage, self. While the
  /// link is down only the details, which have the course: the rest is said anew when it comes up.
  void send_report(Monitor& monitor);

  /// A part of a snapshot of the profile, at the end of each period: kProfilePeriodBytes and one
  /// message at most, and no more than the outbox has room for, so that neither samples nor the
  /// time of the next one suffer from a large table. A snapshot begins after each send_report(),
  /// and after an event that says watch or leak, as soon as the one under way has ended. While the
  /// link is down there is none.
  void send_profile(Monitor& monitor, Profiler& profiler);

  /// By any thread: whoever reads may have missed what was said before, so say it again. kBusy.
  Status link_came_up();
  /// By any thread: nobody reads now. kBusy.
  Status link_went_down();

 private:
  wire::MessageHeader next_header();
  Span<std::uint8_t> room() { return {message_, sizeof(message_)}; }
  /// Returns false iff a message was dropped.
  bool send(Monitor& monitor, Worth worth, bool continues, std::size_t size);
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
  [[nodiscard]] bool has_room() const;
  std::size_t begin_snapshot(Profiler& profiler);
  std::size_t make_snapshot_part(Profiler& profiler);

  Identity identity_ = {};
  Outbox* outbox_ = nullptr;
  std::uint32_t device_ = 0;
  std::uint32_t signature_ = 0;  // of the resources that the table with number table_ has
  std::uint32_t resources_ = 0;
  std::uint16_t sequence_ = 0;
  std::uint8_t table_ = 0;
  bool came_up_ = false;  // guarded by the monitor's lock, as the next
  bool is_down_ = false;
  [[no_unique_address]] SnapshotProgress<kWithProfile> snapshot_;
  std::uint8_t message_[wire::kMaxMessageBytes] = {};
};

}  // namespace tidemark
