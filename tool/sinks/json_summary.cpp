// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/json_summary.hpp"

#include <cmath>

#include "tool/sinks/json_recovery.hpp"
#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/run_sentences.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {
namespace {

using nlohmann::ordered_json;

template <typename T>
void put(ordered_json& object, const char* key, const std::optional<T>& value) {
  if (value) {
    object[key] = *value;
  }
}

double bytes_per_hour(std::uint64_t millibytes_per_hour) {
  return static_cast<double>(millibytes_per_hour) / 1000.0;
}

void put_rate(ordered_json& object, const char* key, const std::optional<std::uint64_t>& rate) {
  if (rate) {
    object[key] = bytes_per_hour(*rate);
  }
}

ordered_json json_trend(const model::Trend& trend) {
  ordered_json object = ordered_json::object();
  put_rate(object, "rate_bytes_per_hour", trend.rate_millibytes_per_hour);
  put_rate(object, "rate_low_bytes_per_hour", trend.rate_low_millibytes_per_hour);
  put_rate(object, "rate_high_bytes_per_hour", trend.rate_high_millibytes_per_hour);
  if (trend.left_s && *trend.left_s != wire::kForeverSeconds) {
    object["left_s"] = *trend.left_s;
  }
  put(object, "window_ms", trend.window_ms);
  return object;
}

std::string_view judge_name(model::Judge judge) {
  return judge == model::Judge::kDevice ? "device" : "tidemark";
}

ordered_json json_holders(const std::vector<model::Holder>& holders) {
  ordered_json array = ordered_json::array();
  for (const model::Holder& holder : holders) {
    ordered_json object;
    object["place"] = holder.place;
    object["address"] = holder.address;
    put(object, "share", holder.share);
    object["live_bytes"] = std::llround(holder.live_bytes);
    object["live_blocks"] = std::llround(holder.live_blocks);
    put(object, "oldest_ms", holder.oldest_ms);
    if (!holder.thread.empty()) {
      object["thread"] = holder.thread;
      object["thread_ended"] = holder.thread_ended;
    }
    array.push_back(object);
  }
  return array;
}

std::string_view cause_name(wire::LevelCause cause) {
  constexpr std::string_view kNames[] = {"used", "free", "largest", "left"};
  return kNames[static_cast<std::size_t>(cause)];
}

ordered_json json_finding(const model::Resource& resource, const model::Finding& finding) {
  ordered_json object;
  const bool leak = finding.what == model::Finding::What::kLeak;
  object["what"] = leak ? "leak" : level_name(finding.level);
  object["kind"] = kind_name(resource.kind);
  object["name"] = resource.name;
  object["judge"] = judge_name(finding.judge);
  object["boot"] = finding.boot;
  object["at_ms"] = finding.at_ms;
  object["line"] = finding.line;
  put(object, "ended_ms", finding.ended_ms);
  if (!leak) {
    object["cause"] = cause_name(finding.cause.value_or(wire::LevelCause::kUsed));
  }
  if (finding.trend) {
    object["trend"] = json_trend(*finding.trend);
  }
  if (!finding.holders.empty()) {
    object["holders"] = json_holders(finding.holders);
  }
  return object;
}

ordered_json json_coverage(const analysis::Session& session) {
  constexpr const char* kSources[analysis::kTimeSources] = {"uptime", "log_stamps", "period",
                                                            "arrival", "assumed_period"};
  const analysis::Coverage& coverage = session.coverage();
  ordered_json object;
  object["lines"] = coverage.lines;
  object["sample_lines"] = coverage.sample_lines;
  object["text_lines"] = coverage.text_lines;
  object["skipped_lines"] = coverage.skipped_lines();
  ordered_json skipped = ordered_json::array();
  for (std::size_t i = 0; i < ingest::kSkipReasons; ++i) {
    if (coverage.skipped[i] > 0) {
      skipped.push_back({{"reason", ingest::name_of(static_cast<ingest::Skip>(i))},
                         {"lines", coverage.skipped[i]},
                         {"first_line", coverage.first_skipped[i]}});
    }
  }
  object["skipped"] = skipped;
  object["messages_dropped"] = coverage.messages_dropped;
  if (const ingest::MessageCounts& counts = session.message_counts(); counts.messages > 0) {
    object["messages"] = {{"received", counts.messages}, {"lost", counts.lost},
                          {"late", counts.late},         {"malformed", counts.malformed},
                          {"unknown", counts.unknown},   {"foreign", counts.foreign},
                          {"unplaced", counts.unplaced}};
  }
  object["boots"] = coverage.boots;
  object["covered_ms"] = coverage.covered_ms;
  ordered_json timed_by = ordered_json::object();
  for (std::size_t i = 0; i < analysis::kTimeSources; ++i) {
    if (coverage.timed_by[i] > 0) {
      timed_by[kSources[i]] = coverage.timed_by[i];
    }
  }
  object["timed_by"] = timed_by;
  return object;
}

ordered_json json_limit(const model::Resource& resource, const analysis::LimitResult& result,
                        const analysis::Limits& limits) {
  using Which = analysis::LimitResult::Which;
  ordered_json object;
  object["limit"] = result.which == Which::kMaxHeapPercent ? "max_heap_percent"
                    : result.which == Which::kMinStackFree ? "min_stack_free"
                                                           : "min_largest_free";
  object["kind"] = kind_name(resource.kind);
  object["name"] = resource.name;
  const bool percent = result.which == Which::kMaxHeapPercent ||
                       (result.which == Which::kMinStackFree && limits.min_stack_free->percent);
  object["unit"] = percent ? "percent" : "bytes";
  switch (result.which) {
    case Which::kMaxHeapPercent:
      object["allowed"] = *limits.max_heap_percent;
      break;
    case Which::kMinStackFree:
      object["allowed"] = limits.min_stack_free->value;
      break;
    case Which::kMinLargestFree:
      object["allowed"] = *limits.min_largest_free;
      break;
  }
  put(object, "actual", result.actual);
  put(object, "holds", result.holds);
  return object;
}

ordered_json json_faults(const analysis::Session& session) {
  ordered_json faults = ordered_json::array();
  for (const analysis::Fault& fault : session.faults()) {
    ordered_json object;
    put(object, "reason", fault.reason);
    object["text"] = fault.text;
    if (!fault.thread.empty()) {
      object["thread"] = fault.thread;
    }
    object["line"] = fault.line;
    object["at_ms"] = fault.at_ms;
    faults.push_back(object);
  }
  return faults;
}

}  // namespace

ordered_json json_allocation(const ingest::EndReport::FailedAllocation& allocation) {
  ordered_json object;
  object["index"] = allocation.index;
  object["bytes"] = allocation.bytes;
  object["heap"] = allocation.heap;
  object["thread"] = allocation.thread;
  object["call"] = allocation.call;
  object["site"] = allocation.site;
  return object;
}

ordered_json json_run(const analysis::RunEnd& run) {
  ordered_json object;
  object["end"] = end_name(run);
  object["why"] = run.why;
  object["asked_ms"] = run.asked_ms;
  object["reached_ms"] = run.reached_ms;
  object["host_seconds"] = run.host_seconds;
  object["last_lines"] = run.last_lines;
  if (run.report) {
    put(object, "allocations_matched", run.report->allocations_matched);
    put(object, "allocations_failed", run.report->allocations_failed);
    if (run.report->first_failed) {
      object["first_failed"] = json_allocation(*run.report->first_failed);
    }
    if (run.report->leaks) {
      object["unreachable"] = {{"blocks", run.report->leaks->blocks},
                               {"bytes", run.report->leaks->bytes}};
    }
  }
  return object;
}

ordered_json json_resource(const model::Resource& resource) {
  ordered_json object;
  object["kind"] = kind_name(resource.kind);
  object["name"] = resource.name;
  object["unit"] = unit_of(resource);
  put(object, "used", resource.used);
  put(object, "free", resource.free);
  put(object, "capacity", resource.capacity);
  put(object, "allocated", resource.allocated);
  put(object, "peak", resource.peak);
  put(object, "least_free", resource.least_free);
  put(object, "largest_free", resource.largest_free);
  put(object, "least_largest_free", resource.least_largest_free);
  put(object, "fragmentation", resource.fragmentation());
  put(object, "block_size", resource.block_size);
  if (resource.priority) {
    object["priority"] = static_cast<int>(*resource.priority);
  }
  object["samples"] = resource.samples;
  object["judge"] = judge_name(resource.judge);
  object["level"] = level_name(resource.level);
  if (!model::is_stack(resource.kind)) {
    object["verdict"] = verdict_name(resource.verdict);
    object["enough_input"] = resource.enough_input;
    put(object, "missing_ms", resource.missing_ms);
  }
  if (resource.trend) {
    object["trend"] = json_trend(*resource.trend);
  }
  if (!resource.holders.empty()) {
    object["holders"] = json_holders(resource.holders);
  }
  return object;
}

ordered_json json_summary(const analysis::Session& session, const analysis::Summary& summary,
                          const analysis::Limits& limits, std::string_view source) {
  ordered_json object;
  object["tidemark"] = kJsonVersion;
  object["source"] = source;
  object["outcome"] = outcome_name(session, summary);
  object["exit_status"] = static_cast<int>(summary.outcome);
  object["sentence"] = outcome_sentence(session, summary, limits);
  object["coverage"] = json_coverage(session);
  ordered_json resources = ordered_json::array();
  ordered_json findings = ordered_json::array();
  ordered_json limit_results = ordered_json::array();
  for (const analysis::ResourceSummary& one : summary.resources) {
    resources.push_back(json_resource(*one.resource));
    for (const model::Finding& finding : one.resource->findings) {
      findings.push_back(json_finding(*one.resource, finding));
    }
    for (const analysis::LimitResult& limit : one.limits) {
      limit_results.push_back(json_limit(*one.resource, limit, limits));
    }
  }
  object["resources"] = resources;
  object["findings"] = findings;
  object["limits"] = limit_results;
  object["faults"] = json_faults(session);
  if (session.recovery().any()) {
    object["recovery"] =
        json_recovery(session, summary.run != nullptr ? summary.run->reached_ms : 0);
  }
  if (summary.run != nullptr) {
    object["run"] = json_run(*summary.run);
  }
  return object;
}

std::string json_text(const ordered_json& value, int indent) {
  return value.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace tidemark::sinks
