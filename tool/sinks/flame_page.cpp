// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/flame_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "tool/analysis/devices.hpp"
#include "tool/analysis/place_names.hpp"
#include "tool/sinks/flame_bundle.hpp"
#include "tool/sinks/html_sections.hpp"
#include "tool/sinks/html_style.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/json_summary.hpp"
#include "tool/sinks/junit.hpp"

namespace tidemark::sinks {
namespace {

using nlohmann::ordered_json;

/// What the page's script reads.
struct Node {
  std::string name;
  std::string_view kind;
  std::string place;
  bool ended = false;
  analysis::Estimate live = {};
  std::uint64_t oldest_ms = 0;
  std::vector<std::unique_ptr<Node>> children = {};

  Node& child(Node wanted) {
    const auto found = std::find_if(children.begin(), children.end(), [&](const auto& one) {
      return one->name == wanted.name && one->kind == wanted.kind && one->place == wanted.place;
    });
    if (found != children.end()) {
      return **found;
    }
    children.push_back(std::make_unique<Node>(std::move(wanted)));
    return *children.back();
  }

  void add(const analysis::Estimate& more, std::uint64_t age_ms) {
    live.add(more);
    oldest_ms = std::max(oldest_ms, age_ms);
  }

  [[nodiscard]] ordered_json json() const {
    ordered_json object = {{"name", name},
                           {"kind", kind},
                           {"value", std::llround(live.bytes)},
                           {"blocks", std::llround(live.blocks)},
                           {"error", live.relative_error()},
                           {"place", place},
                           {"ended", ended},
                           {"oldest", oldest_ms > 0 ? duration_ms(oldest_ms) : ""}};
    ordered_json below = ordered_json::array();
    for (const auto& one : children) {
      below.push_back(one->json());
    }
    object["children"] = below;
    return object;
  }
};

std::string call_name(const ingest::SourceFrame& call) {
  return call.function.empty() || call.function.starts_with("0x") ? analysis::place_text(call)
                                                                  : call.function + "()";
}

void add_site(const ProfileReport& report, const analysis::SiteView& site,
              const analysis::Estimate& live, const analysis::OwnerView* owner, Node& root) {
  const ingest::Symbols* symbols = report.session.symbols();
  const std::uint64_t age = site.oldest_ms.value_or(0);
  root.add(live, age);
  const std::string pool = analysis::pool_text(site, symbols);
  Node* at = &root.child({pool.empty() ? "(any heap)" : pool, "heap", "", false});
  at->add(live, age);
  if (owner != nullptr) {
    at = &at->child({owner_text(*owner), "thread", "", owner->state == wire::OwnerState::kEnded});
    at->add(live, age);
  }
  auto calls = analysis::site_calls(site.frames, symbols);
  if (calls.empty() || !site.known) {
    at->child({"(other sites)", "call", "", false}).add(live, age);
    return;
  }
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    const std::string place =
        call->file.empty() ? "" : fmt::format("{}:{}", call->file, call->line);
    at = &at->child({call_name(*call), "call", place, false});
    at->add(live, age);
  }
}

ordered_json tree(const ProfileReport& report) {
  Node root{"all", "all", "", false};
  for (const analysis::SiteView& site : report.view.sites) {
    for (const auto& [owner, live] : site.owners) {
      add_site(report, site, live, &report.view.owners[owner], root);
    }
    if (site.owners.empty() && site.live.bytes > 0) {
      add_site(report, site, site.live, nullptr, root);
    }
  }
  return root.json();
}

/// JSON as it may stand in a script element.
std::string embedded(const ordered_json& value) {
  std::string text;
  for (const char c : json_text(value)) {
    text += c == '<' ? "\\u003c" : std::string(1, c);
  }
  return text;
}

std::string facts(const ProfileReport& report) {
  const analysis::ProfileView& view = report.view;
  std::string html = R"(<dl class="facts">)";
  const std::string error = error_text(view.live);
  html +=
      html_fact("Live", counted(view.live.bytes, "byte") + (error.empty() ? "" : " ± " + error));
  html += html_fact("Blocks", grouped(static_cast<std::uint64_t>(std::llround(view.live.blocks))));
  html += html_fact("Uptime", duration_ms(view.info.up_ms));
  if (const std::string name = analysis::device_name(report.session); !name.empty()) {
    html += html_fact("Device", name);
  }
  if (const std::string build = analysis::build_text(report.session); !build.empty()) {
    html += html_fact("Build", build.substr(0, 16));
  }
  return html + "</dl>";
}

std::string notes(const ProfileReport& report) {
  std::string html = R"(<ul class="notes">)";
  for (const std::string& note : profile_notes(report)) {
    html += fmt::format("<li{}>{}</li>", note.starts_with("PARTIAL") ? R"( class="warn")" : "",
                        xml_escaped(note));
  }
  return html + "</ul>";
}

}  // namespace

bool has_flame_page() {
  return !kFlameScript.empty();
}

std::string flame_page(const ProfileReport& report, std::string_view version) {
  const std::string source = xml_escaped(report.source);
  std::string html = fmt::format(
      R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Tidemark: heap profile of {}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<style>{}{}</style></head><body>
<header><p class="brand">{}Tidemark <span>heap profile</span></p><h1><bdi>{}</bdi></h1>)",
      source, kReportStyle, kFlameStyle, kReportMark, source);
  for (const std::string& sentence : profile_verdicts(report)) {
    html += fmt::format(R"(<p class="outcome {}">{}</p>)",
                        sentence.starts_with("LEAK") ? "bad" : "warn", xml_escaped(sentence));
  }
  html += facts(report) + "</header>\n<main>";
  html +=
      R"(<div class="tools"><input id="search" type="search" placeholder="Find a function, file or thread" aria-label="Find"><button id="reset" type="button">Show all</button><output id="found"></output></div>)"
      R"(<div id="chart" role="img" aria-label="Live bytes by heap, thread and call"></div><section id="details" aria-live="polite"></section>)";
  html += notes(report);
  html += fmt::format(
      "</main>\n<footer><p>Made by tidemark {}. From top to bottom: heap, thread, callers, and at "
      "the end the call that allocates. As wide as what is live.</p></footer>\n"
      R"(<script type="application/json" id="profile">{}</script><script>{}</script></body></html>)"
      "\n",
      version, embedded(tree(report)), kFlameScript);
  return html;
}

}  // namespace tidemark::sinks
