// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "tool/sinks/html_chart.hpp"
#include "tool/sinks/html_sections.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/junit.hpp"
#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/sentences.hpp"
#include "tool/sinks/text_summary.hpp"

namespace tidemark::sinks {
namespace {

using analysis::Event;
using analysis::ResourceSummary;
using model::Resource;

std::string_view standing_class(const ResourceSummary& one) {
  if (one.broken()) {
    return "bad";
  }
  if (on_watch(*one.resource)) {
    return "warn";
  }
  return one.verdict_possible && !one.too_short ? "good" : "";
}

std::string amount(const std::optional<std::uint32_t>& value, const Resource& resource) {
  return value ? in_units(*value, resource) : kUnknown;
}

std::string pool_facts(const Resource& pool) {
  std::string html = "<dl>" + html_fact("In use at the end", amount(pool.used, pool)) +
                     html_fact("Capacity", grouped(pool.capacity)) +
                     html_fact("Free", grouped(pool.free)) + html_fact("Peak", grouped(pool.peak));
  if (pool.largest_free) {
    html += html_fact("Largest free block", grouped(pool.largest_free));
  }
  if (const auto part = pool.fragmentation()) {
    html += html_fact("Fragmented", fmt::format("{:.0f} %", *part * 100));
  }
  if (pool.least_largest_free) {
    html += html_fact("Least largest free block", grouped(pool.least_largest_free));
  }
  if (pool.block_size) {
    html += html_fact("Block size", counted(std::uint64_t{*pool.block_size}, "byte"));
  }
  if (pool.trend && pool.trend->rate_millibytes_per_hour) {
    html += html_fact("Growth", rate(*pool.trend->rate_millibytes_per_hour));
  }
  if (pool.trend && pool.trend->left_s) {
    const bool is_full = *pool.trend->left_s == 0 || pool.free == 0U;
    html += html_fact("Full in", is_full ? "full now" : duration(*pool.trend->left_s));
  }
  return html + "</dl>";
}

std::string mark_text(const Event& event) {
  if (event.what == Event::What::kLevel) {
    return fmt::format("{} at {}", level_name(event.level), duration_ms(event.at_ms));
  }
  const bool leak = event.verdict == model::Verdict::kLeak;
  return fmt::format("{} at {}", leak ? "leak seen" : "on watch", duration_ms(event.at_ms));
}

ChartMark boot_mark(const Event& event) {
  const bool failed = event.restart && analysis::is_failure(event.restart->reason);
  return {failed ? ChartMark::What::kFailedBoot : ChartMark::What::kBoot, event.at_ms,
          event.restart ? restart_sentence(*event.restart, "")
                        : fmt::format("boot {} begins", event.boot)};
}

std::vector<ChartMark> marks_of(const analysis::Chronicle::Story& story, const Resource& pool) {
  std::vector<ChartMark> marks;
  for (const Event& event : story.events) {
    if (event.what == Event::What::kBoot) {
      marks.push_back(boot_mark(event));
    } else if (event.resource == &pool) {
      const bool is_alarm = event.what == Event::What::kLevel
                                ? event.level != model::Level::kOk
                                : event.verdict == model::Verdict::kLeak;
      const bool is_watch =
          event.what == Event::What::kVerdict && event.verdict == model::Verdict::kWatch;
      if (is_alarm || is_watch) {
        marks.push_back({is_alarm ? ChartMark::What::kAlarm : ChartMark::What::kWatch, event.at_ms,
                         mark_text(event)});
      }
    }
  }
  return marks;
}

std::string description(const Resource& pool, std::uint64_t span_ms, std::string_view verdict) {
  return fmt::format("{} {} over {}: {} of {} in use at the end, peak {}; verdict: {}",
                     kind_label(pool.kind), pool.name, duration_ms(span_ms), grouped(pool.used),
                     pool.capacity ? in_units(*pool.capacity, pool) : kUnknown, grouped(pool.peak),
                     verdict);
}

/// The sentences that say what is wrong with it.
std::string notes(const DeviceView& view, const ResourceSummary& one) {
  const std::uint32_t boots = view.session.coverage().boots;
  std::string html;
  const auto add = [&html](std::string_view colour, const std::string& text) {
    html += fmt::format(R"(<p class="note {}">{}</p>)", colour, xml_escaped(text));
  };
  if (one.leak != nullptr) {
    add("bad", leak_sentence(*one.resource, *one.leak));
    add("", "The leak was " + leak_evidence(*one.leak, boots));
  }
  if (one.level != nullptr) {
    add(one.level->level == model::Level::kCritical ? "bad" : "warn",
        pressure_sentence(*one.resource, *one.level, boots));
  }
  if (on_watch(*one.resource)) {
    add("warn", watch_sentence(*one.resource));
  }
  for (const analysis::LimitResult& limit : one.limits) {
    add(limit.holds == false ? "bad" : "", limit_sentence(*one.resource, limit, view.limits));
  }
  if (one.too_short) {
    add("", too_short_sentence(*one.resource));
  }
  return html;
}

std::string pool_card(const DeviceView& view, const ResourceSummary& one, bool is_wide) {
  const Resource& pool = *one.resource;
  const auto& story = view.chronicle.story(view.session);
  const std::string verdict = verdict_label(one);
  std::string html = fmt::format(
      R"(<article class="pool{}"><div class="title"><h4><bdi class="name">{}</bdi></h4><span class="kind">{}</span>)",
      is_wide ? " wide" : "", xml_escaped(pool.name), kind_label(pool.kind));
  html += fmt::format(R"(<span class="chip {}">{}</span></div>)", standing_class(one),
                      xml_escaped(verdict));
  html += pool_facts(pool);
  if (const model::Course* course = view.chronicle.course(pool)) {
    html += html_chart({*course, story.begin_ms, story.end_ms, pool.capacity, pool.peak,
                        marks_of(story, pool),
                        description(pool, story.end_ms - story.begin_ms, verdict)});
  }
  return html + notes(view, one) + "</article>";
}

}  // namespace

std::string html_pools(const DeviceView& view) {
  std::vector<const ResourceSummary*> pools;
  for (const ResourceSummary& one : view.summary.resources) {
    if (!model::is_stack(one.resource->kind)) {
      pools.push_back(&one);
    }
  }
  if (pools.empty()) {
    return "";
  }
  // What is wrong comes first.
  std::stable_sort(pools.begin(), pools.end(),
                   [](const auto* a, const auto* b) { return a->broken() > b->broken(); });
  std::string html = fmt::format(R"(<h3>Heaps and pools</h3><div class="pools{}">)",
                                 pools.size() > 1 ? " many" : "");
  const std::size_t shown = std::min(pools.size(), analysis::Chronicle::kMostCourses);
  const auto broken = static_cast<std::size_t>(
      std::count_if(pools.begin(), pools.end(), [](const auto* pool) { return pool->broken(); }));
  for (std::size_t i = 0; i < shown; ++i) {
    // What is wrong has a row of its own, and so has a last one that would stand alone.
    const bool is_alone = i + 1 == shown && (shown - std::min(broken, shown)) % 2 == 1;
    html += pool_card(view, *pools[i], i < broken || is_alone);
  }
  html += "</div>";
  if (shown < pools.size()) {
    const std::size_t more = pools.size() - shown;
    html += fmt::format(R"(<p class="soft">{} more {} in the table of all figures.</p>)",
                        grouped(std::uint64_t{more}), more == 1 ? "is" : "are");
  }
  return html;
}

}  // namespace tidemark::sinks
