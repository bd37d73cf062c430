// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"

namespace tidemark {

/// What a message is worth where there is no room for all: the first go first.
enum class Worth : std::uint8_t { kProfile, kSample, kReport, kEvent };

/// Keeps whole messages, in order, until a link has taken them. Static memory that start() is
/// given; 2 bytes a message beside its own, and some 50 for the object.
///
/// One thread puts; one other, or the same, takes. Neither is an interrupt. Each call holds the
/// monitor's lock for its own length and never waits for a link: O(bytes of one message), and
/// O(bytes kept) for a put() that must drop others.
///
/// A message is in flight from take() until it is acknowledged; it keeps its place and is never
/// dropped. The link may take many before the first is acknowledged. rewind() makes those in flight
/// wait again, in their order: a link that was broken says everything twice rather than nothing.
///
/// Where put() finds no room, it drops of the messages that wait those of the least worth, and
/// never one of a greater worth than the new one's: of samples every second one of the oldest half,
/// and then again, so that the course stays and only becomes coarser with its age; of profiles,
/// reports and events the oldest. If nothing may be dropped, the new one is. Messages that continue
/// the one before them share its lot.
class Outbox {
 public:
  static constexpr std::size_t kMaxMessageBytes = 256;
  static constexpr std::size_t kHeaderBytes = 2;  ///< That each message takes beside its own.

  /// Once, before all others. The memory must live for ever.
  void start(Span<std::uint8_t> memory) { memory_ = memory; }

  /// Adds a copy of `message`, 1 to kMaxMessageBytes. `continues`: it is a further part of what the
  /// message put before it began. Returns how many messages were dropped, this one included.
  [[nodiscard]] std::uint32_t put(Worth worth, bool continues, Span<const std::uint8_t> message);

  /// Whether a message of this size finds room without another one being dropped.
  [[nodiscard]] bool has_room(std::size_t bytes) const;

  /// Copies the oldest message that waits into `out`, which has room for kMaxMessageBytes; it is in
  /// flight then. Returns its bytes; 0: none waits.
  [[nodiscard]] std::size_t take(Span<std::uint8_t> out);
  /// Removes the oldest message in flight. Nothing happens where none is.
  void acknowledge();
  /// Lets all messages in flight wait again.
  void rewind();

  /// Messages in flight.
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }

 private:
  struct Entry {
    std::size_t bytes;  // its header included
    Worth worth;
    bool continues;
  };
  struct Cut;

  [[nodiscard]] std::size_t index_of(std::size_t offset) const;
  [[nodiscard]] Entry entry_at(std::size_t offset) const;
  [[nodiscard]] Span<std::uint8_t> run_at(std::size_t offset, std::size_t bytes) const;
  void append(Span<const std::uint8_t> bytes);
  bool find_cut(Worth most, Cut* out) const;
  std::uint32_t drop(const Cut& cut);

  Span<std::uint8_t> memory_;
  std::size_t first_ = 0;            // index of the oldest message
  std::size_t used_ = 0;             // bytes of all
  std::size_t in_flight_bytes_ = 0;  // of the oldest
  std::size_t in_flight_ = 0;
};

}  // namespace tidemark
