// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tool/analysis/devices.hpp"
#include "tool/analysis/place_names.hpp"
#include "tool/ingest/line_text.hpp"
#include "tool/sinks/json_summary.hpp"
#include "tool/sinks/profile_report.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {
namespace {

using analysis::Estimate;
using nlohmann::ordered_json;

template <typename T>
void put(ordered_json& object, const char* key, const std::optional<T>& value) {
  if (value) {
    object[key] = *value;
  }
}

ordered_json json_estimate(const Estimate& estimate) {
  return {{"bytes", std::llround(estimate.bytes)},
          {"blocks", std::llround(estimate.blocks)},
          {"relative_error", estimate.relative_error()}};
}

ordered_json json_calls(const analysis::SiteView& site, const ingest::Symbols* symbols) {
  ordered_json calls = ordered_json::array();
  for (const ingest::SourceFrame& call : analysis::site_calls(site.frames, symbols)) {
    ordered_json object;
    object["function"] = call.function;
    if (!call.file.empty()) {
      object["file"] = call.file;
      object["line"] = call.line;
    }
    object["inlined"] = call.inlined;
    calls.push_back(object);
  }
  return calls;
}

void put_place(ordered_json& object, const analysis::SiteView& site,
               const ingest::Symbols* symbols) {
  object["place"] = analysis::site_text(site, symbols);
  object["heap"] = analysis::pool_text(site, symbols);
  object["calls"] = json_calls(site, symbols);
  ordered_json addresses = ordered_json::array();
  for (const std::uint64_t address : site.frames) {
    if (address != 0) {
      addresses.push_back(address);
    }
  }
  object["addresses"] = addresses;
}

std::string_view state_name(const analysis::OwnerView& owner) {
  if (!owner.state) {
    return "unknown";
  }
  switch (*owner.state) {
    case wire::OwnerState::kInterrupt:
      return "interrupt";
    case wire::OwnerState::kAlive:
      return "alive";
    case wire::OwnerState::kEnded:
      break;
  }
  return "ended";
}

ordered_json json_owner(const analysis::OwnerView& owner) {
  ordered_json object;
  object["name"] = ingest::printable(owner.name);
  object["state"] = state_name(owner);
  if (owner.thread != 0) {
    object["thread"] = owner.thread;
  }
  object["live"] = json_estimate(owner.live);
  return object;
}

ordered_json json_site(const ProfileReport& report, const analysis::SiteView& site) {
  ordered_json object;
  put_place(object, site, report.session.symbols());
  object["live"] = json_estimate(site.live);
  if (report.window_ms && !report.view.by_device) {
    object["in_window"] = json_estimate(site.band);
  }
  put(object, "total_bytes", site.total_bytes);
  put(object, "total_blocks", site.total_blocks);
  put(object, "oldest_ms", site.oldest_ms);
  if (!report.view.by_device && site.known) {
    object["lifetimes"] = site.lifetimes;
  }
  put(object, "cycles_grown", site.cycles_grown);
  ordered_json owners = ordered_json::array();
  for (const auto& [index, live] : site.owners) {
    owners.push_back({{"name", owner_text(report.view.owners[index])},
                      {"bytes", std::llround(live.bytes)},
                      {"blocks", std::llround(live.blocks)}});
  }
  object["owners"] = owners;
  return object;
}

ordered_json json_info(const ProfileReport& report) {
  const wire::ProfileLine& info = report.view.info;
  ordered_json object;
  object["up_ms"] = info.up_ms;
  object["interval_bytes"] = info.interval_bytes;
  object["by_device"] = report.view.by_device;
  object["whole"] = report.view.whole;
  object["records"] = info.records;
  object["records_capacity"] = info.records_capacity;
  object["sites"] = info.sites;
  object["sites_capacity"] = info.sites_capacity;
  object["owners"] = info.owners;
  object["owners_capacity"] = info.owners_capacity;
  object["samples"] = info.samples;
  object["thinned"] = info.thinned;
  object["displaced"] = info.displaced;
  object["sites_merged"] = info.sites_merged;
  object["owners_merged"] = info.owners_merged;
  if (info.cycles.present) {
    object["cycles"] = info.cycles.value;
  }
  if (info.mark_ms.present) {
    object["mark_ms"] = info.mark_ms.value;
  }
  return object;
}

ordered_json begin(const ProfileReport& report) {
  ordered_json object;
  object["tidemark"] = kJsonVersion;
  object["source"] = report.source;
  if (const std::string name = analysis::device_name(report.session); !name.empty()) {
    object["device"] = name;
  }
  if (const std::string build = analysis::build_text(report.session); !build.empty()) {
    object["build"] = build;
  }
  return object;
}

}  // namespace

ordered_json profile_json(const ProfileReport& report) {
  ordered_json object = begin(report);
  object["profile"] = json_info(report);
  object["since_mark"] = report.since_mark;
  put(object, "window_ms", report.window_ms);
  object["live"] = json_estimate(report.view.live);
  object["verdicts"] = profile_verdicts(report);
  object["notes"] = profile_notes(report);
  ordered_json sites = ordered_json::array();
  for (const analysis::SiteView& site : report.view.sites) {
    sites.push_back(json_site(report, site));
  }
  object["sites"] = sites;
  ordered_json owners = ordered_json::array();
  for (const analysis::OwnerView& owner : report.view.owners) {
    owners.push_back(json_owner(owner));
  }
  object["owners"] = owners;
  return object;
}

ordered_json diff_json(const ProfileReport& older, const ProfileReport& report) {
  ordered_json object = begin(report);
  object["older"] = older.source;
  object["before"] = json_estimate(older.view.live);
  object["after"] = json_estimate(report.view.live);
  object["notes_older"] = profile_notes(older);
  object["notes"] = profile_notes(report);
  ordered_json changes = ordered_json::array();
  for (const analysis::SiteChange& one : compare_profiles(older.view, older.session.symbols(),
                                                          report.view, report.session.symbols())) {
    ordered_json change;
    put_place(change, one.site, (one.of_before ? older : report).session.symbols());
    change["bytes"] = std::llround(one.bytes());
    change["error_bytes"] = one.error();
    change["before"] = json_estimate(one.before);
    change["after"] = json_estimate(one.after);
    changes.push_back(change);
  }
  object["changes"] = changes;
  return object;
}

}  // namespace tidemark::sinks
