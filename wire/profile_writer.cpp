// SPDX-License-Identifier: Apache-2.0
// Messages of the profile and of the guard: a device without them does not link this.
#include "wire/message_parts.hpp"

namespace tidemark::wire {
namespace {

constexpr char kSnapshotKey[] = "n";

void begin_snapshot(CborWriter& writer, const MessageHeader& header, std::uint32_t snapshot,
                    std::uint32_t first, char kind) {
  writer.map(first == 0 ? 3 : 4);
  put_header(writer, header);
  if (first != 0) {
    field(writer, "f", first);
  }
  field(writer, kSnapshotKey, snapshot);
  writer.name(Text(&kind, 1));
}

void counts(CborWriter& writer, const char* literal, Span<const std::uint32_t> values) {
  key(writer, literal);
  writer.array(values.size());
  for (std::uint32_t value : values) {
    writer.uint(value);
  }
}

void slot(CborWriter& writer, std::uint8_t value) {
  element(writer, Optional<std::uint8_t>{value, value != kOtherSite});
}
static_assert(kOtherSite == kOtherOwner, "both are null on the wire");

}  // namespace

std::size_t write_message(const MessageHeader& header, const ProfileLine& line,
                          Span<std::uint8_t> out) {
  CborWriter writer(out);
  begin_snapshot(writer, header, line.snapshot, 0, 'p');
  writer.map(7 + (line.cycles.present ? 1u : 0u) + (line.mark_ms.present ? 1u : 0u));
  const std::uint32_t sites[] = {line.sites, line.sites_capacity, line.sites_merged};
  counts(writer, "sites", {sites, 3});
  const std::uint32_t blocks[] = {line.records, line.records_capacity};
  counts(writer, "blocks", {blocks, 2});
  field(writer, "cycles", line.cycles);
  const std::uint32_t owners[] = {line.owners, line.owners_capacity, line.owners_merged};
  counts(writer, "owners", {owners, 3});
  field(writer, "mark_ms", line.mark_ms);
  field(writer, "samples", line.samples);
  field(writer, "thinned", line.thinned);
  field(writer, "interval", line.interval_bytes);
  field(writer, "displaced", line.displaced);
  return finished(writer);
}

std::size_t write_message(const MessageHeader& header, const GuardLine& event,
                          Span<std::uint8_t> out) {
  CborWriter writer(out);
  begin(writer, header, 0, 'g');
  writer.map(3 + count_present(event.size, event.offset) + (event.heap.empty() ? 0u : 1u) +
             (event.owner.empty() ? 0u : 1u) + (event.freed_at != 0 ? 1u : 0u) +
             (event.allocated_at != 0 ? 1u : 0u));
  name_field(writer, "heap", event.heap.text());
  field(writer, "size", event.size);
  field(writer, "block", event.block);
  field(writer, "fault", number(event.fault));
  name_field(writer, "owner", event.owner.text());
  field(writer, "offset", event.offset);
  field(writer, "damaged", event.damaged);
  address_field(writer, "freed_at", event.freed_at);
  address_field(writer, "allocated_at", event.allocated_at);
  return finished(writer);
}

ListMessage::ListMessage(const MessageHeader& header, Slots kind, std::uint32_t snapshot,
                         std::uint32_t first, Span<std::uint8_t> out)
    : writer_(out) {
  constexpr char kKinds[] = "qor";
  begin_snapshot(writer_, header, snapshot, first, kKinds[static_cast<std::size_t>(kind)]);
  place_ = writer_.begin_array();
}

bool ListMessage::add(const SiteLine& site) {
  const std::size_t before = writer_.size();
  std::size_t frames = 0;
  while (frames < kMaxFrames && site.frames[frames] != 0) {
    ++frames;
  }
  writer_.array(5 + frames);
  writer_.uint(site.pool);
  writer_.uint(site.total_bytes);
  writer_.uint(site.total_blocks);
  writer_.uint(site.cycles_grown);
  writer_.bytes({site.lifetimes, kLifetimeBuckets});
  for (std::size_t i = 0; i < frames; ++i) {
    writer_.uint(site.frames[i]);
  }
  return keep(before);
}

bool ListMessage::add(const OwnerLine& owner) {
  const std::size_t before = writer_.size();
  writer_.array(owner.name.empty() ? 2 : 3);
  writer_.uint(number(owner.state));
  writer_.uint(owner.thread);
  if (!owner.name.empty()) {
    writer_.name(owner.name.text());
  }
  return keep(before);
}

bool ListMessage::add(const BlockLine& block) {
  const std::size_t before = writer_.size();
  writer_.array(block.since_mark ? 7 : 6);
  writer_.uint(block.address);
  writer_.uint(block.size);
  writer_.uint(block.level);
  writer_.uint(block.age_ms);
  slot(writer_, block.site);
  slot(writer_, block.owner);
  if (block.since_mark) {
    writer_.uint(1);
  }
  return keep(before);
}

bool ListMessage::add_free(std::uint32_t slots) {
  const std::size_t before = writer_.size();
  writer_.uint(slots);
  return keep(before);
}

}  // namespace tidemark::wire
