// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tool/analysis/place_names.hpp"
#include "tool/sinks/html_sections.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/junit.hpp"
#include "tool/sinks/profile_report.hpp"

namespace tidemark::sinks {
namespace {

constexpr std::size_t kMostSites = 40;

std::string whole(double value) {
  return grouped(static_cast<std::uint64_t>(std::llround(std::max(0.0, value))));
}

std::string amount(const analysis::Estimate& estimate) {
  const std::string error = error_text(estimate);
  return whole(estimate.bytes) +
         (error.empty() ? "" : fmt::format(R"( <span class="soft">± {}</span>)", error));
}

/// How long freed blocks lived, as a bar for each bucket.
std::string lifetimes(const analysis::SiteView& site) {
  const std::uint32_t most = *std::max_element(site.lifetimes.begin(), site.lifetimes.end());
  if (most == 0) {
    return "";
  }
  std::string bars;
  for (std::size_t i = 0; i < site.lifetimes.size(); ++i) {
    const std::uint32_t height = std::max(1u, 16 * site.lifetimes[i] / most);
    bars +=
        fmt::format(R"(<rect x="{}" y="{}" width="5" height="{}"/>)", 7 * i, 16 - height, height);
  }
  return fmt::format(
      R"(<svg class="lives" viewBox="0 0 41 16" width="41" height="16" role="img" aria-label="freed blocks that lived below 64 ms, 0.5 s, 4 s, 33 s, 4.4 min, longer: {}">{}</svg> {})",
      fmt::join(site.lifetimes, ", "), bars, xml_escaped(lifetime_text(site)));
}

std::string place(const analysis::SiteView& site, const ingest::Symbols* symbols) {
  std::string html =
      fmt::format(R"(<bdi class="name">{}</bdi>)", xml_escaped(analysis::site_text(site, symbols)));
  const auto calls = analysis::site_calls(site.frames, symbols);
  for (std::size_t i = 1; i < calls.size(); ++i) {
    html += fmt::format(R"(<br><small class="soft">called by <bdi class="name">{}</bdi></small>)",
                        xml_escaped(analysis::place_text(calls[i])));
  }
  return html;
}

std::string site_rows(const ProfileReport& report, std::size_t& left_out) {
  const ingest::Symbols* symbols = report.session.symbols();
  std::string rows;
  std::size_t shown = 0;
  for (const analysis::SiteView& site : report.view.sites) {
    if (site.live.bytes <= 0) {
      continue;
    }
    if (shown++ >= kMostSites) {
      ++left_out;
      continue;
    }
    rows += fmt::format(
        R"(<tr><td>{}</td><td><bdi class="name">{}</bdi></td><td class="n">{}</td>)",
        place(site, symbols), xml_escaped(analysis::pool_text(site, symbols)), amount(site.live));
    if (report.window_ms && !report.view.by_device) {
      rows += fmt::format(R"(<td class="n">{}</td>)", whole(site.band.bytes));
    }
    const std::string owner =
        site.owners.empty() ? "" : owner_text(report.view.owners[site.owners.front().first]);
    rows += fmt::format(
        R"(<td class="n">{}</td><td class="w">{}</td><td class="w">{}</td><td class="w"><bdi>{}</bdi></td></tr>)",
        whole(site.live.blocks), site.oldest_ms ? duration_ms(*site.oldest_ms) : "",
        lifetimes(site), xml_escaped(owner));
  }
  return rows;
}

std::string site_table(const ProfileReport& report) {
  std::size_t left_out = 0;
  const std::string rows = site_rows(report, left_out);
  if (rows.empty()) {
    return R"(<p class="soft">Nothing is live.</p>)";
  }
  std::string head = R"(<th>Allocated by</th><th>Heap</th><th class="n">Live bytes</th>)";
  head += report.window_ms && !report.view.by_device ? R"(<th class="n">In window</th>)" : "";
  head += R"(<th class="n">Blocks</th><th>Oldest</th><th>Freed after</th><th>Thread</th>)";
  std::string html = fmt::format(
      R"(<div class="scroll" role="region" aria-label="Who holds it" tabindex="0"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>)",
      head, rows);
  return html + (left_out > 0 ? fmt::format(R"(<p class="soft">and {} more.</p>)", left_out) : "");
}

std::string owner_list(const analysis::ProfileView& view) {
  double most = 0;
  for (const analysis::OwnerView& owner : view.owners) {
    most = std::max(most, owner.live.bytes);
  }
  std::string html;
  for (const analysis::OwnerView& owner : view.owners) {
    if (owner.live.bytes <= 0) {
      continue;
    }
    const bool ended = owner.state == wire::OwnerState::kEnded;
    const std::string error = error_text(owner.live);
    html += fmt::format(
        R"(<li><bdi class="name">{}</bdi><div class="bar{}"><b style="width:{:.1f}%"></b></div><span class="amount num">{}<small>{}</small></span><span class="advice{}">{}</span></li>)",
        xml_escaped(owner_text(owner)), ended ? " bad" : "", 100 * owner.live.bytes / most,
        counted(owner.live.bytes, "byte"), error.empty() ? "" : "± " + error, ended ? " bad" : "",
        ended ? "has ended, and left this behind" : counted(owner.live.blocks, "block"));
  }
  return html.empty() ? "" : R"(<ul class="stacks">)" + html + "</ul>";
}

}  // namespace

std::string html_profile(const DeviceView& view) {
  const auto report = report_profile(view.session, "", false);
  if (!report) {
    return "";
  }
  std::string html = "<h3>Who holds it</h3>" + site_table(*report) + owner_list(report->view);
  html += R"(<ul class="plain soft">)";
  for (const std::string& note : profile_notes(*report)) {
    html += "<li>" + xml_escaped(note) + "</li>";
  }
  return html + "</ul>";
}

}  // namespace tidemark::sinks
