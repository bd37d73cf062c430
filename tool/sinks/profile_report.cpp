// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/profile_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tool/analysis/place_names.hpp"
#include "tool/ingest/line_text.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/sentences.hpp"
#include "tool/sinks/table.hpp"

namespace tidemark::sinks {
namespace {

using analysis::Estimate;
using analysis::OwnerView;
using analysis::ProfileView;
using analysis::SiteView;
using analysis::SymbolUse;

std::string whole(double value) {
  return grouped(static_cast<std::uint64_t>(std::llround(std::max(0.0, value))));
}

std::string signed_whole(double value) {
  const auto rounded = std::llround(value);
  return (rounded < 0 ? "-" : "+") + grouped(static_cast<std::uint64_t>(std::llabs(rounded)));
}

std::string signed_bytes(double value) {
  return (std::llround(value) < 0 ? "-" : "+") + counted(std::abs(value), "byte");
}

std::string owner_of(const ProfileView& view, const SiteView& site) {
  if (site.owners.empty()) {
    return "";
  }
  const std::size_t more = site.owners.size() - 1;
  return owner_text(view.owners[site.owners.front().first]) +
         (more > 0 ? fmt::format(" + {}", more) : "");
}

/// The calls of the site, the innermost first, as a column of its table.
std::vector<std::string> call_lines(const SiteView& site, const ingest::Symbols* symbols) {
  std::vector<std::string> lines = {analysis::site_text(site, symbols)};
  const auto calls = analysis::site_calls(site.frames, symbols);
  for (std::size_t i = 1; i < calls.size(); ++i) {
    lines.push_back("  < " + analysis::place_text(calls[i]));
  }
  return lines;
}

/// The columns of the sites' table. Those that would be empty are left out.
class SiteTable {
 public:
  explicit SiteTable(const ProfileReport& report)
      : report_(report),
        window_(report.window_ms && !report.view.by_device),
        lifetimes_(std::any_of(report.view.sites.begin(), report.view.sites.end(),
                               [](const SiteView& site) {
                                 return site.live.bytes > 0 && !lifetime_text(site).empty();
                               })),
        table_(chosen({"heap", "bytes", "+-", "blocks", "in window", "oldest", "freed after",
                       "thread", "allocated by"}),
               {5u + (window_ ? 1 : 0) + (lifetimes_ ? 1 : 0)}) {}

  void add(const SiteView& site) {
    const ingest::Symbols* symbols = report_.session.symbols();
    const auto calls = call_lines(site, symbols);
    table_.add(chosen({analysis::pool_text(site, symbols), whole(site.live.bytes),
                       error_text(site.live), whole(site.live.blocks), whole(site.band.bytes),
                       site.oldest_ms ? duration_ms(*site.oldest_ms) : kUnknown,
                       lifetime_text(site), owner_of(report_.view, site), calls.front()}));
    for (std::size_t i = 1; i < calls.size(); ++i) {
      table_.add(chosen({"", "", "", "", "", "", "", "", calls[i]}));
    }
  }
  [[nodiscard]] std::string text() const { return table_.text(); }

 private:
  [[nodiscard]] std::vector<std::string> chosen(std::vector<std::string> cells) const {
    // From the right, so that what is left of it keeps its place.
    if (!lifetimes_) {
      cells.erase(cells.begin() + 6);
    }
    if (!window_) {
      cells.erase(cells.begin() + 4);
    }
    return cells;
  }

  const ProfileReport& report_;
  bool window_;
  bool lifetimes_;
  Table table_;
};

std::string site_table(const ProfileReport& report) {
  SiteTable table(report);
  std::size_t shown = 0;
  std::size_t left_out = 0;
  double rest = 0;
  for (const SiteView& site : report.view.sites) {
    if (site.live.bytes <= 0) {
      continue;
    }
    if (shown < report.top) {
      ++shown;
      table.add(site);
    } else {
      ++left_out;
      rest += site.live.bytes;
    }
  }
  if (shown + left_out == 0) {
    return report.since_mark ? "Nothing that was allocated since the mark is live.\n"
                             : "Nothing is live.\n";
  }
  return table.text() + (left_out > 0 ? fmt::format("and {} with {}; --top {} shows {}\n",
                                                    counted(std::uint64_t{left_out}, "more site"),
                                                    counted(rest, "byte"), shown + left_out,
                                                    left_out == 1 ? "it" : "them")
                                      : "");
}

std::string owner_table(const ProfileView& view) {
  Table table({"thread", "bytes", "+-", "blocks", "state"});
  bool any = false;
  for (const OwnerView& owner : view.owners) {
    if (owner.live.bytes <= 0) {
      continue;
    }
    any = true;
    const bool ended = owner.state == wire::OwnerState::kEnded;
    const std::string name = owner.name.empty() && owner.thread != 0
                                 ? analysis::address_text(owner.thread)
                                 : ingest::printable(owner.name);
    table.add({name.empty() ? kUnknown : name, whole(owner.live.bytes), error_text(owner.live),
               whole(owner.live.blocks),
               ended                                         ? "ended; left this behind"
               : owner.state == wire::OwnerState::kInterrupt ? "interrupts, or before threads"
               : owner.state == wire::OwnerState::kAlive     ? "alive"
                                                             : "not known"});
  }
  return any ? "\n" + table.text() : "";
}

std::string title(const ProfileReport& report) {
  const wire::ProfileLine& info = report.view.info;
  return fmt::format("{}: {} in {} live{} after {}\n", report.source,
                     counted(report.view.live.bytes, "byte"),
                     counted(report.view.live.blocks, "block"),
                     report.since_mark ? " since the mark" : "", duration_ms(info.up_ms));
}

}  // namespace

std::string error_text(const Estimate& estimate) {
  const double error = estimate.relative_error();
  return error > 0 ? fmt::format("{:.0f} %", std::max(1.0, 100 * error)) : "";
}

std::string owner_text(const OwnerView& owner) {
  const std::string name = owner.name.empty() && owner.thread != 0
                               ? analysis::address_text(owner.thread)
                               : ingest::printable(owner.name);
  if (!owner.state) {
    return "not known";
  }
  if (*owner.state == wire::OwnerState::kInterrupt) {
    return "interrupts";
  }
  return name + (*owner.state == wire::OwnerState::kEnded ? ", ended" : "");
}

std::string lifetime_text(const SiteView& site) {
  constexpr const char* kBelow[wire::kLifetimeBuckets] = {"< 64 ms", "< 0.5 s",   "< 4 s",
                                                          "< 33 s",  "< 4.4 min", "longer"};
  const std::uint32_t all = std::accumulate(site.lifetimes.begin(), site.lifetimes.end(), 0u);
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < site.lifetimes.size(); ++i) {
    sum += site.lifetimes[i];
    if (all > 0 && 2 * sum >= all) {
      return kBelow[i];
    }
  }
  return "";
}

std::optional<ProfileReport> report_profile(const analysis::Session& session, std::string source,
                                            bool since_mark) {
  const model::ProfileSnapshot* snapshot = session.profile().latest();
  if (snapshot == nullptr) {
    return std::nullopt;
  }
  analysis::ProfileViewOptions options;
  options.since_mark = since_mark;
  for (const auto& resource : session.inventory().all()) {
    if (resource->trend && resource->trend->window_ms && !options.window_ms) {
      options.window_ms = resource->trend->window_ms;
    }
  }
  ProfileReport report{session, view_profile(*snapshot, options), std::move(source),
                       options.window_ms, since_mark};
  for (SiteView& site : report.view.sites) {
    for (const auto& resource : session.inventory().all()) {
      if (site.pool != 0 && site.pool == resource->address) {
        site.pool_name = resource->name;
      }
    }
  }
  return report;
}

std::vector<std::string> profile_verdicts(const ProfileReport& report) {
  std::vector<std::string> sentences;
  for (const auto& resource : report.session.inventory().all()) {
    if (resource->verdict != model::Verdict::kNone) {
      sentences.push_back(verdict_sentence(*resource, model::Verdict::kNone));
    }
  }
  return sentences;
}

std::string profile_text(const ProfileReport& report) {
  std::string text = title(report);
  for (const std::string& sentence : profile_verdicts(report)) {
    text += sentence + "\n";
  }
  text += "\n" + site_table(report) + owner_table(report.view) + "\n";
  for (const std::string& note : profile_notes(report)) {
    text += note + "\n";
  }
  return text;
}

std::string diff_text(const ProfileReport& older, const ProfileReport& report) {
  const auto changes =
      compare_profiles(older.view, older.session.symbols(), report.view, report.session.symbols());
  std::string text = fmt::format("{} to {}: {}, from {} to {}\n\n", older.source, report.source,
                                 signed_bytes(report.view.live.bytes - older.view.live.bytes),
                                 whole(older.view.live.bytes), whole(report.view.live.bytes));
  Table table({"heap", "change", "+-", "before", "after", "blocks", "allocated by"});
  std::size_t shown = 0;
  for (const analysis::SiteChange& one : changes) {
    if (shown++ >= report.top) {
      break;
    }
    const auto* symbols = (one.of_before ? older : report).session.symbols();
    const auto calls = call_lines(one.site, symbols);
    table.add({analysis::pool_text(one.site, symbols), signed_whole(one.bytes()),
               one.error() > 0 ? whole(one.error()) : "", whole(one.before.bytes),
               whole(one.after.bytes), signed_whole(one.after.blocks - one.before.blocks),
               calls.front()});
    for (std::size_t i = 1; i < calls.size(); ++i) {
      table.add({"", "", "", "", "", "", calls[i]});
    }
  }
  text += changes.empty() ? "Neither holds anything.\n" : table.text();
  if (changes.size() > report.top) {
    const std::size_t more = changes.size() - report.top;
    text += fmt::format("and {}; --top {} shows {}\n", counted(std::uint64_t{more}, "more site"),
                        changes.size(), more == 1 ? "it" : "them");
  }
  text += "\n";
  for (const ProfileReport* one : {&older, &report}) {
    for (const std::string& note : profile_notes(*one)) {
      text += one->source + ": " + note + "\n";
    }
  }
  return text;
}

}  // namespace tidemark::sinks
