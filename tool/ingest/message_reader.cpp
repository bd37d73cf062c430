// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/message_reader.hpp"

#include <iterator>
#include <utility>

#include "tool/ingest/message_values.hpp"

namespace tidemark::ingest {
namespace {

bool read_header(const json& array, wire::MessageHeader* out) {
  Reader reader;
  reader.require(array.is_array());
  if (!reader.good()) {
    return false;
  }
  std::uint32_t up_ms = 0;
  reader.number(at(array, 0), &out->device);
  reader.number(at(array, 1), &out->boot);
  reader.number(at(array, 2), &out->sequence);
  reader.number(at(array, 3), &up_ms);
  reader.number(at(array, 4), &out->table);
  reader.require(out->table < wire::kTableNumbers);
  out->up_ms = up_ms;
  return reader.good();
}

bool read_hello(const json& map, const wire::MessageHeader& header, HelloBody* out) {
  // A quarter of a million years, and what JSON's readers keep exactly.
  constexpr std::uint64_t kMostUpMs = std::uint64_t{1} << 53;
  Reader reader;
  reader.binary(find(map, "id"), true, wire::kMaxDeviceIdBytes, &out->device_id);
  reader.binary(find(map, "build"), false, wire::kMaxBuildIdBytes, &out->build_id);
  reader.text(find(map, "board"), false, &out->line.board);
  reader.text(find(map, "kernel"), false, &out->line.kernel);
  reader.number(find(map, "count"), &out->resources);
  reader.number(find(map, "up_ms"), &out->line.up_ms);
  reader.require(out->line.up_ms < kMostUpMs &&
                 static_cast<std::uint32_t>(out->line.up_ms) == header.up_ms);
  reader.number(find(map, "format"), &out->line.format);
  reader.number(find(map, "block_ms"), &out->line.block_ms);
  reader.number(find(map, "report_s"), &out->line.report_s);
  reader.number(find(map, "period_ms"), &out->line.period_ms);
  return reader.good();
}

bool read_resource(const json& array, wire::Resource* out) {
  Reader reader;
  reader.require(array.is_array());
  if (!reader.good()) {
    return false;
  }
  std::uint8_t shift = 0;
  reader.enumerated(at(array, 0), wire::ResourceKind::kIsrStack, &out->kind);
  reader.text(at(array, 1), true, &out->name);
  reader.number(at(array, 2), &shift);
  reader.number(at(array, 3), &out->capacity);
  reader.number(at(array, 4), &out->address);
  reader.require(shift == wire::sample_shift(out->capacity));
  if (out->kind == wire::ResourceKind::kThreadStack) {
    reader.number(at(array, 5), &out->priority);
    reader.number(at(array, 6), &out->entry);
    reader.number(at(array, 7), &out->lifetime);
  } else if (wire::is_block_pool(out->kind)) {
    reader.number(at(array, 5), &out->block_size);
  }
  return reader.good();
}

template <typename T>
bool read_optional(const json& value, std::optional<T>* out) {
  if (value.is_null()) {
    return true;
  }
  Reader reader;
  reader.number(&value, &out->emplace());
  return reader.good();
}

/// `read_one` reads an element into a place at the vector's end.
template <typename T, typename ReadOne>
bool read_list(const json& array, std::vector<T>* out, ReadOne read_one) {
  if (!array.is_array() || array.empty()) {
    return false;
  }
  for (const json& element : array) {
    if (!read_one(element, &out->emplace_back())) {
      return false;
    }
  }
  return true;
}

bool read_details(const json& array, std::vector<std::optional<std::uint64_t>>* out) {
  return read_list(array, out, read_optional<std::uint64_t>);
}

bool read_verdict(const json& map, wire::VerdictLine* out) {
  Reader reader;
  reader.enumerated(find(map, "kind"), wire::ResourceKind::kIsrStack, &out->kind);
  reader.text(find(map, "name"), true, &out->name);
  reader.enumerated(find(map, "verdict"), wire::Verdict::kLeak, &out->verdict);
  reader.optional(find(map, "rate"), &out->rate_millibytes_per_hour);
  reader.optional(find(map, "rate_low"), &out->rate_low_millibytes_per_hour);
  reader.optional(find(map, "rate_high"), &out->rate_high_millibytes_per_hour);
  reader.optional(find(map, "left_s"), &out->left_s);
  reader.optional(find(map, "window_s"), &out->window_s);
  return reader.good();
}

bool read_level(const json& map, wire::LevelLine* out) {
  Reader reader;
  reader.enumerated(find(map, "kind"), wire::ResourceKind::kIsrStack, &out->kind);
  reader.text(find(map, "name"), true, &out->name);
  reader.enumerated(find(map, "level"), wire::Level::kCritical, &out->level);
  reader.number(find(map, "used"), &out->used);
  reader.number(find(map, "capacity"), &out->capacity);
  if (const json* cause = find(map, "cause")) {
    reader.enumerated(cause, wire::LevelCause::kLeft, &out->cause.value);
    out->cause.present = true;
  }
  reader.require(out->used <= out->capacity);
  return reader.good();
}

bool read_coverage(const json& map, wire::CoverageLine* out) {
  Reader reader;
  reader.number(find(map, "heaps"), &out->heaps);
  reader.number(find(map, "heaps_missed"), &out->heaps_missed);
  reader.number(find(map, "threads"), &out->threads);
  reader.number(find(map, "threads_missed"), &out->threads_missed);
  reader.number(find(map, "mem_slabs"), &out->mem_slabs);
  reader.number(find(map, "mem_slabs_missed"), &out->mem_slabs_missed);
  reader.text(find(map, "blind"), false, &out->blind);
  if (const json* more = find(map, "more")) {
    reader.require(more->is_array());
    Optional<std::uint32_t>* const counts[] = {&out->pools_missed, &out->isr_stacks,
                                               &out->mem_blocks, &out->net_buf_pools};
    for (std::size_t i = 0; reader.good() && i < std::size(counts); ++i) {
      const json* count = at(*more, i);
      reader.optional(count != nullptr && count->is_null() ? nullptr : count, counts[i]);
    }
  }
  return reader.good();
}

bool read_self(const json& map, wire::SelfLine* out) {
  Reader reader;
  reader.number(find(map, "samples"), &out->samples);
  reader.number(find(map, "ram"), &out->ram);
  reader.optional(find(map, "sample_us"), &out->sample_us);
  reader.optional(find(map, "sample_us_max"), &out->sample_us_max);
  reader.optional(find(map, "lock_us_max"), &out->lock_us_max);
  reader.optional(find(map, "lost"), &out->lines_lost);
  reader.optional(find(map, "dropped"), &out->messages_dropped);
  return reader.good();
}

bool read_map(const json& body, Message* out, bool is_level, char kind) {
  if (!body.is_object()) {
    return false;
  }
  switch (kind) {
    case 'h':
      return read_hello(body, out->header, &out->body.emplace<HelloBody>());
    case 'c':
      return read_coverage(body, &out->body.emplace<wire::CoverageLine>());
    case 'm':
      return read_self(body, &out->body.emplace<wire::SelfLine>());
    case 'g':
      return read_guard(body, &out->body.emplace<wire::GuardLine>());
    default:
      return is_level ? read_level(body, &out->body.emplace<wire::LevelLine>())
                      : read_verdict(body, &out->body.emplace<wire::VerdictLine>());
  }
}

bool read_part(const json& body, std::uint32_t first, char kind, Message* out) {
  if (kind == 't') {
    auto& part = out->body.emplace<TablePart>(TablePart{first, {}});
    return read_list(body, &part.resources, read_resource);
  }
  if (kind == 's') {
    auto& part = out->body.emplace<SamplePart>(SamplePart{first, {}});
    return read_list(body, &part.values, read_optional<std::uint16_t>);
  }
  auto& part = out->body.emplace<DetailsPart>(DetailsPart{first, {}});
  return read_list(body, &part.values, read_details);
}

bool read_body(const json& whole, Message* out) {
  for (const char kind : {'h', 'c', 'm', 'e', 'g'}) {
    if (const json* body = find(whole, std::string(1, kind).c_str())) {
      return read_map(*body, out, body->is_object() && body->contains("level"), kind);
    }
  }
  for (const char kind : {'t', 's', 'v'}) {
    if (const json* body = find(whole, std::string(1, kind).c_str())) {
      std::uint32_t first = 0;
      Reader reader;
      if (const json* value = find(whole, "f")) {
        reader.number(value, &first);
      }
      return reader.good() && read_part(*body, first, kind, out);
    }
  }
  for (const char kind : {'p', 'q', 'o', 'r'}) {
    if (const json* body = find(whole, std::string(1, kind).c_str())) {
      return read_profile(whole, *body, kind, out);
    }
  }
  for (const char kind : {'l', 'a', 'b', 'w'}) {
    if (const json* body = find(whole, std::string(1, kind).c_str())) {
      return read_recovery(*body, kind, out);
    }
  }
  return true;
}

/// Discarded iff it is not CBOR. The library throws on an array or map of announced 2^60 elements
/// even where it is told not to.
json parse_cbor(Span<const std::uint8_t> bytes) {
  try {
    return json::from_cbor(bytes.begin(), bytes.end(), true, false);
  } catch (const json::out_of_range&) {
    return json(json::value_t::discarded);
  }
}

}  // namespace

std::optional<Message> read_message(Span<const std::uint8_t> bytes) {
  if (bytes.size() > wire::kMaxMessageBytes) {
    return std::nullopt;
  }
  const json whole = parse_cbor(bytes);
  Message message{};
  const bool is_good = whole.is_object() && find(whole, "") != nullptr &&
                       read_header(*find(whole, ""), &message.header) && read_body(whole, &message);
  return is_good ? std::optional(std::move(message)) : std::nullopt;
}

}  // namespace tidemark::ingest
