// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/html_report.hpp"

#include <fmt/format.h>

#include "tool/sinks/html_sections.hpp"
#include "tool/sinks/html_style.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/junit.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {
namespace {

std::string_view text_of(const wire::HelloLine& hello, bool board) {
  return board ? std::string_view(hello.board.bytes, hello.board.size)
               : std::string_view(hello.kernel.bytes, hello.kernel.size);
}

std::string device_facts(const DeviceView& view) {
  const analysis::Coverage& coverage = view.session.coverage();
  std::string html = R"(<dl class="facts">)";
  html += html_fact("Covered", duration_ms(coverage.covered_ms));
  if (coverage.boots > 1) {
    html += html_fact("Boots", std::to_string(coverage.boots));
  }
  html += html_fact("Samples", grouped(coverage.sample_lines));
  if (const std::string name = analysis::device_name(view.session); !name.empty()) {
    html += html_fact("Device", name);
  }
  if (const auto& hello = view.session.hello()) {
    for (const bool board : {true, false}) {
      if (const std::string_view value = text_of(*hello, board); !value.empty()) {
        html += html_fact(board ? "Board" : "Zephyr", value);
      }
    }
    if (hello->period_ms > 0) {
      html += html_fact("Sampled every", duration_ms(hello->period_ms));
    }
  }
  if (const std::string build = analysis::build_text(view.session); !build.empty()) {
    html += html_fact("Build", build);
  }
  if (const auto& counts = view.session.message_counts(); counts.lost > 0) {
    html += html_fact("Messages lost", grouped(counts.lost));
  }
  return html + "</dl>";
}

std::string device_section(const Judgement& judgement, const analysis::Chronicle& chronicle,
                           std::size_t index) {
  const DeviceView view{judgement.devices.at(index), judgement.summaries[index], judgement.limits,
                        chronicle};
  std::string html;
  if (judgement.devices.count() > 1) {
    html += fmt::format(
        R"(<section class="device" id="d{}"><h2>Device <bdi class="name">{}</bdi></h2><p class="outcome {}">{}</p>{})",
        index + 1, xml_escaped(device_label(judgement, index)), outcome_class(view.summary),
        xml_escaped(outcome_sentence(view.session, view.summary, judgement.limits)),
        device_facts(view));
  } else {
    html += "<section>";
  }
  return html + html_recovery(view) + html_pools(view) + html_profile(view) + html_stacks(view) +
         html_events(view) + html_figures(view) + html_coverage(view) + "</section>";
}

/// Of several devices: which there are, and how each stands.
std::string device_table(const Judgement& judgement) {
  std::string html =
      R"(<h3>Devices</h3><div class="scroll" role="region" aria-label="Devices" tabindex="0"><table><thead><tr><th>Device</th><th>Verdict</th></tr></thead><tbody>)";
  for (std::size_t i = 0; i < judgement.devices.count(); ++i) {
    html +=
        fmt::format(R"(<tr><td><a href="#d{}"><bdi class="name">{}</bdi></a></td><td>{}</td></tr>)",
                    i + 1, xml_escaped(device_label(judgement, i)),
                    xml_escaped(outcome_sentence(judgement.devices.at(i), judgement.summaries[i],
                                                 judgement.limits)));
  }
  return html + "</tbody></table></div>";
}

const analysis::Summary& worst_of(const Judgement& judgement) {
  for (const analysis::Summary& one : judgement.summaries) {
    if (one.outcome == outcome_of(judgement)) {
      return one;
    }
  }
  return judgement.summaries.front();
}

std::string head(const Judgement& judgement) {
  return fmt::format(
      R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Tidemark: {}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<style>{}</style></head><body>
)",
      xml_escaped(judgement.source), kReportStyle);
}

}  // namespace

std::string html_fact(std::string_view name, std::string_view value) {
  return fmt::format("<div><dt>{}</dt><dd><bdi>{}</bdi></dd></div>", name, xml_escaped(value));
}

std::string_view outcome_class(const analysis::Summary& summary) {
  switch (summary.outcome) {
    case analysis::Outcome::kBroken:
      return "bad";
    case analysis::Outcome::kCannotTell:
      return "warn";
    case analysis::Outcome::kHealthy:
      break;
  }
  for (const analysis::ResourceSummary& one : summary.resources) {
    if (on_watch(*one.resource)) {
      return "warn";
    }
  }
  return "good";
}

std::string html_report(const Judgement& judgement, const analysis::Chronicle& chronicle,
                        std::string_view version) {
  const bool several = judgement.devices.count() > 1;
  std::string html = head(judgement);
  html += fmt::format(
      R"(<header><p class="brand">{}Tidemark <span>memory report</span></p><h1><bdi>{}</bdi></h1><p class="outcome {}">{}</p>)",
      kReportMark, xml_escaped(judgement.source), outcome_class(worst_of(judgement)),
      xml_escaped(judgement_sentence(judgement)));
  if (!several) {
    html += device_facts(
        {judgement.devices.at(0), judgement.summaries[0], judgement.limits, chronicle});
  }
  html += "</header>\n<main>";
  html += several ? device_table(judgement) : "";
  for (std::size_t i = 0; i < judgement.devices.count(); ++i) {
    html += device_section(judgement, chronicle, i) + "\n";
  }
  html += fmt::format(
      "</main>\n<footer><p>Made by tidemark {}. Times are those of the first boot and go on "
      "behind a restart.</p></footer>\n<script>{}</script></body></html>\n",
      version, kReportScript);
  return html;
}

}  // namespace tidemark::sinks
