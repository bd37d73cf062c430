// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/message_values.hpp"

namespace tidemark::ingest {
namespace {

/// What the first number of a detail says.
enum class Detail : std::uint8_t { kLevel, kSite, kEvent };

void read_address(Reader& reader, const json* value, std::uint64_t* out) {
  if (value != nullptr) {
    reader.number(value, out);
    reader.require(*out != 0);
  }
}

bool is_hexadecimal(Text text) {
  bool good = text.size() % 2 == 0 && text.size() <= 2 * wire::kMaxBuildIdBytes;
  for (const char c : text) {
    good = good && ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
  return good;
}

bool read_reclaim(const json& map, wire::ReclaimLine* out) {
  Reader reader;
  reader.text(find(map, "name"), true, &out->name);
  reader.enumerated(find(map, "cause"), wire::ReclaimCause::kRequest, &out->cause);
  reader.enumerated(find(map, "outcome"), wire::ReclaimOutcome::kStuck, &out->outcome);
  reader.number(find(map, "said"), &out->said_bytes);
  reader.number(find(map, "measured"), &out->measured_bytes);
  reader.number(find(map, "took_ms"), &out->took_ms);
  reader.number(find(map, "calls"), &out->calls);
  reader.optional(find(map, "left_out"), &out->left_out);
  return reader.good();
}

bool read_failure(const json& map, wire::AllocationFailureLine* out) {
  Reader reader;
  reader.enumerated(find(map, "rung"), wire::AllocationRung::kFailed, &out->rung);
  reader.number(find(map, "size"), &out->size);
  reader.number(find(map, "steps"), &out->steps);
  reader.number(find(map, "failed"), &out->failed);
  reader.number(find(map, "at_once"), &out->at_once);
  read_address(reader, find(map, "at"), &out->at);
  reader.optional(find(map, "free"), &out->free);
  reader.text(find(map, "heap"), false, &out->heap);
  reader.text(find(map, "thread"), false, &out->thread);
  reader.optional(find(map, "left_out"), &out->left_out);
  reader.optional(find(map, "largest_free"), &out->largest_free);
  return reader.good();
}

bool read_restart(const json& map, wire::RestartLine* out) {
  Reader reader;
  std::uint8_t safe_mode = 0;
  reader.enumerated(find(map, "reason"), wire::RestartReason::kHealthCheck, &out->reason);
  reader.number(find(map, "lived_ms"), &out->lived_ms);
  reader.number(find(map, "restarts"), &out->restarts);
  reader.number(find(map, "recent"), &out->recent);
  reader.number(find(map, "safe_mode"), &safe_mode);
  reader.require(safe_mode <= 1);
  out->safe_mode = safe_mode == 1;
  read_address(reader, find(map, "at"), &out->at);
  reader.optional(find(map, "size"), &out->size);
  reader.text(find(map, "thread"), false, &out->thread);
  reader.text(find(map, "build_id"), false, &out->build_id);
  reader.require(is_hexadecimal(out->build_id.text()));
  reader.text(find(map, "resource"), false, &out->resource);
  reader.optional(find(map, "largest_free"), &out->largest_free);
  return reader.good();
}

bool read_detail(const json& array, wire::RestartLevelLine* out) {
  Reader reader;
  reader.enumerated(at(array, 1), wire::ResourceKind::kIsrStack, &out->kind);
  reader.text(at(array, 2), true, &out->name);
  reader.enumerated(at(array, 3), wire::Level::kCritical, &out->level);
  reader.enumerated(at(array, 4), wire::Verdict::kLeak, &out->verdict);
  reader.number(at(array, 5), &out->used);
  reader.number(at(array, 6), &out->capacity);
  reader.require(out->used <= out->capacity);
  return reader.good();
}

bool read_detail(const json& array, wire::RestartSiteLine* out) {
  Reader reader;
  reader.number(at(array, 1), &out->at);
  reader.number(at(array, 2), &out->live_bytes);
  reader.number(at(array, 3), &out->live_blocks);
  return reader.good();
}

bool read_detail(const json& array, wire::RestartEventLine* out) {
  // The last of each event's values, in the order of RestartEventKind.
  static constexpr std::uint8_t kLast[] = {
      static_cast<std::uint8_t>(wire::Level::kCritical),
      static_cast<std::uint8_t>(wire::Verdict::kLeak),
      static_cast<std::uint8_t>(wire::ReclaimOutcome::kStuck),
      static_cast<std::uint8_t>(wire::AllocationRung::kFailed),
      static_cast<std::uint8_t>(wire::GuardFault::kForeignFree)};
  Reader reader;
  reader.number(at(array, 1), &out->before_end_s);
  reader.enumerated(at(array, 2), wire::RestartEventKind::kGuard, &out->event);
  reader.number(at(array, 3), &out->value);
  reader.require(reader.good() && out->value <= kLast[static_cast<std::size_t>(out->event)]);
  reader.text(at(array, 4), false, &out->name);
  return reader.good();
}

template <typename Line>
bool read_into(const json& array, EndedLifePart* out) {
  Line line{};
  const bool is_good = read_detail(array, &line);
  out->details.emplace_back(line);
  return is_good;
}

bool read_ended_life(const json& array, EndedLifePart* out) {
  if (!array.is_array() || array.empty()) {
    return false;
  }
  for (const json& element : array) {
    Reader reader;
    std::uint32_t detail = 0;
    reader.require(element.is_array());
    reader.number(reader.good() ? at(element, 0) : nullptr, &detail);
    const bool is_good =
        reader.good() &&
        (detail > static_cast<std::uint32_t>(Detail::kEvent) ||  // of a later version
         (detail == static_cast<std::uint32_t>(Detail::kLevel)
              ? read_into<wire::RestartLevelLine>(element, out)
          : detail == static_cast<std::uint32_t>(Detail::kSite)
              ? read_into<wire::RestartSiteLine>(element, out)
              : read_into<wire::RestartEventLine>(element, out)));
    if (!is_good) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool read_recovery(const json& body, char kind, Message* out) {
  if (kind == 'w') {
    return read_ended_life(body, &out->body.emplace<EndedLifePart>());
  }
  if (!body.is_object()) {
    return false;
  }
  switch (kind) {
    case 'l':
      return read_reclaim(body, &out->body.emplace<wire::ReclaimLine>());
    case 'a':
      return read_failure(body, &out->body.emplace<wire::AllocationFailureLine>());
    default:
      return read_restart(body, &out->body.emplace<wire::RestartLine>());
  }
}

}  // namespace tidemark::ingest
