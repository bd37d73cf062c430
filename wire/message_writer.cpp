// SPDX-License-Identifier: Apache-2.0
#include "wire/message_writer.hpp"

#include "wire/message_parts.hpp"

namespace tidemark::wire {
namespace {

// So that the longest hello fits into a message.
Text cut(const Name& name) {
  constexpr std::size_t kMost = 40;
  return {name.bytes, name.size < kMost ? name.size : kMost};
}

}  // namespace

void key(CborWriter& writer, const char* literal) {
  std::size_t size = 0;
  while (literal[size] != 0) {
    ++size;
  }
  writer.name(Text(literal, size));
}

void field(CborWriter& writer, const char* literal, std::uint64_t value) {
  key(writer, literal);
  writer.uint(value);
}

void put_header(CborWriter& writer, const MessageHeader& header) {
  constexpr std::size_t kHeaderFields = 5;
  writer.name(Text());
  writer.array(kHeaderFields);
  writer.uint(header.device);
  writer.uint(header.boot);
  writer.uint(header.sequence);
  writer.uint(static_cast<std::uint32_t>(header.up_ms));
  writer.uint(header.table);
}

// `f` sorts before every kind that it may stand beside.
void begin(CborWriter& writer, const MessageHeader& header, std::uint32_t first, char kind) {
  writer.map(first == 0 ? 2 : 3);
  put_header(writer, header);
  if (first != 0) {
    field(writer, "f", first);
  }
  writer.name(Text(&kind, 1));
}

unsigned sample_shift(std::uint32_t capacity) {
  unsigned shift = 0;
  while ((capacity >> shift) > UINT16_MAX) {
    ++shift;
  }
  return shift;
}

std::uint16_t sample_value(std::uint32_t used, unsigned shift) {
  const std::uint64_t up = (std::uint64_t{used} + (1u << shift) - 1) >> shift;
  return up > UINT16_MAX ? UINT16_MAX : static_cast<std::uint16_t>(up);
}

std::size_t write_message(const MessageHeader& header, const HelloMessage& hello,
                          Span<std::uint8_t> out) {
  const HelloLine& line = *hello.line;
  CborWriter writer(out);
  begin(writer, header, 0, 'h');
  // In the order of RFC 8949, 4.2.1: the shorter key first, then by its bytes.
  writer.map(7 + (line.board.empty() ? 0u : 1u) + (line.kernel.empty() ? 0u : 1u) +
             (hello.build_id.empty() ? 0u : 1u));
  key(writer, "id");
  writer.bytes(hello.device_id);
  if (!line.board.empty()) {
    key(writer, "board");
    writer.name(cut(line.board));
  }
  if (!hello.build_id.empty()) {
    key(writer, "build");
    writer.bytes(hello.build_id);
  }
  field(writer, "count", hello.resources);
  field(writer, "up_ms", line.up_ms);
  field(writer, "format", line.format);
  if (!line.kernel.empty()) {
    key(writer, "kernel");
    writer.name(cut(line.kernel));
  }
  field(writer, "block_ms", line.block_ms);
  field(writer, "report_s", line.report_s);
  field(writer, "period_ms", line.period_ms);
  return finished(writer);
}

std::size_t write_message(const MessageHeader& header, const VerdictLine& event,
                          Span<std::uint8_t> out) {
  CborWriter writer(out);
  begin(writer, header, 0, 'e');
  writer.map(3 + count_present(event.rate_millibytes_per_hour, event.rate_low_millibytes_per_hour,
                               event.rate_high_millibytes_per_hour, event.left_s, event.window_s));
  field(writer, "kind", number(event.kind));
  key(writer, "name");
  writer.name(event.name.text());
  field(writer, "rate", event.rate_millibytes_per_hour);
  field(writer, "left_s", event.left_s);
  field(writer, "verdict", number(event.verdict));
  field(writer, "rate_low", event.rate_low_millibytes_per_hour);
  field(writer, "window_s", event.window_s);
  field(writer, "rate_high", event.rate_high_millibytes_per_hour);
  return finished(writer);
}

std::size_t write_message(const MessageHeader& header, const LevelLine& event,
                          Span<std::uint8_t> out) {
  CborWriter writer(out);
  begin(writer, header, 0, 'e');
  writer.map(event.cause.present ? 6 : 5);
  field(writer, "kind", number(event.kind));
  key(writer, "name");
  writer.name(event.name.text());
  field(writer, "used", event.used);
  if (event.cause.present) {
    field(writer, "cause", number(event.cause.value));
  }
  field(writer, "level", number(event.level));
  field(writer, "capacity", event.capacity);
  return finished(writer);
}

std::size_t write_message(const MessageHeader& header, const CoverageLine& coverage,
                          Span<std::uint8_t> out) {
  CborWriter writer(out);
  begin(writer, header, 0, 'c');
  const bool has_more = count_present(coverage.pools_missed, coverage.isr_stacks,
                                      coverage.mem_blocks, coverage.net_buf_pools) > 0;
  writer.map(6 + (has_more ? 1u : 0u) + (coverage.blind.empty() ? 0u : 1u));
  if (has_more) {
    // An array, for names of their own would not fit into a message beside the longest `blind`.
    key(writer, "more");
    writer.array(4);
    element(writer, coverage.pools_missed);
    element(writer, coverage.isr_stacks);
    element(writer, coverage.mem_blocks);
    element(writer, coverage.net_buf_pools);
  }
  if (!coverage.blind.empty()) {
    key(writer, "blind");
    writer.name(coverage.blind.text());
  }
  field(writer, "heaps", coverage.heaps);
  field(writer, "threads", coverage.threads);
  field(writer, "mem_slabs", coverage.mem_slabs);
  field(writer, "heaps_missed", coverage.heaps_missed);
  field(writer, "threads_missed", coverage.threads_missed);
  field(writer, "mem_slabs_missed", coverage.mem_slabs_missed);
  return finished(writer);
}

std::size_t write_message(const MessageHeader& header, const SelfLine& self,
                          Span<std::uint8_t> out) {
  CborWriter writer(out);
  begin(writer, header, 0, 'm');
  writer.map(2 + count_present(self.sample_us, self.sample_us_max, self.lock_us_max,
                               self.lines_lost, self.messages_dropped));
  field(writer, "ram", self.ram);
  field(writer, "lost", self.lines_lost);
  field(writer, "dropped", self.messages_dropped);
  field(writer, "samples", self.samples);
  field(writer, "sample_us", self.sample_us);
  field(writer, "lock_us_max", self.lock_us_max);
  field(writer, "sample_us_max", self.sample_us_max);
  return finished(writer);
}

SampleMessage::SampleMessage(const MessageHeader& header, std::uint32_t first, std::size_t count,
                             Span<std::uint8_t> out)
    : writer_(out) {
  begin(writer_, header, first, 's');
  writer_.array(count);
}

void SampleMessage::add(Optional<std::uint16_t> value) {
  element(writer_, value);
}

ListMessage::ListMessage(const MessageHeader& header, Kind kind, std::uint32_t first,
                         Span<std::uint8_t> out)
    : writer_(out) {
  constexpr char kKinds[] = "tvw";
  begin(writer_, header, first, kKinds[static_cast<std::size_t>(kind)]);
  place_ = writer_.begin_array();
}

bool ListMessage::keep(std::size_t before) {
  if (writer_.overflowed() || count_ == CborWriter::kMostLater) {
    writer_.rewind(before);
    return false;
  }
  ++count_;
  return true;
}

std::size_t ListMessage::finish() {
  writer_.end_array(place_, count_);
  return count_ == 0 ? 0 : writer_.size();
}

bool ListMessage::add(const Resource& resource) {
  const std::size_t before = writer_.size();
  const bool is_thread = resource.kind == ResourceKind::kThreadStack;
  const bool has_blocks = is_block_pool(resource.kind);
  writer_.array(5 + (is_thread ? 3u : 0u) + (has_blocks ? 1u : 0u));
  writer_.uint(number(resource.kind));
  writer_.name(resource.name.text());
  writer_.uint(sample_shift(resource.capacity));
  writer_.uint(resource.capacity);
  writer_.uint(resource.address);
  if (is_thread) {
    writer_.sint(resource.priority);
    writer_.uint(resource.entry);
    writer_.uint(resource.lifetime);
  } else if (has_blocks) {
    writer_.uint(resource.block_size);
  }
  return keep(before);
}

bool ListMessage::add(const HeapLine& details) {
  const std::size_t before = writer_.size();
  const std::size_t optional = details.largest.present                    ? 4
                               : details.largest_min.present              ? 3
                               : details.left_s.present                   ? 2
                               : details.rate_millibytes_per_hour.present ? 1
                                                                          : 0;
  writer_.array(6 + optional);
  writer_.uint(details.used);
  writer_.uint(details.free);
  writer_.uint(details.allocated);
  writer_.uint(details.peak);
  writer_.uint(number(details.level));
  writer_.uint(number(details.verdict));
  if (optional > 0) {
    element(writer_, details.rate_millibytes_per_hour);
  }
  if (optional > 1) {
    element(writer_, details.left_s);
  }
  if (optional > 2) {
    element(writer_, details.largest_min);
  }
  if (optional > 3) {
    element(writer_, details.largest);
  }
  return keep(before);
}

bool ListMessage::add(const StackLine& details) {
  const std::size_t before = writer_.size();
  writer_.array(3);
  writer_.uint(details.peak);
  writer_.uint(details.free);
  writer_.uint(number(details.level));
  return keep(before);
}

bool ListMessage::add(const BlockPoolLine& details) {
  const std::size_t before = writer_.size();
  writer_.array(details.left_s.present ? 6 : 5);
  writer_.uint(details.used);
  writer_.uint(details.free);
  element(writer_, details.peak);
  writer_.uint(number(details.level));
  writer_.uint(number(details.verdict));
  if (details.left_s.present) {
    writer_.uint(details.left_s.value);
  }
  return keep(before);
}

}  // namespace tidemark::wire
