// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wire/report_fields.hpp"

/// The keys of lines about the profile and the guard, apart from those of wire/report_keys.hpp:
/// what includes them has their words in its object, which a device without both does not link.
/// Private to wire/.
namespace tidemark::wire {

// All that a line has room for; the rest is in messages.
template <>
struct FieldsOf<ProfileLine> {
  using Line = ProfileLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("interval", interval_bytes, kCount),
      TIDEMARK_REQUIRED("blocks", records, kCount),
      TIDEMARK_REQUIRED("slots", records_capacity, kCount),
      TIDEMARK_REQUIRED("sites", sites, kCount),
      TIDEMARK_REQUIRED("samples", samples, kCount),
      TIDEMARK_REQUIRED("thinned", thinned, kCount),
      TIDEMARK_REQUIRED("displaced", displaced, kCount),
      TIDEMARK_REQUIRED("merged", sites_merged, kCount),
      TIDEMARK_OPTIONAL("cycles", cycles, kCount),
      TIDEMARK_OPTIONAL("mark", mark_ms, kUptime),
  };
};

template <>
struct FieldsOf<SiteSummaryLine> {
  using Line = SiteSummaryLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("live_bytes", live_bytes, kCount),
      TIDEMARK_REQUIRED("live_blocks", live_blocks, kCount),
      TIDEMARK_REQUIRED("total_bytes", total_bytes, kWide),
      TIDEMARK_REQUIRED("total_blocks", total_blocks, kWide),
      TIDEMARK_OPTIONAL("at", at, kAddress),
      TIDEMARK_OPTIONAL("oldest", oldest_s, kDuration),
      TIDEMARK_OPTIONAL("pool", pool, kName),
      TIDEMARK_OPTIONAL("cycles_grown", cycles_grown, kCount),
      TIDEMARK_OPTIONAL("caller", callers[0], kAddress),
      TIDEMARK_OPTIONAL("caller2", callers[1], kAddress),
      TIDEMARK_OPTIONAL("caller3", callers[2], kAddress),
  };
};

template <>
struct FieldsOf<OwnerSummaryLine> {
  using Line = OwnerSummaryLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("live_bytes", live_bytes, kCount),
      TIDEMARK_REQUIRED("live_blocks", live_blocks, kCount),
      TIDEMARK_OPTIONAL("state", state, kOwnerState),
      TIDEMARK_OPTIONAL("name", name, kName),
      TIDEMARK_OPTIONAL("thread", thread, kAddress),
  };
};

template <>
struct FieldsOf<SuspectLine> {
  using Line = SuspectLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("kind", kind, kResourceKind),
      TIDEMARK_REQUIRED("name", name, kName),
      TIDEMARK_REQUIRED("rank", rank, kCount),
      TIDEMARK_REQUIRED("live_bytes", live_bytes, kCount),
      TIDEMARK_REQUIRED("live_blocks", live_blocks, kCount),
      TIDEMARK_REQUIRED("oldest", oldest_s, kDuration),
      TIDEMARK_OPTIONAL("at", at, kAddress),
      TIDEMARK_OPTIONAL("owner", owner, kName),
  };
};

template <>
struct FieldsOf<GuardLine> {
  using Line = GuardLine;
  static constexpr Field kFields[] = {
      TIDEMARK_REQUIRED("up", up_ms, kUptime),
      TIDEMARK_REQUIRED("fault", fault, kGuardFault),
      TIDEMARK_REQUIRED("block", block, kAddress),
      TIDEMARK_REQUIRED("damaged", damaged, kCount),
      TIDEMARK_OPTIONAL("size", size, kCount),
      TIDEMARK_OPTIONAL("offset", offset, kCount),
      TIDEMARK_OPTIONAL("at", allocated_at, kAddress),
      TIDEMARK_OPTIONAL("freed_at", freed_at, kAddress),
      TIDEMARK_OPTIONAL("heap", heap, kName),
      TIDEMARK_OPTIONAL("owner", owner, kName),
  };
};

}  // namespace tidemark::wire
