// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/summary.hpp"

#include <algorithm>

namespace tidemark::analysis {
namespace {

using model::Finding;
using model::Kind;
using Which = LimitResult::Which;

std::optional<LimitResult> max_heap_percent(const model::Resource& resource, const Limits& limits) {
  if (!limits.max_heap_percent || resource.kind != Kind::kHeap) {
    return std::nullopt;
  }
  LimitResult result{Which::kMaxHeapPercent, std::nullopt, resource.most_percent};
  if (result.actual) {
    result.holds = *result.actual <= *limits.max_heap_percent;
  }
  return result;
}

std::optional<LimitResult> min_stack_free(const model::Resource& resource, const Limits& limits) {
  if (!limits.min_stack_free || !model::is_stack(resource.kind)) {
    return std::nullopt;
  }
  LimitResult result{Which::kMinStackFree, std::nullopt, std::nullopt};
  if (resource.least_free) {
    if (!limits.min_stack_free->percent) {
      result.actual = *resource.least_free;
    } else if (resource.capacity.value_or(0) > 0) {
      result.actual = 100.0 * *resource.least_free / *resource.capacity;
    }
  }
  if (result.actual) {
    result.holds = *result.actual >= limits.min_stack_free->value;
  }
  return result;
}

std::optional<LimitResult> min_largest_free(const model::Resource& resource, const Limits& limits) {
  if (!limits.min_largest_free || resource.kind != Kind::kHeap) {
    return std::nullopt;
  }
  LimitResult result{Which::kMinLargestFree, std::nullopt, std::nullopt};
  if (resource.least_largest_free) {
    result.actual = *resource.least_largest_free;
    result.holds = *resource.least_largest_free >= *limits.min_largest_free;
  }
  return result;
}

ResourceSummary summarize_one(const model::Resource& resource, const Limits& limits) {
  ResourceSummary summary{&resource, nullptr, nullptr, {}, false, false, false};
  for (const Finding& finding : resource.findings) {
    if (finding.what == Finding::What::kLevel) {
      const bool is_worse = summary.level == nullptr || finding.level >= summary.level->level;
      summary.level = is_worse ? &finding : summary.level;
    } else if (!finding.ended_ms) {
      summary.leak = &finding;
    }
  }
  if (limits.allow_leak && summary.leak != nullptr) {
    summary.leak = nullptr;
    summary.leak_allowed = true;
  }
  summary.verdict_possible = !model::is_stack(resource.kind);
  const bool decided = summary.leak != nullptr || summary.leak_allowed || summary.level != nullptr;
  summary.too_short = summary.verdict_possible && !decided && !resource.enough_input;
  for (const auto& limit : {max_heap_percent(resource, limits), min_stack_free(resource, limits),
                            min_largest_free(resource, limits)}) {
    if (limit) {
      summary.limits.push_back(*limit);
    }
  }
  return summary;
}

bool limit_unknown(const ResourceSummary& summary) {
  return std::any_of(summary.limits.begin(), summary.limits.end(),
                     [](const LimitResult& limit) { return !limit.holds; });
}

}  // namespace

bool ResourceSummary::broken() const {
  return leak != nullptr || level != nullptr ||
         std::any_of(limits.begin(), limits.end(),
                     [](const LimitResult& limit) { return limit.holds == false; });
}

namespace {

/// Whether the input itself keeps from a judgement.
bool input_is_doubtful(const Session& session, Summary& summary) {
  const Coverage& coverage = session.coverage();
  const auto skipped = [&coverage](ingest::Skip reason) {
    return coverage.skipped[static_cast<std::size_t>(reason)];
  };
  summary.names_dropped = skipped(ingest::Skip::kTooManyNames) > 0;
  summary.contradictory = skipped(ingest::Skip::kImpossible) > coverage.sample_lines / 3;
  return summary.names_dropped || summary.contradictory;
}

/// Whether the application failed, whatever its resources did.
bool application_failed(const Session& session, const Limits& limits, Summary& summary) {
  const RunEnd* run = summary.run;
  const auto leaks = run != nullptr && run->report ? run->report->leaks : std::nullopt;
  summary.unreachable_blocks = leaks && leaks->blocks > 0 && !limits.allow_leak;
  summary.failed_lives = session.recovery().failed_lives();
  summary.failed_allocations = session.recovery().failed_allocations();
  return session.fault_count() > 0 || summary.failed_lives > 0 || summary.failed_allocations > 0 ||
         (run != nullptr && run->failed()) || summary.unreachable_blocks;
}

}  // namespace

Summary summarize(const Session& session, const Limits& limits, bool incomplete,
                  const RunEnd* run) {
  Summary summary;
  summary.run = run;
  bool judged = false;
  bool unknown = incomplete;
  bool broken = false;
  bool heap_limited = false;
  bool stack_limited = false;
  for (const auto& resource : session.inventory().all()) {
    const ResourceSummary& one = summary.resources.emplace_back(summarize_one(*resource, limits));
    judged = judged || one.verdict_possible || !one.limits.empty();
    unknown = unknown || one.too_short || limit_unknown(one);
    broken = broken || one.broken();
    heap_limited = heap_limited || resource->kind == Kind::kHeap;
    stack_limited = stack_limited || model::is_stack(resource->kind);
  }
  summary.nothing_to_judge = !judged;
  unknown = unknown || !judged ||
            ((limits.max_heap_percent || limits.min_largest_free) && !heap_limited) ||
            (limits.min_stack_free && !stack_limited);
  unknown = input_is_doubtful(session, summary) || unknown;
  broken = application_failed(session, limits, summary) || broken;
  unknown = unknown || (run != nullptr && run->how != RunEnd::How::kCompleted);
  summary.outcome = broken ? Outcome::kBroken : unknown ? Outcome::kCannotTell : Outcome::kHealthy;
  return summary;
}

}  // namespace tidemark::analysis
