// SPDX-License-Identifier: Apache-2.0
// The edge of restarts: translates between the C API and core/restart.hpp.
#include "core/features.hpp"
#include "core/port.hpp"
#include "core/restart.hpp"

namespace tidemark {
namespace {

static_assert(TIDEMARK_RESTART_HEALTH_CHECK ==
                      static_cast<int>(wire::RestartReason::kHealthCheck) &&
                  TIDEMARK_RESTART_EVENT_GUARD == static_cast<int>(wire::RestartEventKind::kGuard),
              "reasons and events have the same numbers");
static_assert(TIDEMARK_RESTART_LEVELS == wire::kRestartLevels &&
                  TIDEMARK_RESTART_SITES == wire::kRestartSites &&
                  TIDEMARK_RESTART_EVENTS == wire::kRestartEvents &&
                  TIDEMARK_RESTART_NAME_SIZE == kEvidenceNameBytes + 1 &&
                  TIDEMARK_RESTART_BUILD_SIZE == 2 * kEvidenceBuildBytes + 1,
              "what a record has room for");

// Of a name as much as a record has.
template <std::size_t Size>
void copy_name(const wire::Name& name, char (&out)[Size]) {
  std::size_t i = 0;
  for (; i < name.size && i + 1 < Size; ++i) {
    out[i] = name.bytes[i];
  }
  out[i] = '\0';
}

[[maybe_unused]] void to_c(const wire::RestartLine& line, tidemark_restart_status* out) {
  *out = {};
  out->reason = static_cast<tidemark_restart_reason>(line.reason);
  out->lived_ms = line.lived_ms;
  out->restarts = line.restarts;
  out->recent = line.recent;
  copy_name(line.resource, out->resource);
  copy_name(line.thread, out->thread);
  out->at = line.at;
  out->has_size = line.size.present;
  out->size_bytes = line.size.value;
  out->has_largest_free = line.largest_free.present;
  out->largest_free_bytes = line.largest_free.value;
  copy_name(line.build_id, out->build);
}

[[maybe_unused]] void to_c(const wire::RestartLevelLine& line, tidemark_restart_level* out) {
  *out = {};
  out->kind = static_cast<tidemark_kind>(line.kind);
  copy_name(line.name, out->name);
  out->level = static_cast<tidemark_level>(line.level);
  out->verdict = static_cast<tidemark_verdict>(line.verdict);
  out->used = line.used;
  out->capacity = line.capacity;
}

[[maybe_unused]] void to_c(const wire::RestartSiteLine& line, tidemark_restart_site* out) {
  *out = {line.at, line.live_bytes, line.live_blocks};
}

[[maybe_unused]] void to_c(const wire::RestartEventLine& line, tidemark_restart_event* out) {
  *out = {};
  out->before_end_s = line.before_end_s;
  out->kind = static_cast<tidemark_restart_event_kind>(line.event);
  out->value = line.value;
  copy_name(line.name, out->name);
}

/// `get(&line)`: false, and nothing is set, iff there is none.
template <typename Line, typename Out, typename Get>
int get_line(Out* out, Get get) {
  if constexpr (!kWithEvidence) {
    return port::to_errno(Status::kAbsent);
  } else {
    if (out == nullptr) {
      return port::to_errno(Status::kInvalid);
    }
    Line line;
    if (!get(&line)) {
      return port::to_errno(Status::kNotFound);
    }
    to_c(line, out);
    return 0;
  }
}

}  // namespace
}  // namespace tidemark

using namespace tidemark;  // all below is the C API

extern "C" {

int tidemark_restart_get(tidemark_restart_status* out) {
  return get_line<wire::RestartLine>(out, [](wire::RestartLine* line) { return ended_life(line); });
}

int tidemark_restart_level_get(size_t index, tidemark_restart_level* out) {
  return get_line<wire::RestartLevelLine>(
      out, [index](wire::RestartLevelLine* line) { return restart_level_at(index, line); });
}

int tidemark_restart_site_get(size_t index, tidemark_restart_site* out) {
  return get_line<wire::RestartSiteLine>(
      out, [index](wire::RestartSiteLine* line) { return restart_site_at(index, line); });
}

int tidemark_restart_event_get(size_t index, tidemark_restart_event* out) {
  return get_line<wire::RestartEventLine>(
      out, [index](wire::RestartEventLine* line) { return restart_event_at(index, line); });
}

bool tidemark_in_safe_mode(void) {
  if constexpr (kWithEvidence) {
    return in_safe_mode();
  }
  return false;
}

int tidemark_safe_mode_leave(void) {
  if constexpr (kWithEvidence) {
    return port::to_errno(leave_safe_mode());
  }
  return port::to_errno(Status::kAbsent);
}

}  // extern "C"
