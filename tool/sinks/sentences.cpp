// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "estimate/pressure.hpp"
#include "tool/analysis/leak_watch.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/run_sentences.hpp"

namespace tidemark::sinks {
namespace {

using analysis::LimitResult;
using analysis::Outcome;
using analysis::ResourceSummary;
using analysis::TimeSource;
using model::Finding;
using model::Kind;

// Lines that come closer than this come out of a buffer.
constexpr std::uint64_t kLeastArrivalMs = 20;

std::string place(const Finding& finding, std::uint32_t boots) {
  std::string text =
      fmt::format("at {} (line {}", duration_ms(finding.at_ms), grouped(finding.line));
  if (boots > 1) {
    text += fmt::format(", boot {} of {}", finding.boot, boots);
  }
  return text + ")";
}

std::string interval(const model::Trend& trend) {
  if (!trend.rate_millibytes_per_hour || !trend.rate_low_millibytes_per_hour ||
      !trend.rate_high_millibytes_per_hour) {
    return "";
  }
  const std::uint64_t like = *trend.rate_millibytes_per_hour;
  const std::string full = rate(like);
  const std::string low = rate_number(*trend.rate_low_millibytes_per_hour, like);
  const std::string high = rate_number(*trend.rate_high_millibytes_per_hour, like);
  return low == high ? full
                     : fmt::format("{} to {} {}", low, high, full.substr(full.find(' ') + 1));
}

bool is_full(const model::Resource& resource) {
  return resource.free && resource.capacity && resource.peak &&
         *resource.peak >= *resource.capacity;
}

const ResourceSummary* first_with(const analysis::Summary& summary,
                                  bool (*wanted)(const ResourceSummary&)) {
  const auto found = std::find_if(summary.resources.begin(), summary.resources.end(), wanted);
  return found == summary.resources.end() ? nullptr : &*found;
}

bool has_leak(const ResourceSummary& one) {
  return one.leak != nullptr;
}
bool is_at_level(const ResourceSummary& one) {
  return one.level != nullptr;
}
bool is_critical(const ResourceSummary& one) {
  return one.level != nullptr && one.level->level == model::Level::kCritical;
}
/// The first that was critical, or else the first at warn; null: there is none.
const ResourceSummary* worst_level(const analysis::Summary& summary) {
  const ResourceSummary* critical = first_with(summary, is_critical);
  return critical != nullptr ? critical : first_with(summary, is_at_level);
}
bool is_watched(const ResourceSummary& one) {
  return on_watch(*one.resource);
}
bool is_too_short(const ResourceSummary& one) {
  return one.too_short;
}
bool breaks_limit(const ResourceSummary& one) {
  return std::any_of(one.limits.begin(), one.limits.end(),
                     [](const LimitResult& limit) { return limit.holds == false; });
}
bool has_unknown_limit(const ResourceSummary& one) {
  return std::any_of(one.limits.begin(), one.limits.end(),
                     [](const LimitResult& limit) { return !limit.holds; });
}

const LimitResult& first_limit(const ResourceSummary& one, bool unknown) {
  return *std::find_if(one.limits.begin(), one.limits.end(), [unknown](const LimitResult& limit) {
    return unknown ? !limit.holds : limit.holds == false;
  });
}

std::string holder_text(const model::Holder& holder, bool first) {
  std::string text;
  if (holder.share) {
    text = fmt::format("{:.0f} % {}from ", 100 * *holder.share, first ? "of it " : "");
  }
  text += holder.place;
  if (!holder.thread.empty()) {
    text += fmt::format(" (thread {}{})", holder.thread,
                        holder.thread_ended ? ", which has ended" : "");
  }
  return text;
}

/// Behind another sentence.
std::string behind(const std::vector<model::Holder>& holders) {
  return holders.empty() ? "" : " " + holders_sentence(holders);
}

std::string healthy_sentence(const analysis::Session& session, const analysis::Summary& summary) {
  const model::Inventory& inventory = session.inventory();
  std::string seen;
  for (const Kind kind : model::kKindsInOrder) {
    if (const std::size_t count = inventory.count(kind)) {
      seen += (seen.empty() ? "" : ", ") + counted(count, kind_label(kind));
    }
  }
  std::string but;
  if (const ResourceSummary* one = first_with(summary, is_watched)) {
    const auto watched =
        std::count_if(summary.resources.begin(), summary.resources.end(), is_watched);
    but = watched == 1
              ? fmt::format(", but {} is on watch", one->resource->name)
              : fmt::format(", but {} and {} more are on watch", one->resource->name, watched - 1);
  }
  return fmt::format("healthy{}: {} over {}.", but, seen,
                     duration_ms(session.coverage().covered_ms));
}

std::string cannot_tell_sentence(const analysis::Session& session, const analysis::Summary& summary,
                                 const analysis::Limits& limits) {
  if (summary.run != nullptr && !incomplete_sentence(*summary.run).empty()) {
    return "cannot tell: " + incomplete_sentence(*summary.run);
  }
  if (summary.resources.empty()) {
    return "cannot tell: no line of the input tells of a heap or a stack.";
  }
  if (summary.names_dropped) {
    return "cannot tell: the input names more resources than are kept.";
  }
  if (summary.contradictory) {
    return "cannot tell: too many samples contradict each other; is this the output of one device?";
  }
  if (const ResourceSummary* one = first_with(summary, is_too_short)) {
    return "cannot tell: " + too_short_sentence(*one->resource);
  }
  if (const ResourceSummary* one = first_with(summary, has_unknown_limit)) {
    return "cannot tell: " + limit_sentence(*one->resource, first_limit(*one, true), limits);
  }
  if (summary.nothing_to_judge || ((limits.max_heap_percent || limits.min_largest_free) &&
                                   session.inventory().count(Kind::kHeap) == 0)) {
    return "cannot tell: no line of the input tells of a heap.";
  }
  if (limits.min_stack_free && session.inventory().count(Kind::kThreadStack) == 0) {
    return "cannot tell: no line of the input tells of a stack.";
  }
  return "cannot tell: the input was not read to its end.";
}

}  // namespace

std::string holders_sentence(const std::vector<model::Holder>& holders) {
  std::string text;
  for (const model::Holder& holder : holders) {
    const bool first = text.empty();
    text += !first ? ", " : holder.share ? "" : "Most of it from ";
    text += !first && !holder.share ? "then " : "";
    text += holder_text(holder, first);
  }
  return text.empty() ? "" : text + ".";
}

std::string growth(const model::Trend& trend) {
  std::string text;
  if (trend.rate_millibytes_per_hour) {
    text = rate(*trend.rate_millibytes_per_hour);
  }
  if (trend.left_s) {
    text += (text.empty() ? "" : "; ");
    text += *trend.left_s == 0 ? "full now" : "full in " + duration(*trend.left_s);
  }
  return text;
}

std::string leak_sentence(const model::Resource& heap, const Finding& leak) {
  const bool stands = heap.verdict == model::Verdict::kLeak && heap.trend;
  model::Trend trend = stands ? *heap.trend : leak.trend.value_or(model::Trend{});
  if (stands && is_full(heap)) {
    trend.left_s = 0;
  }
  if (!stands) {
    trend.left_s.reset();
  }
  const std::string how = growth(trend);
  return fmt::format("{} {}{}{}.{}", heap.name, stands ? "leaks" : "leaked", how.empty() ? "" : " ",
                     how, behind(stands ? heap.holders : leak.holders));
}

std::string leak_evidence(const Finding& leak, std::uint32_t boots) {
  std::string text = fmt::format("seen {} by {}", place(leak, boots),
                                 leak.judge == model::Judge::kDevice ? "the device" : "tidemark");
  if (!leak.trend) {
    return text + ".";
  }
  if (leak.trend->window_ms) {
    text += fmt::format(" in a window of {}", duration_ms(*leak.trend->window_ms));
  }
  if (const std::string range = interval(*leak.trend); !range.empty()) {
    text += ": " + range;
  }
  if (leak.trend->left_s) {
    text += fmt::format(", {} before the end", duration(*leak.trend->left_s));
  }
  return text + ".";
}

bool on_watch(const model::Resource& resource) {
  return resource.verdict == model::Verdict::kWatch;
}

std::string watch_sentence(const model::Resource& resource) {
  const std::string how = resource.trend ? growth(*resource.trend) : "";
  return fmt::format("{} grows and may leak{}{}.{}", resource.name, how.empty() ? "" : ": ", how,
                     behind(resource.holders));
}

std::string_view level_label(model::Level level) {
  return level == model::Level::kCritical ? "CRITICAL" : "WARN";
}

std::string pressure_sentence(const model::Resource& resource, const Finding& finding,
                              std::uint32_t boots) {
  const std::string size = resource.capacity ? " of " + in_units(*resource.capacity, resource) : "";
  const std::string end =
      finding.ended_ms ? fmt::format(", until {}", duration_ms(*finding.ended_ms)) : "";
  const std::string when = fmt::format("seen {}{}.", place(finding, boots), end);
  switch (finding.cause.value_or(wire::LevelCause::kUsed)) {
    case wire::LevelCause::kFree:
      return fmt::format("{}: too little{} free, {}", resource.name, size, when);
    case wire::LevelCause::kLargestFree:
      return fmt::format("{}: largest free block too small, {}", resource.name, when);
    case wire::LevelCause::kLeft:
      return fmt::format("{}: exhausted too soon at the rate of its growth, {}", resource.name,
                         when);
    case wire::LevelCause::kUsed:
      break;
  }
  const bool is_critical = finding.level == model::Level::kCritical;
  const std::string share = finding.judge == model::Judge::kTool
                                ? fmt::format("above {} %", is_critical ? estimate::kCriticalPercent
                                                                        : estimate::kWarnPercent)
                                : "nearly all";
  return fmt::format("{}: {}{} in use, {}", resource.name, share, size, when);
}

std::string too_short_sentence(const model::Resource& resource) {
  std::string more = "a verdict needs 37 samples";
  if (resource.missing_ms.value_or(0) > 0) {
    more = fmt::format("a verdict needs {} more", duration_ms(*resource.missing_ms));
  } else if (!resource.missing_ms && resource.samples >= analysis::LeakWatch::kSamplesForVerdict) {
    more = "a verdict needs samples at different times";
  }
  return fmt::format("{} was sampled {}; {}.", resource.name,
                     counted(std::uint64_t{resource.samples}, "time"), more);
}

std::string_view limit_option(LimitResult::Which which) {
  switch (which) {
    case LimitResult::Which::kMaxHeapPercent:
      return "--max-heap-percent";
    case LimitResult::Which::kMinStackFree:
      return "--min-stack-free";
    case LimitResult::Which::kMinLargestFree:
      break;
  }
  return "--min-largest-free";
}

std::string limit_sentence(const model::Resource& resource, const LimitResult& result,
                           const analysis::Limits& limits) {
  if (result.which == LimitResult::Which::kMaxHeapPercent) {
    if (!result.actual) {
      return fmt::format("the use of {} is not in the input.", resource.name);
    }
    return fmt::format("{} used up to {:.1f} % of its capacity; the limit is {:g} %.",
                       resource.name, *result.actual, *limits.max_heap_percent);
  }
  if (result.which == LimitResult::Which::kMinLargestFree) {
    if (!result.actual) {
      return fmt::format(
          "the largest free block of {} is not in the input; only a device that can find it out "
          "tells it.",
          resource.name);
    }
    return fmt::format("{}'s largest free block was {}; the limit is {}.", resource.name,
                       counted(*result.actual, "byte"),
                       counted(std::uint64_t{*limits.min_largest_free}, "byte"));
  }
  const bool percent = limits.min_stack_free->percent;
  if (!result.actual) {
    return fmt::format(
        "the size of {}'s stack is not in the input; give --min-stack-free in bytes.",
        resource.name);
  }
  const double limit = limits.min_stack_free->value;
  return percent ? fmt::format("{}'s stack had {:.1f} % left; the limit is {:g} %.", resource.name,
                               *result.actual, limit)
                 : fmt::format("{}'s stack had {} left; the limit is {}.", resource.name,
                               counted(*result.actual, "byte"), counted(limit, "byte"));
}

std::string verdict_sentence(const model::Resource& resource, model::Verdict before) {
  const std::string how = resource.trend ? growth(*resource.trend) : "";
  switch (resource.verdict) {
    case model::Verdict::kLeak:
      return fmt::format("LEAK: {} leaks{}{}.{}", resource.name, how.empty() ? "" : " ", how,
                         behind(resource.holders));
    case model::Verdict::kWatch:
      return "WATCH: " + watch_sentence(resource);
    case model::Verdict::kNone:
      break;
  }
  return before == model::Verdict::kLeak
             ? fmt::format("{}: the leak is withdrawn; half of its growth was given back.",
                           resource.name)
             : fmt::format("{}: no longer under watch.", resource.name);
}

std::string level_sentence(const model::Resource& resource) {
  if (resource.level == model::Level::kOk) {
    return fmt::format("{}: no longer near its end.", resource.name);
  }
  if (!resource.free || !resource.capacity) {
    return fmt::format("{}: {} is nearly used up.", level_label(resource.level), resource.name);
  }
  return fmt::format("{}: {} has {} of {} left.", level_label(resource.level), resource.name,
                     grouped(resource.free), in_units(*resource.capacity, resource));
}

std::string outcome_sentence(const analysis::Session& session, const analysis::Summary& summary,
                             const analysis::Limits& limits) {
  const std::uint32_t boots = session.coverage().boots;
  if (summary.run != nullptr && summary.run->failed()) {
    return failure_sentence(*summary.run);
  }
  if (!session.faults().empty()) {
    return "FAULT: " + fault_sentence(session.faults().front());
  }
  if (const ResourceSummary* one = first_with(summary, has_leak)) {
    return "LEAK: " + leak_sentence(*one->resource, *one->leak);
  }
  if (summary.unreachable_blocks) {
    return "LEAK: " + unreachable_sentence(*summary.run);
  }
  if (summary.failed_lives > 0) {
    return "RESTART: " + restarts_sentence(session);
  }
  if (summary.failed_allocations > 0) {
    return "ALLOCATION FAILED: " + allocations_sentence(session);
  }
  if (const ResourceSummary* one = worst_level(summary)) {
    return fmt::format("{}: {}", level_label(one->level->level),
                       pressure_sentence(*one->resource, *one->level, boots));
  }
  if (const ResourceSummary* one = first_with(summary, breaks_limit)) {
    return "LIMIT: " + limit_sentence(*one->resource, first_limit(*one, false), limits);
  }
  return summary.outcome == Outcome::kHealthy ? healthy_sentence(session, summary)
                                              : cannot_tell_sentence(session, summary, limits);
}

std::string_view outcome_name(const analysis::Session& session, const analysis::Summary& summary) {
  if (summary.run != nullptr && summary.run->failed()) {
    return end_name(*summary.run);
  }
  if (session.fault_count() > 0) {
    return "fault";
  }
  if (first_with(summary, has_leak) != nullptr || summary.unreachable_blocks) {
    return "leak";
  }
  if (summary.failed_lives > 0) {
    return "restart";
  }
  if (summary.failed_allocations > 0) {
    return "allocation_failure";
  }
  if (const ResourceSummary* one = worst_level(summary)) {
    return level_name(one->level->level);
  }
  if (summary.outcome == Outcome::kBroken) {
    return "limit";
  }
  return summary.outcome == Outcome::kHealthy ? "healthy" : "cannot_tell";
}

std::string time_sentence(const analysis::Session& session) {
  const auto& by = session.coverage().timed_by;
  const auto used = [&](TimeSource source) { return by[static_cast<std::size_t>(source)] > 0; };
  if (used(TimeSource::kAssumedPeriod)) {
    return "No time stamps: 1 s from sample to sample is assumed. --period tells it, for example "
           "--period 60s.";
  }
  if (used(TimeSource::kPeriod)) {
    return fmt::format("Times from --period: {} from sample to sample.",
                       duration_ms(session.options().period_ms.value_or(0)));
  }
  if (used(TimeSource::kArrival)) {
    const std::uint64_t samples = by[static_cast<std::size_t>(TimeSource::kArrival)];
    return session.coverage().covered_ms / samples < kLeastArrivalMs
               ? "No time stamps, and lines came faster than a device samples: times and rates are "
                 "wrong. --period tells the sampling period, for example --period 1s."
               : "No time stamps: times are those of arrival. --period tells the sampling period.";
  }
  if (used(TimeSource::kUptime)) {
    return "Times are the device's uptime.";
  }
  return used(TimeSource::kLogStamps) ? "Times from the log's time stamps." : "";
}

}  // namespace tidemark::sinks
