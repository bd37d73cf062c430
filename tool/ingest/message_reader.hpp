// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/span.hpp"
#include "wire/message_writer.hpp"
#include "wire/report_line.hpp"

namespace tidemark::ingest {

/// A message as wire/SCHEMA.md describes it, and nothing that it does not allow: ranges and sums
/// hold. `up_ms` of the lines inside is the header's, but for the hello's own.
struct HelloBody {
  wire::HelloLine line;
  std::string device_id;  ///< Bytes.
  std::string build_id;   ///< Bytes; empty: unknown.
  std::uint32_t resources;
};
struct TablePart {
  std::uint32_t first;
  std::vector<wire::Resource> resources;
};
struct SamplePart {
  std::uint32_t first;
  std::vector<std::optional<std::uint16_t>> values;
};
/// Lines without their names; of a stack without its size and of a pool of blocks without block
/// size.
struct DetailsPart {
  std::uint32_t first;
  std::vector<std::vector<std::optional<std::uint64_t>>> values;
};
/// A part of a table of a profile's snapshot: it tells of the slots from `first` up to, and
/// without, `end`. Those that are not in `used` hold nothing.
template <typename Line>
struct SlotsPart {
  struct Used {
    std::uint32_t slot;
    Line line;
  };
  std::uint64_t up_ms;  ///< When it was read: ages of blocks count from here.
  std::uint32_t snapshot;
  std::uint32_t first;
  std::uint32_t end;  ///< At most kMostSlots.
  std::vector<Used> used;
};
inline constexpr std::uint32_t kMostSlots = 65536;
using SitesPart = SlotsPart<wire::SiteLine>;
using OwnersPart = SlotsPart<wire::OwnerLine>;
using BlocksPart = SlotsPart<wire::BlockLine>;

/// What is told of a life that ended, in this order.
struct EndedLifePart {
  std::vector<std::variant<wire::RestartLevelLine, wire::RestartSiteLine, wire::RestartEventLine>>
      details;
};

/// Well formed, of a kind that this reader does not know.
struct UnknownBody {};

struct Message {
  wire::MessageHeader header;  ///< `up_ms` modulo 2^32.
  std::variant<UnknownBody, HelloBody, TablePart, SamplePart, DetailsPart, wire::VerdictLine,
               wire::LevelLine, wire::CoverageLine, wire::SelfLine, wire::ProfileLine, SitesPart,
               OwnersPart, BlocksPart, wire::GuardLine, wire::ReclaimLine,
               wire::AllocationFailureLine, wire::RestartLine, EndedLifePart>
      body;
};

/// Reads one message. Absent: it is malformed, and says nothing. Any bytes are fine; of more than
/// wire::kMaxMessageBytes none is one. O(bytes), and memory of some 100 times as much at most.
[[nodiscard]] std::optional<Message> read_message(Span<const std::uint8_t> bytes);

}  // namespace tidemark::ingest
