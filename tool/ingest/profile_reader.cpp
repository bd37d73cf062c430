// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tool/ingest/message_values.hpp"

namespace tidemark::ingest {
namespace {

constexpr std::uint32_t kMostByteSlots = 255;  // a slot is one byte, and 255 is none

/// An array of as many numbers.
void read_counts(Reader& reader, const json* array, std::initializer_list<std::uint32_t*> out) {
  reader.require(array != nullptr && array->is_array());
  std::size_t index = 0;
  for (std::uint32_t* count : out) {
    reader.number(reader.good() ? at(*array, index) : nullptr, count);
    ++index;
  }
}

bool read_line(const json& map, wire::ProfileLine* out) {
  Reader reader;
  read_counts(reader, find(map, "sites"), {&out->sites, &out->sites_capacity, &out->sites_merged});
  read_counts(reader, find(map, "blocks"), {&out->records, &out->records_capacity});
  read_counts(reader, find(map, "owners"),
              {&out->owners, &out->owners_capacity, &out->owners_merged});
  reader.optional(find(map, "cycles"), &out->cycles);
  reader.optional(find(map, "mark_ms"), &out->mark_ms);
  reader.number(find(map, "samples"), &out->samples);
  reader.number(find(map, "thinned"), &out->thinned);
  reader.number(find(map, "interval"), &out->interval_bytes);
  reader.number(find(map, "displaced"), &out->displaced);
  reader.require(out->interval_bytes > 0 && out->sites <= out->sites_capacity &&
                 out->sites_capacity <= kMostByteSlots && out->owners <= out->owners_capacity &&
                 out->owners_capacity <= kMostByteSlots && out->records <= out->records_capacity &&
                 out->records_capacity <= kMostSlots);
  return reader.good();
}

bool read_slot(const json& array, wire::SiteLine* out) {
  constexpr std::size_t kFrames = 5;  // index of the first
  Reader reader;
  std::string lifetimes;
  reader.number(at(array, 0), &out->pool);
  reader.number(at(array, 1), &out->total_bytes);
  reader.number(at(array, 2), &out->total_blocks);
  reader.number(at(array, 3), &out->cycles_grown);
  reader.binary(at(array, 4), true, wire::kLifetimeBuckets, &lifetimes);
  reader.require(lifetimes.size() == wire::kLifetimeBuckets);
  std::copy_n(lifetimes.begin(), std::min(lifetimes.size(), wire::kLifetimeBuckets),
              out->lifetimes);
  for (std::size_t i = 0; i < wire::kMaxFrames && kFrames + i < array.size(); ++i) {
    reader.number(&array[kFrames + i], &out->frames[i]);
    reader.require(out->frames[i] != 0);
  }
  return reader.good();
}

bool read_slot(const json& array, wire::OwnerLine* out) {
  Reader reader;
  reader.enumerated(at(array, 0), wire::OwnerState::kEnded, &out->state);
  reader.number(at(array, 1), &out->thread);
  reader.text(at(array, 2), false, &out->name);
  return reader.good();
}

std::uint8_t slot_of(Reader& reader, const json* value) {
  std::uint8_t slot = wire::kOtherSite;
  if (value == nullptr || !value->is_null()) {
    reader.number(value, &slot);
    reader.require(slot < kMostByteSlots);
  }
  return slot;
}

bool read_slot(const json& array, wire::BlockLine* out) {
  constexpr std::uint8_t kMostLevel = 31;
  Reader reader;
  reader.number(at(array, 0), &out->address);
  reader.number(at(array, 1), &out->size);
  reader.number(at(array, 2), &out->level);
  reader.require(out->level <= kMostLevel);
  reader.number(at(array, 3), &out->age_ms);
  out->site = slot_of(reader, at(array, 4));
  out->owner = slot_of(reader, at(array, 5));
  std::uint8_t since_mark = 0;
  if (const json* value = at(array, 6)) {
    reader.number(value, &since_mark);
    reader.require(since_mark <= 1);
  }
  out->since_mark = since_mark == 1;
  return reader.good();
}

/// An element is a slot that holds something, or how many slots in a row hold nothing.
template <typename Line>
bool read_slots(const json& array, std::uint32_t most, SlotsPart<Line>* out) {
  if (!array.is_array() || array.empty()) {
    return false;
  }
  out->end = out->first;
  for (const json& element : array) {
    std::uint32_t slots = 1;
    if (element.is_array()) {
      auto& used = out->used.emplace_back();
      used.slot = out->end;
      if (!read_slot(element, &used.line)) {
        return false;
      }
    } else {
      Reader reader;
      reader.number(&element, &slots);
      reader.require(slots > 0);
      if (!reader.good()) {
        return false;
      }
    }
    if (out->end >= most || slots > most - out->end) {
      return false;
    }
    out->end += slots;
  }
  return true;
}

template <typename Part>
bool read_part(const json& body, Part part, std::uint32_t most, Message* out) {
  part.up_ms = out->header.up_ms;
  return read_slots(body, most, &out->body.emplace<Part>(std::move(part)));
}

}  // namespace

bool read_profile(const json& whole, const json& body, char kind, Message* out) {
  Reader reader;
  std::uint32_t snapshot = 0;
  std::uint32_t first = 0;
  reader.number(find(whole, "n"), &snapshot);
  reader.require(snapshot > 0);
  if (const json* value = find(whole, "f")) {
    reader.number(value, &first);
  }
  if (!reader.good()) {
    return false;
  }
  switch (kind) {
    case 'p': {
      auto& line = out->body.emplace<wire::ProfileLine>();
      line.snapshot = snapshot;
      return body.is_object() && read_line(body, &line);
    }
    case 'q':
      return read_part(body, SitesPart{0, snapshot, first, 0, {}}, kMostByteSlots, out);
    case 'o':
      return read_part(body, OwnersPart{0, snapshot, first, 0, {}}, kMostByteSlots, out);
    default:
      return read_part(body, BlocksPart{0, snapshot, first, 0, {}}, kMostSlots, out);
  }
}

bool read_guard(const json& map, wire::GuardLine* out) {
  Reader reader;
  reader.text(find(map, "heap"), false, &out->heap);
  reader.optional(find(map, "size"), &out->size);
  reader.number(find(map, "block"), &out->block);
  reader.enumerated(find(map, "fault"), wire::GuardFault::kForeignFree, &out->fault);
  reader.text(find(map, "owner"), false, &out->owner);
  reader.optional(find(map, "offset"), &out->offset);
  reader.number(find(map, "damaged"), &out->damaged);
  const auto address = [&](const char* key, std::uint64_t* value) {
    if (const json* found = find(map, key)) {
      reader.number(found, value);
      reader.require(*value != 0);
    }
  };
  address("freed_at", &out->freed_at);
  address("allocated_at", &out->allocated_at);
  return reader.good();
}

}  // namespace tidemark::ingest
