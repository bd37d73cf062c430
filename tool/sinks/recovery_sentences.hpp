// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "tool/analysis/session.hpp"

/// What is said of restarts, failing allocations and reclaimers. Texts are printable, without LF.
namespace tidemark::sinks {

/// "out of memory", "stack overflow", ...; and as on the wire and in JSON.
std::string_view reason_label(wire::RestartReason reason);
std::string_view reason_name(wire::RestartReason reason);
std::string_view reclaim_outcome_name(wire::ReclaimOutcome outcome);
std::string_view rung_name(wire::AllocationRung rung);
std::string_view level_name(wire::Level level);

/// "out of memory after 3 d 0 h: _system_heap had no 2,048 bytes for thread worker, called by
/// main() at src/main.c:31; its largest free block had 1,016 bytes." `place` may be empty.
std::string restart_sentence(const wire::RestartLine& life, std::string_view place);
/// "_system_heap: critical, 3,990 of 4,000 bytes, LEAK", "2,640 bytes in 33 blocks from main()
/// ...", "5 s before the end: reclaimer logs: stuck".
std::string ended_level_text(const wire::RestartLevelLine& level);
std::string ended_site_text(const wire::RestartSiteLine& site, const ingest::Symbols* symbols);
std::string ended_event_text(const wire::RestartEventLine& event);
/// "2,048 bytes of _system_heap in thread worker, called by ...: refused, after 7 steps."
std::string failure_sentence(const wire::AllocationFailureLine& failure, std::string_view place);
/// "lru_cache said 4,096 bytes, and the heaps got none: it overstates."
std::string reclaim_sentence(const wire::ReclaimLine& call);
/// The same of all that was told of a reclaimer that did not always do as it should; empty: it did.
std::string reclaimer_sentence(std::string_view name, const analysis::ReclaimerRecord& record);

/// What of it breaks a check, and what to do: "the device restarted 3 times because ..."; empty:
/// nothing.
std::string restarts_sentence(const analysis::Session& session);
std::string allocations_sentence(const analysis::Session& session);

/// "uptime 99.998 %; restarts: 121, all explained: 118 critical, 3 out of memory." Empty where the
/// device tells of no restart. `run_ms`: how long it was run, if that is known; else the uptime is
/// that of the lives that were told.
std::string uptime_sentence(const analysis::Session& session, std::uint64_t run_ms);
/// 0 to 1; absent: nothing was told.
std::optional<double> uptime_share(const analysis::Session& session, std::uint64_t run_ms);

/// What the live monitor says of an event; empty: nothing. `is_bad`: how it is coloured.
std::string recovery_sentence(const analysis::RecoveryEvent& event, bool* is_bad);

}  // namespace tidemark::sinks
