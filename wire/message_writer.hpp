// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"
#include "wire/cbor_writer.hpp"
#include "wire/frame.hpp"
#include "wire/report_line.hpp"

/// Messages: what report lines say, as CBOR. wire/SCHEMA.md says what each is. Freestanding, no
/// allocation, no state beyond the objects: any thread and any interrupt. Each function returns the
/// bytes of the message, and 0 iff `out` has no room; kMaxMessageBytes always suffice.
namespace tidemark::wire {

/// What each message begins with.
struct MessageHeader {
  std::uint32_t device;
  std::uint16_t boot;
  std::uint16_t sequence;
  std::uint64_t up_ms;
  std::uint8_t table;  ///< 0 to kTableNumbers - 1.
};

/// Tables are numbered from 0 to this less one, and then from 0 again.
inline constexpr std::uint8_t kTableNumbers = 24;
inline constexpr std::size_t kMaxDeviceIdBytes = 16;

struct HelloMessage {
  const HelloLine* line;               ///< Of its names 40 bytes at most are sent.
  Span<const std::uint8_t> device_id;  ///< 1 to kMaxDeviceIdBytes.
  Span<const std::uint8_t> build_id;   ///< At most kMaxBuildIdBytes; empty: unknown.
  std::uint32_t resources;
};

/// Who is behind an index of a sample.
struct Resource {
  ResourceKind kind;
  Name name;
  std::uint32_t capacity;  ///< Bytes, of a pool of blocks these.
  std::uint64_t address;
  // Of a thread's stack:
  std::int8_t priority;
  std::uint64_t entry;
  std::uint32_t lifetime;
  // Of a pool of blocks:
  std::uint32_t block_size;

  bool operator==(const Resource&) const = default;
};

/// What a value of a sample is shifted by: the least that lets `capacity` fit into 16 bits. 0
/// to 16.
[[nodiscard]] unsigned sample_shift(std::uint32_t capacity);
/// `used` as a value of a sample: divided by 2^shift, rounded up, at most 65,535.
[[nodiscard]] std::uint16_t sample_value(std::uint32_t used, unsigned shift);

[[nodiscard]] std::size_t write_message(const MessageHeader& header, const HelloMessage& hello,
                                        Span<std::uint8_t> out);
[[nodiscard]] std::size_t write_message(const MessageHeader& header, const VerdictLine& event,
                                        Span<std::uint8_t> out);
[[nodiscard]] std::size_t write_message(const MessageHeader& header, const LevelLine& event,
                                        Span<std::uint8_t> out);
[[nodiscard]] std::size_t write_message(const MessageHeader& header, const CoverageLine& coverage,
                                        Span<std::uint8_t> out);
[[nodiscard]] std::size_t write_message(const MessageHeader& header, const SelfLine& self,
                                        Span<std::uint8_t> out);
/// `line.snapshot` is not 0.
[[nodiscard]] std::size_t write_message(const MessageHeader& header, const ProfileLine& line,
                                        Span<std::uint8_t> out);
[[nodiscard]] std::size_t write_message(const MessageHeader& header, const GuardLine& event,
                                        Span<std::uint8_t> out);
[[nodiscard]] std::size_t write_message(const MessageHeader& header, const ReclaimLine& event,
                                        Span<std::uint8_t> out);
[[nodiscard]] std::size_t write_message(const MessageHeader& header,
                                        const AllocationFailureLine& event, Span<std::uint8_t> out);
/// Of its names 16 bytes at most are sent.
[[nodiscard]] std::size_t write_message(const MessageHeader& header, const RestartLine& life,
                                        Span<std::uint8_t> out);

/// A sample. `count` values follow by add(), each a resource's, from index `first` on.
class SampleMessage {
 public:
  static constexpr std::size_t kMostValues = 75;

  /// `count`: 1 to kMostValues.
  SampleMessage(const MessageHeader& header, std::uint32_t first, std::size_t count,
                Span<std::uint8_t> out);
  void add(Optional<std::uint16_t> value);
  /// To be called after the last value.
  [[nodiscard]] std::size_t finish() const { return writer_.overflowed() ? 0 : writer_.size(); }

 private:
  CborWriter writer_;
};

/// A part of a table, or of the details of its resources, from index `first` on; or of a table of a
/// profile's snapshot, from slot `first` on; or of the details of a life that ended, `first` 0.
/// Each add() returns false, and changes nothing, iff there is no room: finish() this message and
/// go on in another one. A message has room for at least one.
class ListMessage {
 public:
  enum class Kind : std::uint8_t { kTable, kDetails, kEndedLife };
  enum class Slots : std::uint8_t { kSites, kOwners, kBlocks };

  ListMessage(const MessageHeader& header, Kind kind, std::uint32_t first, Span<std::uint8_t> out);
  ListMessage(const MessageHeader& header, Slots kind, std::uint32_t snapshot, std::uint32_t first,
              Span<std::uint8_t> out);
  [[nodiscard]] bool add(const Resource& resource);
  [[nodiscard]] bool add(const HeapLine& details);
  [[nodiscard]] bool add(const StackLine& details);
  [[nodiscard]] bool add(const BlockPoolLine& details);
  [[nodiscard]] bool add(const SiteLine& site);
  [[nodiscard]] bool add(const OwnerLine& owner);
  [[nodiscard]] bool add(const BlockLine& block);
  [[nodiscard]] bool add(const RestartLevelLine& level);
  [[nodiscard]] bool add(const RestartSiteLine& site);
  [[nodiscard]] bool add(const RestartEventLine& event);
  /// The next `slots` slots, not 0, hold nothing.
  [[nodiscard]] bool add_free(std::uint32_t slots);
  /// Elements added.
  [[nodiscard]] std::size_t count() const { return count_; }
  /// 0 also iff nothing was added.
  [[nodiscard]] std::size_t finish();

 private:
  [[nodiscard]] bool keep(std::size_t before);

  CborWriter writer_;
  std::size_t place_ = 0;
  std::size_t count_ = 0;
};

}  // namespace tidemark::wire
