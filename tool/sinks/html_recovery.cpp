// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "tool/analysis/place_names.hpp"
#include "tool/ingest/line_text.hpp"
#include "tool/sinks/html_sections.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/junit.hpp"
#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {
namespace {

using analysis::EndedLife;
using analysis::Event;

constexpr std::size_t kMostCards = 24;
constexpr std::size_t kOpenCards = 4;  // the others behind a click
constexpr std::size_t kMostLivesDrawn = 256;
constexpr std::size_t kMostAllocations = 32;

std::string_view colour_of(wire::RestartReason reason) {
  return analysis::is_failure(reason)              ? "bad"
         : reason == wire::RestartReason::kUnknown ? "warn"
                                                   : "calm";
}

std::string name_html(const wire::Name& name) {
  return fmt::format(R"(<bdi class="name">{}</bdi>)",
                     xml_escaped(ingest::printable(model::text_of(name))));
}

/// A life on the time line, and how it ended; null: it goes on, or nothing tells.
struct Span {
  std::uint64_t begin_ms;
  std::uint64_t end_ms;
  std::uint32_t boot;
  const Event* end;
};

std::vector<Span> spans_of(const analysis::Chronicle::Story& story) {
  std::vector<Span> spans;
  std::uint64_t begin_ms = story.begin_ms;
  std::uint32_t boot = 1;
  for (const Event& event : story.events) {
    if (event.what == Event::What::kBoot) {
      spans.push_back({begin_ms, event.at_ms, boot, &event});
      begin_ms = event.at_ms;
      boot = event.boot;
    }
  }
  spans.push_back({begin_ms, story.end_ms, boot, nullptr});
  return spans;
}

std::string span_html(const Span& span, double begin, double whole) {
  const auto share = [&](std::uint64_t at_ms) {
    return std::clamp((static_cast<double>(at_ms) - begin) / whole, 0.0, 1.0) * 100;
  };
  const double left = share(span.begin_ms);
  const double right = share(span.end_ms);
  std::string html = fmt::format(
      R"(<i class="life{}" style="left:{:.3f}%;width:{:.3f}%" title="life {}: {}"></i>)",
      span.boot % 2 == 0 ? " even" : "", left, right - left, span.boot,
      duration_ms(span.end_ms - span.begin_ms));
  if (span.end != nullptr) {
    const auto& restart = span.end->restart;
    html += fmt::format(
        R"(<i class="end {}" style="left:{:.3f}%" title="{}"></i>)",
        restart ? colour_of(restart->reason) : "warn", right,
        xml_escaped(restart ? restart_sentence(*restart, "") : "nothing tells how it ended"));
  }
  return html;
}

/// All lives one after another, with a mark for each end.
std::string time_line(const analysis::Chronicle::Story& story) {
  const auto begin = static_cast<double>(story.begin_ms);
  const double whole = std::max(static_cast<double>(story.end_ms) - begin, 1.0);
  const auto spans = spans_of(story);
  std::string html = fmt::format(
      R"(<div class="lives-line"><div class="strip" role="img" aria-label="{} one after another over {}">)",
      spans.size() == 1 ? "1 life" : fmt::format("{} lives", spans.size()),
      duration_ms(story.end_ms - story.begin_ms));
  for (std::size_t i = 0; i < std::min(spans.size(), kMostLivesDrawn); ++i) {
    html += span_html(spans[i], begin, whole);
  }
  html += fmt::format(
      R"(</div><div class="x" aria-hidden="true"><span>{}</span><span>{}</span><span>{}</span></div>)",
      duration_ms(story.begin_ms), duration_ms((story.begin_ms + story.end_ms) / 2),
      duration_ms(story.end_ms));
  return html +
         R"(<ul class="key" aria-hidden="true"><li><i class="e bad"></i>ended by a failure</li><li><i class="e calm"></i>ended on request</li><li><i class="e warn"></i>nothing tells why</li></ul></div>)";
}

std::string level_row(const wire::RestartLevelLine& level) {
  const double share = level.capacity == 0 ? 0 : 100.0 * level.used / level.capacity;
  const std::string_view colour = level.level == wire::Level::kCritical   ? "bad"
                                  : level.level == wire::Level::kWarn     ? "warn"
                                  : level.verdict == wire::Verdict::kNone ? ""
                                                                          : "warn";
  std::string state(level.level == wire::Level::kOk ? "" : level_name(level.level));
  if (level.verdict != wire::Verdict::kNone) {
    state += (state.empty() ? "" : ", ") + std::string(verdict_name(level.verdict));
  }
  return fmt::format(
      R"(<li>{} <span class="soft">{}</span><span class="bar {}"><b style="width:{:.1f}%"></b></span><small>{} of {}{}{}</small></li>)",
      name_html(level.name), kind_label(level.kind), colour, share,
      grouped(std::uint64_t{level.used}), grouped(std::uint64_t{level.capacity}),
      state.empty() ? "" : ", ", state);
}

std::string list(std::string_view title, const std::string& rows) {
  return rows.empty()
             ? ""
             : fmt::format(R"(<div><h5>{}</h5><ul class="plain">{}</ul></div>)", title, rows);
}

std::string life_card(const EndedLife& life, const ingest::Symbols* symbols) {
  const wire::RestartLine& end = life.restart;
  std::string html = fmt::format(
      R"(<article class="pool life-card"><div class="title"><h4>{}</h4><span class="kind">lived {}{}</span><span class="chip {}">{}</span></div>)",
      life.told.boot > 1 ? fmt::format("Life {}", life.told.boot - 1) : "The life before",
      end.reason == wire::RestartReason::kUnknown ? "at least " : "", duration_ms(end.lived_ms),
      colour_of(end.reason), reason_label(end.reason));
  html += fmt::format(
      R"(<p class="note">{}</p>)",
      xml_escaped(restart_sentence(end, end.at == 0 ? "" : analysis::call_text(end.at, symbols))));
  std::string levels;
  for (const auto& level : life.levels) {
    levels += level_row(level);
  }
  std::string sites;
  for (const auto& site : life.sites) {
    sites += "<li>" + xml_escaped(ended_site_text(site, symbols)) + "</li>";
  }
  std::string events;
  for (const auto& event : life.events) {
    events += fmt::format(R"(<li><span class="num soft">{} before</span> {}</li>)",
                          duration(event.before_end_s), xml_escaped(ended_event_text(event)));
  }
  const std::string lists =
      list("Was not well", levels) + list("Held most", sites) + list("What happened last", events);
  return html + (lists.empty() ? "" : R"(<div class="ended">)" + lists + "</div>") + "</article>";
}

std::string allocation_rows(const DeviceView& view) {
  std::string rows;
  const auto& climbs = view.session.recovery().climbs();
  for (std::size_t i = 0; i < std::min(climbs.size(), kMostAllocations); ++i) {
    const auto& [failure, told] = climbs[i];
    const bool failed = failure.rung == wire::AllocationRung::kFailed;
    rows += fmt::format(
        R"(<tr><td class="w">boot {}, {}</td><td class="w {}">{}</td><td class="n">{}</td><td class="t">{}</td></tr>)",
        told.boot, duration_ms(told.at_ms), failed ? "bad" : "good", failed ? "failed" : "saved",
        grouped(std::uint64_t{failure.steps}),
        xml_escaped(failure_sentence(
            failure,
            failure.at == 0 ? "" : analysis::call_text(failure.at, view.session.symbols()))));
  }
  return rows;
}

std::string reclaimer_rows(const analysis::Recovery& recovery) {
  std::string rows;
  for (const auto& [name, record] : recovery.reclaimers()) {
    const std::string bad = reclaimer_sentence(name, record);
    rows += fmt::format(
        R"(<tr><td><bdi class="name">{}</bdi></td><td class="n">{}</td><td class="n">{}</td><td class="n">{}</td><td class="n">{}</td><td class="t {}">{}</td></tr>)",
        xml_escaped(name), grouped(record.calls), grouped(record.said_bytes),
        record.measured_bytes < 0
            ? "-" + grouped(static_cast<std::uint64_t>(-record.measured_bytes))
            : grouped(static_cast<std::uint64_t>(record.measured_bytes)),
        grouped(std::uint64_t{record.longest_ms}) + " ms", bad.empty() ? "good" : "bad",
        xml_escaped(bad.empty() ? "as it should" : bad));
  }
  return rows;
}

std::string table(std::string_view label, std::string_view head, const std::string& rows) {
  return rows.empty()
             ? ""
             : fmt::format(
                   R"(<h3>{0}</h3><div class="scroll" role="region" aria-label="{0}" tabindex="0"><table><thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>)",
                   label, head, rows);
}

}  // namespace

std::string html_recovery(const DeviceView& view) {
  const analysis::Recovery& recovery = view.session.recovery();
  if (!recovery.any()) {
    return "";
  }
  std::string html;
  if (recovery.life_count() > 0) {
    const std::uint64_t run_ms = view.summary.run != nullptr ? view.summary.run->reached_ms : 0;
    html += fmt::format(R"(<h3>Lives of the device</h3><p class="soft">{}</p>)",
                        xml_escaped(uptime_sentence(view.session, run_ms)));
    html += time_line(view.chronicle.story(view.session)) + R"(<div class="pools">)";
    const std::size_t shown = std::min(recovery.lives().size(), kMostCards);
    for (std::size_t i = 0; i < shown; ++i) {
      if (i == kOpenCards) {
        html += fmt::format(R"(</div><details><summary>{}</summary><div class="pools">)",
                            counted(std::uint64_t{shown - i}, "later end"));
      }
      html += life_card(recovery.lives()[i], view.session.symbols_of(recovery.lives()[i].restart));
    }
    html += shown > kOpenCards ? "</div></details>" : "</div>";
    if (recovery.life_count() > shown) {
      html += fmt::format(R"(<p class="soft">and {} more.</p>)",
                          grouped(recovery.life_count() - shown));
    }
  }
  html += table("Allocations that were refused",
                R"(<th>At</th><th>Result</th><th class="n">Steps</th><th>What</th>)",
                allocation_rows(view));
  return html +
         table(
             "Reclaimers",
             R"(<th>Name</th><th class="n">Calls</th><th class="n">Said bytes</th><th class="n">Measured bytes</th><th class="n">Longest</th><th>Judgement</th>)",
             reclaimer_rows(recovery));
}

}  // namespace tidemark::sinks
