// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/json_summary.hpp"

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

ordered_json json_finding(const model::Resource& resource, const model::Finding& finding) {
  ordered_json object;
  const bool leak = finding.what == model::Finding::What::kLeak;
  object["what"] = leak ? "leak" : "exhaustion";
  object["kind"] = kind_name(resource.kind);
  object["name"] = resource.name;
  object["judge"] = judge_name(finding.judge);
  object["boot"] = finding.boot;
  object["at_ms"] = finding.at_ms;
  object["line"] = finding.line;
  put(object, "ended_ms", finding.ended_ms);
  if (finding.trend) {
    object["trend"] = json_trend(*finding.trend);
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
  const bool heap = result.which == analysis::LimitResult::Which::kMaxHeapPercent;
  ordered_json object;
  object["limit"] = heap ? "max_heap_percent" : "min_stack_free";
  object["kind"] = kind_name(resource.kind);
  object["name"] = resource.name;
  object["unit"] = heap || limits.min_stack_free->percent ? "percent" : "bytes";
  object["allowed"] = heap ? *limits.max_heap_percent : limits.min_stack_free->value;
  put(object, "actual", result.actual);
  put(object, "holds", result.holds);
  return object;
}

}  // namespace

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
  put(object, "block_size", resource.block_size);
  if (resource.priority) {
    object["priority"] = static_cast<int>(*resource.priority);
  }
  object["samples"] = resource.samples;
  object["judge"] = judge_name(resource.judge);
  object["level"] = resource.level == model::Level::kExhaustion ? "exhaustion" : "ok";
  if (resource.kind != model::Kind::kThreadStack) {
    object["verdict"] = verdict_name(resource.verdict);
    object["enough_input"] = resource.enough_input;
    put(object, "missing_ms", resource.missing_ms);
  }
  if (resource.trend) {
    object["trend"] = json_trend(*resource.trend);
  }
  return object;
}

ordered_json json_summary(const analysis::Session& session, const analysis::Summary& summary,
                          const analysis::Limits& limits, std::string_view source) {
  ordered_json object;
  object["tidemark"] = kJsonVersion;
  object["source"] = source;
  object["outcome"] = outcome_name(summary);
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
  return object;
}

std::string json_text(const ordered_json& value, int indent) {
  return value.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace tidemark::sinks
