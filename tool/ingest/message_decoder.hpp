// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/span.hpp"
#include "tool/ingest/message_reader.hpp"
#include "wire/report_line.hpp"

namespace tidemark::ingest {

/// A value of a sample, with what the table says of its resource.
struct UseLine {
  std::uint64_t up_ms;
  wire::Resource resource;
  std::uint32_t used;  ///< At most resource.capacity.
};

/// The device has restarted; what follows comes from the new boot.
struct NewBoot {};

/// What a message says, in the terms of the report lines; of a profile's snapshot the begin, with
/// its number, and the parts of its tables.
using DeviceLine =
    std::variant<NewBoot, UseLine, wire::ReportLine, SitesPart, OwnersPart, BlocksPart>;

/// What became of the messages. Each is counted; none stops the reading.
struct MessageCounts {
  std::uint64_t messages = 0;   ///< All that follows, and those that were used.
  std::uint64_t malformed = 0;  ///< They break wire/SCHEMA.md.
  std::uint64_t unknown = 0;    ///< Of a kind of a later version.
  std::uint64_t foreign = 0;    ///< Of another device than the first one.
  std::uint64_t late = 0;       ///< Repeated, or overtaken by a later one. Their events are used.
  std::uint64_t lost = 0;       ///< By the gaps in their numbers.
  std::uint64_t unplaced = 0;   ///< Their table had not arrived.
};

/// The messages of one device, in the order of their arrival, made into lines. It keeps the table
/// of resources, tells loss, repetition and restarts by the numbers in the messages, and widens
/// their times to 64 bits. Memory: kMostResources entries at most. Not thread-safe.
class MessageDecoder {
 public:
  static constexpr std::size_t kMostResources = 1024;
  using OnLine = std::function<void(const DeviceLine&)>;

  /// Hands over each line that the message gives, in order.
  void feed(Span<const std::uint8_t> bytes, const OnLine& on_line) {
    feed(read_message(bytes), false, on_line);
  }
  /// The same of a message that was read already; absent: it is malformed. A broker hands a
  /// `retained` one over at each connection anew: of the boot that is known it says nothing new.
  void feed(const std::optional<Message>& message, bool retained, const OnLine& on_line);

  [[nodiscard]] const MessageCounts& counts() const { return counts_; }
  /// The number that the device's messages carry; absent before the first.
  [[nodiscard]] std::optional<std::uint32_t> device() const {
    return started_ ? std::optional(device_) : std::nullopt;
  }
  /// Bytes of the latest hello; empty: not told.
  [[nodiscard]] const std::string& device_id() const { return device_id_; }
  [[nodiscard]] const std::string& build_id() const { return build_id_; }

 private:
  enum class Order : std::uint8_t { kNext, kLate };

  Order take_header(const wire::MessageHeader& header, const OnLine& on_line);
  std::uint64_t widen(std::uint32_t up_ms) const;
  void take(const UnknownBody& body, const OnLine& on_line);
  void take(const HelloBody& body, const OnLine& on_line);
  void take(const TablePart& part, const OnLine& on_line);
  void take(const SamplePart& part, const OnLine& on_line);
  void take(const DetailsPart& part, const OnLine& on_line);
  void take(const EndedLifePart& part, const OnLine& on_line);
  /// A verdict, a level, the coverage, self, the begin of a snapshot, a fault, what is of recovery.
  template <typename Line>
  void take(Line line, const OnLine& on_line);
  template <typename Line>
  void take(SlotsPart<Line> part, const OnLine& on_line);
  [[nodiscard]] const wire::Resource* resource_at(std::uint64_t index) const;

  MessageCounts counts_;
  bool started_ = false;
  std::uint32_t device_ = 0;
  std::uint16_t boot_ = 0;
  std::uint16_t sequence_ = 0;
  std::uint64_t up_ms_ = 0;
  std::string device_id_;
  std::string build_id_;
  std::uint8_t table_ = 0;  // the one that resources_ is of
  std::vector<std::optional<wire::Resource>> resources_;
};

}  // namespace tidemark::ingest
