// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tool/analysis/place_names.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/profile_report.hpp"

namespace tidemark::sinks {
namespace {

using analysis::SymbolUse;

std::string sampling_note(const ProfileReport& report) {
  const wire::ProfileLine& info = report.view.info;
  if (report.view.by_device) {
    return "Only report lines tell of it: figures are the device's own estimates, of the sites "
           "and threads that hold most. Its messages have all of it.";
  }
  if (report.view.live.variance > 0) {
    return fmt::format(
        "Sampled each {} on average{}: figures are estimates, +- is one standard error.",
        counted(std::uint64_t{info.interval_bytes}, "byte"),
        info.thinned > 0 ? fmt::format(", and {} thinned out to make room",
                                       counted(std::uint64_t{info.thinned}, "sample"))
                         : "");
  }
  return report.view.whole ? "Every block is recorded: figures are exact."
                           : "Every block is recorded.";
}

std::string partial_note(const ProfileReport& report) {
  if (!report.view.whole) {
    return fmt::format("PARTIAL: of this snapshot {} of {} arrived; figures lack the others.",
                       grouped(report.view.blocks_here),
                       counted(std::uint64_t{report.view.info.records}, "block"));
  }
  return report.session.profile().later_is_partial()
             ? "A later snapshot did not arrive whole and was left out."
             : "";
}

/// `capacity` 0: not told.
std::string full_table(std::uint32_t capacity, const char* what) {
  return capacity == 0
             ? fmt::format("the table of {}s was full", what)
             : fmt::format("the table had room for {}", counted(std::uint64_t{capacity}, what));
}

std::string losses_note(const wire::ProfileLine& info) {
  const auto samples = [](std::uint32_t count) { return counted(std::uint64_t{count}, "sample"); };
  std::string text;
  if (info.displaced > 0) {
    text += fmt::format(
        "{} found no room: figures lack {}; give the device more "
        "CONFIG_TIDEMARK_PROFILE_RECORDS or a longer interval. ",
        samples(info.displaced), info.displaced == 1 ? "it" : "them");
  }
  if (info.sites_merged > 0) {
    text += fmt::format("{} {} under (other sites): {}. ", samples(info.sites_merged),
                        info.sites_merged == 1 ? "stands" : "stand",
                        full_table(info.sites_capacity, "site"));
  }
  if (info.owners_merged > 0) {
    text += fmt::format("{} {} no thread: {}. ", samples(info.owners_merged),
                        info.owners_merged == 1 ? "has" : "have",
                        full_table(info.owners_capacity, "owner"));
  }
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string symbol_note(const ProfileReport& report) {
  const auto& symbols = report.session.options().symbols;
  const std::string device = ingest::short_build(report.session.build_id());
  switch (report.session.symbol_use()) {
    case SymbolUse::kNone:
      return "Addresses instead of names: --elf build/zephyr/zephyr.elf names them.";
    case SymbolUse::kUnchecked:
      return fmt::format(
          "Whether {} is of the device's build could not be checked: {} has no "
          "build id.",
          symbols->file(), device.empty() ? "the input" : "the file");
    case SymbolUse::kForced:
    case SymbolUse::kRefused:
      return fmt::format("{} is of another build ({}...) than the device ({}...): {}.",
                         symbols->file(), ingest::short_build(symbols->build_id()), device,
                         report.session.symbols() != nullptr
                             ? "names and lines may be wrong (--force)"
                             : "addresses are not named");
    case SymbolUse::kChecked:
      break;
  }
  return "";
}

/// Addresses that are not of the file's code.
std::string outside_note(const ProfileReport& report) {
  const ingest::Symbols* symbols = report.session.symbols();
  if (symbols == nullptr) {
    return "";
  }
  std::set<std::uint64_t> all;
  for (const analysis::SiteView& site : report.view.sites) {
    all.insert(site.frames.begin(), site.frames.end());
  }
  all.erase(0);
  const auto outside = std::count_if(all.begin(), all.end(), [symbols](std::uint64_t address) {
    return !symbols->has_code(address);
  });
  return outside == 0
             ? ""
             : fmt::format("{} of {} {} outside of {}'s code{}.", outside,
                           all.size() == 1 ? "1 address" : fmt::format("{} addresses", all.size()),
                           outside == 1 ? "lies" : "lie", symbols->file(),
                           symbols->is_placed()
                               ? ""
                               : ", which is position-independent: link it with -no-pie");
}

/// What the file does not have.
std::string detail_note(const ProfileReport& report) {
  const ingest::Symbols* symbols = report.session.symbols();
  if (symbols == nullptr || symbols->detail() == ingest::Symbols::Detail::kLines) {
    return "";
  }
  return symbols->detail() == ingest::Symbols::Detail::kFunctions
             ? fmt::format(
                   "{} has no debug information: functions without lines; build with "
                   "CONFIG_DEBUG_INFO=y.",
                   symbols->file())
             : fmt::format(
                   "{} is stripped: there are no names in it; give the file that the "
                   "linker wrote.",
                   symbols->file());
}

}  // namespace

std::vector<std::string> profile_notes(const ProfileReport& report) {
  std::vector<std::string> notes;
  for (std::string note :
       {partial_note(report), sampling_note(report), losses_note(report.view.info),
        symbol_note(report), outside_note(report), detail_note(report)}) {
    if (!note.empty()) {
      notes.push_back(std::move(note));
    }
  }
  if (report.window_ms && !report.view.by_device) {
    notes.push_back(
        fmt::format("In window: blocks that are {} to {} old, as the leak's window "
                    "asks.",
                    duration_ms(*report.window_ms / 8), duration_ms(*report.window_ms)));
  }
  return notes;
}

}  // namespace tidemark::sinks
