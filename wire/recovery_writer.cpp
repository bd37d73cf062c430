// SPDX-License-Identifier: Apache-2.0
// Messages about recovery: a device without it does not link this.
#include "wire/message_parts.hpp"

namespace tidemark::wire {
namespace {

// Of a life that ended no more of a name was kept, and so the longest message fits.
constexpr std::size_t kMostOfName = 16;

Text cut(const Name& name) {
  return {name.bytes, name.size < kMostOfName ? name.size : kMostOfName};
}

/// What a list says of a life that ended: the first number of an element.
enum class Detail : std::uint8_t { kLevel, kSite, kEvent };

}  // namespace

std::size_t write_message(const MessageHeader& header, const ReclaimLine& event,
                          Span<std::uint8_t> out) {
  CborWriter writer(out);
  begin(writer, header, 0, 'l');
  writer.map(7 + count_present(event.left_out));
  key(writer, "name");
  writer.name(event.name.text());
  field(writer, "said", event.said_bytes);
  field(writer, "calls", event.calls);
  field(writer, "cause", number(event.cause));
  field(writer, "outcome", number(event.outcome));
  field(writer, "took_ms", event.took_ms);
  field(writer, "left_out", event.left_out);
  key(writer, "measured");
  writer.sint(event.measured_bytes);
  return finished(writer);
}

std::size_t write_message(const MessageHeader& header, const AllocationFailureLine& event,
                          Span<std::uint8_t> out) {
  CborWriter writer(out);
  begin(writer, header, 0, 'a');
  writer.map(5 + count_present(event.free, event.largest_free, event.left_out) +
             count_given(event.heap, event.thread) + (event.at != 0 ? 1u : 0u));
  address_field(writer, "at", event.at);
  field(writer, "free", event.free);
  name_field(writer, "heap", event.heap.text());
  field(writer, "rung", number(event.rung));
  field(writer, "size", event.size);
  field(writer, "steps", event.steps);
  field(writer, "failed", event.failed);
  name_field(writer, "thread", event.thread.text());
  field(writer, "at_once", event.at_once);
  field(writer, "left_out", event.left_out);
  field(writer, "largest_free", event.largest_free);
  return finished(writer);
}

std::size_t write_message(const MessageHeader& header, const RestartLine& life,
                          Span<std::uint8_t> out) {
  CborWriter writer(out);
  begin(writer, header, 0, 'b');
  writer.map(5 + count_present(life.size, life.largest_free) +
             count_given(life.resource, life.thread, life.build_id) + (life.at != 0 ? 1u : 0u));
  address_field(writer, "at", life.at);
  field(writer, "size", life.size);
  field(writer, "reason", number(life.reason));
  field(writer, "recent", life.recent);
  name_field(writer, "thread", cut(life.thread));
  name_field(writer, "build_id", life.build_id.text());
  field(writer, "lived_ms", life.lived_ms);
  name_field(writer, "resource", cut(life.resource));
  field(writer, "restarts", life.restarts);
  field(writer, "safe_mode", life.safe_mode ? 1 : 0);
  field(writer, "largest_free", life.largest_free);
  return finished(writer);
}

bool ListMessage::add(const RestartLevelLine& level) {
  const std::size_t before = writer_.size();
  writer_.array(7);
  writer_.uint(number(Detail::kLevel));
  writer_.uint(number(level.kind));
  writer_.name(cut(level.name));
  writer_.uint(number(level.level));
  writer_.uint(number(level.verdict));
  writer_.uint(level.used);
  writer_.uint(level.capacity);
  return keep(before);
}

bool ListMessage::add(const RestartSiteLine& site) {
  const std::size_t before = writer_.size();
  writer_.array(4);
  writer_.uint(number(Detail::kSite));
  writer_.uint(site.at);
  writer_.uint(site.live_bytes);
  writer_.uint(site.live_blocks);
  return keep(before);
}

bool ListMessage::add(const RestartEventLine& event) {
  const std::size_t before = writer_.size();
  writer_.array(event.name.empty() ? 4 : 5);
  writer_.uint(number(Detail::kEvent));
  writer_.uint(event.before_end_s);
  writer_.uint(number(event.event));
  writer_.uint(event.value);
  if (!event.name.empty()) {
    writer_.name(cut(event.name));
  }
  return keep(before);
}

}  // namespace tidemark::wire
