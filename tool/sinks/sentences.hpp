// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tool/analysis/summary.hpp"

/// What the tool says, in one place, so that every output says the same.
namespace tidemark::sinks {

/// "heap", "thread stack", "memory slab", ...
std::string_view kind_label(model::Kind kind);
/// "heap", "thread_stack", "mem_slab", ...: as on the wire and in JSON.
std::string_view kind_name(model::Kind kind);
/// "none", "watch", "leak".
std::string_view verdict_name(model::Verdict verdict);
/// "bytes" or "blocks".
std::string_view unit_of(const model::Resource& resource);
/// "1 block", "4,000 bytes".
std::string in_units(std::uint64_t count, const model::Resource& resource);

/// "120 B/s; full in 13 s", or as much of it as is known.
std::string growth(const model::Trend& trend);

/// "95 % of it from main() at src/main.c:31 (thread main)." of who holds what grows; empty: nobody
/// is known.
std::string holders_sentence(const std::vector<model::Holder>& holders);

/// "_system_heap leaks 120 B/s; full in 13 s." and holders_sentence(). The rate and time left are
/// those of now while the leak stands in the current boot, else those of `leak`.
std::string leak_sentence(const model::Resource& heap, const model::Finding& leak);
/// When, where, over which window and how sure it was seen.
std::string leak_evidence(const model::Finding& leak, std::uint32_t boots);
/// Whether it may leak when the input ends.
bool on_watch(const model::Resource& resource);
/// "_system_heap grows and may leak: 40 B/s; full in 39 s."
std::string watch_sentence(const model::Resource& resource);
/// "WARN" or "CRITICAL".
std::string_view level_label(model::Level level);
/// "_system_heap: above 85 % of 4,000 bytes in use, seen at 33 s (line 68)."
std::string pressure_sentence(const model::Resource& resource, const model::Finding& finding,
                              std::uint32_t boots);
/// "_system_heap: 12 more samples..." what is missing for a verdict.
std::string too_short_sentence(const model::Resource& resource);
/// The limit's option, "--min-stack-free".
std::string_view limit_option(analysis::LimitResult::Which which);
std::string limit_sentence(const model::Resource& resource, const analysis::LimitResult& result,
                           const analysis::Limits& limits);

/// What the live monitor says when a verdict, and when a level, has changed to what it is now.
std::string verdict_sentence(const model::Resource& resource, model::Verdict before);
std::string level_sentence(const model::Resource& resource);

/// The last line of check and monitor: outcome and its weightiest reason, in one sentence or two.
std::string outcome_sentence(const analysis::Session& session, const analysis::Summary& summary,
                             const analysis::Limits& limits);

/// "died", "hung", "ended_early", "fault", "leak", "restart", "allocation_failure", "critical",
/// "warn", "limit", "healthy" or "cannot_tell": the weightiest of all.
std::string_view outcome_name(const analysis::Session& session, const analysis::Summary& summary);

/// What the times of the samples rest on, and what to do if that is a guess. Empty without samples.
std::string time_sentence(const analysis::Session& session);

}  // namespace tidemark::sinks
