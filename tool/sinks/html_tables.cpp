// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "tool/sinks/html_sections.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/junit.hpp"
#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/run_sentences.hpp"
#include "tool/sinks/sentences.hpp"
#include "tool/sinks/text_summary.hpp"

namespace tidemark::sinks {
namespace {

using analysis::Event;
using analysis::ResourceSummary;

struct EventWords {
  std::string what;
  std::string text;
  std::string_view colour;
};

EventWords verdict_words(const Event& event) {
  const std::string how = growth(event.trend);
  switch (event.verdict) {
    case model::Verdict::kLeak:
      return {"leak", how.empty() ? "growth that is believed" : how, "bad"};
    case model::Verdict::kWatch:
      return {"on watch", how.empty() ? "may leak" : how, "warn"};
    case model::Verdict::kNone:
      break;
  }
  return {"no longer suspected", "what had grown was given back", ""};
}

EventWords boot_words(const Event& event) {
  if (!event.restart) {
    return {"restart", fmt::format("boot {} begins ({})", event.boot, event.text), "warn"};
  }
  return {"restart",
          fmt::format("boot {} begins: {}", event.boot, restart_sentence(*event.restart, "")),
          analysis::is_failure(event.restart->reason) ? "bad" : "warn"};
}

EventWords words_of(const Event& event) {
  switch (event.what) {
    case Event::What::kBoot:
      return boot_words(event);
    case Event::What::kFailure:
      return {"allocation failed", failure_sentence(*event.failure, event.text), "bad"};
    case Event::What::kReclaim:
      return {"reclaimer", reclaim_sentence(*event.reclaim), "warn"};
    case Event::What::kVerdict:
      return verdict_words(event);
    case Event::What::kLevel:
      break;
  }
  switch (event.level) {
    case model::Level::kCritical:
      return {"critical", "at its end", "bad"};
    case model::Level::kWarn:
      return {"warn", "near its end", "warn"};
    case model::Level::kOk:
      break;
  }
  return {"level ok", "no longer near its end", ""};
}

std::string event_row(const Event& event) {
  const EventWords words = words_of(event);
  const std::string name =
      event.resource == nullptr
          ? ""
          : fmt::format(R"(<bdi class="name">{}</bdi>)", xml_escaped(event.resource->name));
  return fmt::format(
      R"(<tr><td class="w">{}</td><td class="w {}">{}</td><td>{}</td><td class="t">{}</td></tr>)",
      duration_ms(event.at_ms), words.colour, words.what, name, xml_escaped(words.text));
}

std::string fault_rows(const analysis::Session& session) {
  std::string html;
  for (const analysis::Fault& fault : session.faults()) {
    html += fmt::format(
        R"(<tr><td class="w">{}</td><td class="w bad">fault</td><td></td><td class="t">{}</td></tr>)",
        duration_ms(fault.at_ms), xml_escaped(fault_sentence(fault)));
  }
  return html;
}

std::string_view row_class(const ResourceSummary& one) {
  return one.broken() ? "bad" : on_watch(*one.resource) ? "warn" : "";
}

std::string figures_row(const ResourceSummary& one) {
  const model::Resource& resource = *one.resource;
  std::string html = fmt::format(R"(<tr><td><bdi class="name">{}</bdi></td><td class="w">{}</td>)",
                                 xml_escaped(resource.name), kind_label(resource.kind));
  for (const auto& value :
       {resource.used, resource.free, resource.capacity, resource.peak, resource.least_free}) {
    html += fmt::format(R"(<td class="n">{}</td>)", grouped(value));
  }
  return html + fmt::format(R"(<td class="n">{}</td><td class="w {}">{}</td></tr>)",
                            grouped(resource.samples), row_class(one),
                            xml_escaped(verdict_label(one)));
}

std::string table(std::string_view label, std::string_view head, const std::string& rows) {
  return fmt::format(
      R"(<div class="scroll" role="region" aria-label="{}" tabindex="0"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>)",
      label, head, rows);
}

std::string beyond(std::uint64_t count) {
  return count == 0 ? "" : fmt::format(R"(<p class="soft">and {} more.</p>)", grouped(count));
}

std::string self_text(const wire::SelfLine& self) {
  std::string text = fmt::format("The monitor on the device takes {} of RAM and has taken {}",
                                 counted(std::uint64_t{self.ram}, "byte"),
                                 counted(std::uint64_t{self.samples}, "sample"));
  const auto add = [&text](const Optional<std::uint32_t>& value, const char* what) {
    if (value.present) {
      text += fmt::format("; {} {} \u00b5s", what, grouped(std::uint64_t{value.value}));
    }
  };
  add(self.sample_us, "a sample takes");
  add(self.sample_us_max, "at most");
  add(self.lock_us_max, "a lock was held for at most");
  if (self.lines_lost.present) {
    text += fmt::format("; {} of its lines {} lost", grouped(std::uint64_t{self.lines_lost.value}),
                        self.lines_lost.value == 1 ? "was" : "were");
  }
  if (self.messages_dropped.present) {
    text += fmt::format("; {} found no room while its link was down",
                        counted(std::uint64_t{self.messages_dropped.value}, "message"));
  }
  return text + ".";
}

}  // namespace

std::string html_events(const DeviceView& view) {
  const auto& story = view.chronicle.story(view.session);
  std::string rows = fault_rows(view.session);
  const std::size_t shown = std::min(story.events.size(), kMostRows);
  for (std::size_t i = 0; i < shown; ++i) {
    rows += event_row(story.events[i]);
  }
  const std::string title = "<h3>What happened</h3>";
  if (rows.empty()) {
    return title + R"(<p class="soft">No verdict, no level, no restart, no fault.</p>)";
  }
  return title +
         table("What happened", "<th>At</th><th>What</th><th>Where</th><th>How</th>", rows) +
         beyond(story.events.size() - shown + story.events_dropped +
                (view.session.fault_count() - view.session.faults().size()));
}

std::string html_figures(const DeviceView& view) {
  std::string rows;
  const auto& all = view.summary.resources;
  const std::size_t shown = std::min(all.size(), kMostRows);
  for (std::size_t i = 0; i < shown; ++i) {
    rows += figures_row(all[i]);
  }
  if (rows.empty()) {
    return "";
  }
  return "<h3>All figures</h3>" +
         table(
             "All figures",
             R"(<th>Name</th><th>Kind</th><th class="n">Used</th><th class="n">Free</th><th class="n">Size</th><th class="n">Peak</th><th class="n">Least free</th><th class="n">Samples</th><th>Verdict</th>)",
             rows) +
         beyond(all.size() - shown);
}

std::string html_coverage(const DeviceView& view) {
  std::string html = R"(<h3>What was read</h3><ul class="plain">)";
  const std::string text = coverage_text(view.session);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    html += "<li>" + xml_escaped(std::string_view(text).substr(at, end - at)) + "</li>";
    at = end + 1;
  }
  if (const auto& self = view.session.device_self()) {
    html += "<li>" + xml_escaped(self_text(*self)) + "</li>";
  }
  return html + "</ul>";
}

}  // namespace tidemark::sinks
