// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wire/report_fields.hpp"

/// The keys of lines about recovery, apart as those of wire/profile_keys.hpp: a device that neither
/// reclaims nor tells of a restart does not link them. Private to wire/.
namespace tidemark::wire {

template <>
struct FieldsOf<ReclaimLine> {
  using Line = ReclaimLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("name", name, kName),
      TIDEMARK_REQUIRED("cause", cause, kReclaimCause),
      TIDEMARK_REQUIRED("outcome", outcome, kReclaimOutcome),
      TIDEMARK_REQUIRED("said", said_bytes, kCount),
      TIDEMARK_REQUIRED("measured", measured_bytes, kSigned),
      TIDEMARK_REQUIRED("took_ms", took_ms, kCount),
      TIDEMARK_REQUIRED("calls", calls, kCount),
      TIDEMARK_OPTIONAL("left_out", left_out, kCount),
  };
};

template <>
struct FieldsOf<AllocationFailureLine> {
  using Line = AllocationFailureLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("rung", rung, kAllocationRung),
      TIDEMARK_REQUIRED("size", size, kCount),
      TIDEMARK_REQUIRED("steps", steps, kCount),
      TIDEMARK_REQUIRED("failed", failed, kCount),
      TIDEMARK_REQUIRED("at_once", at_once, kCount),
      TIDEMARK_OPTIONAL("at", at, kAddress),
      TIDEMARK_OPTIONAL("left_out", left_out, kCount),
      TIDEMARK_OPTIONAL("largest_free", largest_free, kCount),
      TIDEMARK_OPTIONAL("free", free, kCount),
      TIDEMARK_OPTIONAL("heap", heap, kName),
      TIDEMARK_OPTIONAL("thread", thread, kName),
  };
};

template <>
struct FieldsOf<RestartLine> {
  using Line = RestartLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("reason", reason, kRestartReason),
      TIDEMARK_REQUIRED("lived", lived_ms, kUptime),
      TIDEMARK_REQUIRED("restarts", restarts, kCount),
      TIDEMARK_REQUIRED("recent", recent, kCount),
      TIDEMARK_REQUIRED("safe_mode", safe_mode, kFlag),
      TIDEMARK_OPTIONAL("at", at, kAddress),
      TIDEMARK_OPTIONAL("size", size, kCount),
      TIDEMARK_OPTIONAL("largest_free", largest_free, kCount),
      TIDEMARK_OPTIONAL("resource", resource, kName),
      TIDEMARK_OPTIONAL("thread", thread, kName),
      TIDEMARK_OPTIONAL("build_id", build_id, kName),
  };
};

template <>
struct FieldsOf<RestartLevelLine> {
  using Line = RestartLevelLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("kind", kind, kResourceKind),
      TIDEMARK_REQUIRED("name", name, kName),
      TIDEMARK_REQUIRED("level", level, kLevel),
      TIDEMARK_REQUIRED("verdict", verdict, kVerdict),
      TIDEMARK_REQUIRED("used", used, kCount),
      TIDEMARK_REQUIRED("capacity", capacity, kCount),
  };
};

template <>
struct FieldsOf<RestartSiteLine> {
  using Line = RestartSiteLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("live_bytes", live_bytes, kCount),
      TIDEMARK_REQUIRED("live_blocks", live_blocks, kCount),
      TIDEMARK_OPTIONAL("at", at, kAddress),
  };
};

template <>
struct FieldsOf<RestartEventLine> {
  using Line = RestartEventLine;
  static_assert(offsetof(Line, value) == offsetof(Line, event) + 1, "as kEventValue reads it");
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("before", before_end_s, kDuration),
      TIDEMARK_REQUIRED("event", event, kRestartEvent),
      TIDEMARK_REQUIRED("value", value, kEventValue),
      TIDEMARK_OPTIONAL("name", name, kName),
  };
};

}  // namespace tidemark::wire
