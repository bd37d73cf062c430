// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/json_recovery.hpp"

#include "tool/analysis/place_names.hpp"
#include "tool/ingest/line_text.hpp"
#include "tool/model/profile.hpp"
#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {
namespace {

using nlohmann::ordered_json;

void put(ordered_json& object, const char* key, const wire::Name& name) {
  if (!name.empty()) {
    object[key] = ingest::printable(model::text_of(name));
  }
}
void put(ordered_json& object, const char* key, const Optional<std::uint32_t>& value) {
  if (value.present) {
    object[key] = value.value;
  }
}
void put_place(ordered_json& object, std::uint64_t address, const std::string& place) {
  if (address != 0) {
    object["address"] = address;
    object["place"] = place;
  }
}

std::string place_of(std::uint64_t address, const ingest::Symbols* symbols) {
  return address == 0 ? "" : analysis::call_text(address, symbols);
}

ordered_json json_restart(const wire::RestartLine& life, const std::string& place) {
  ordered_json object;
  object["reason"] = reason_name(life.reason);
  object["lived_ms"] = life.lived_ms;
  object["restarts"] = life.restarts;
  object["recent"] = life.recent;
  object["safe_mode"] = life.safe_mode;
  put(object, "resource", life.resource);
  put(object, "thread", life.thread);
  put_place(object, life.at, place);
  put(object, "size", life.size);
  put(object, "largest_free", life.largest_free);
  put(object, "build_id", life.build_id);
  object["sentence"] = restart_sentence(life, place);
  return object;
}

ordered_json json_failure(const wire::AllocationFailureLine& failure, const std::string& place) {
  ordered_json object;
  object["rung"] = rung_name(failure.rung);
  object["size"] = failure.size;
  object["steps"] = failure.steps;
  object["failed"] = failure.failed;
  object["at_once"] = failure.at_once;
  put(object, "heap", failure.heap);
  put(object, "thread", failure.thread);
  put_place(object, failure.at, place);
  put(object, "free", failure.free);
  put(object, "largest_free", failure.largest_free);
  put(object, "left_out", failure.left_out);
  object["sentence"] = failure_sentence(failure, place);
  return object;
}

ordered_json json_reclaim(const wire::ReclaimLine& call) {
  ordered_json object;
  put(object, "name", call.name);
  object["outcome"] = reclaim_outcome_name(call.outcome);
  object["said_bytes"] = call.said_bytes;
  object["measured_bytes"] = call.measured_bytes;
  object["took_ms"] = call.took_ms;
  object["calls"] = call.calls;
  put(object, "left_out", call.left_out);
  object["sentence"] = reclaim_sentence(call);
  return object;
}

void put_told(ordered_json& object, const analysis::ToldAt& told) {
  object["boot"] = told.boot;
  object["line"] = told.line;
  object["at_ms"] = told.at_ms;
}

ordered_json json_life(const analysis::EndedLife& life, const analysis::Session& session) {
  const ingest::Symbols* symbols = session.symbols_of(life.restart);
  ordered_json object = json_restart(life.restart, place_of(life.restart.at, symbols));
  put_told(object, life.told);
  ordered_json levels = ordered_json::array();
  for (const wire::RestartLevelLine& level : life.levels) {
    levels.push_back({{"kind", kind_name(level.kind)},
                      {"name", ingest::printable(model::text_of(level.name))},
                      {"level", level_name(level.level)},
                      {"verdict", verdict_name(level.verdict)},
                      {"used", level.used},
                      {"capacity", level.capacity}});
  }
  ordered_json sites = ordered_json::array();
  for (const wire::RestartSiteLine& site : life.sites) {
    ordered_json one = {{"live_bytes", site.live_bytes}, {"live_blocks", site.live_blocks}};
    put_place(one, site.at, place_of(site.at, symbols));
    sites.push_back(one);
  }
  ordered_json events = ordered_json::array();
  for (const wire::RestartEventLine& event : life.events) {
    events.push_back({{"before_end_s", event.before_end_s}, {"sentence", ended_event_text(event)}});
  }
  object["levels"] = levels;
  object["sites"] = sites;
  object["events"] = events;
  return object;
}

}  // namespace

ordered_json json_recovery(const analysis::Session& session, std::uint64_t run_ms) {
  const analysis::Recovery& recovery = session.recovery();
  ordered_json restarts = ordered_json::object();
  for (std::size_t i = 0; i < analysis::kRestartReasons; ++i) {
    const auto reason = static_cast<wire::RestartReason>(i);
    if (recovery.restarts_for(reason) > 0) {
      restarts[reason_name(reason)] = recovery.restarts_for(reason);
    }
  }
  ordered_json object;
  object["restarts"] = restarts;
  object["untold_restarts"] = recovery.untold_restarts();
  if (const auto share = uptime_share(session, run_ms)) {
    object["uptime_share"] = *share;
  }
  object["lives"] = ordered_json::array();
  for (const analysis::EndedLife& life : recovery.lives()) {
    object["lives"].push_back(json_life(life, session));
  }
  object["failed_allocations"] = recovery.failed_allocations();
  object["refused_at_once"] = recovery.refused_at_once();
  object["allocations"] = ordered_json::array();
  for (const analysis::Climb& climb : recovery.climbs()) {
    ordered_json one = json_failure(climb.failure, place_of(climb.failure.at, session.symbols()));
    put_told(one, climb.told);
    object["allocations"].push_back(one);
  }
  object["reclaimers"] = ordered_json::array();
  for (const auto& [name, record] : recovery.reclaimers()) {
    ordered_json outcomes = ordered_json::object();
    for (std::size_t i = 0; i < analysis::kReclaimOutcomes; ++i) {
      outcomes[reclaim_outcome_name(static_cast<wire::ReclaimOutcome>(i))] = record.outcomes[i];
    }
    object["reclaimers"].push_back({{"name", name},
                                    {"calls", record.calls},
                                    {"outcomes", outcomes},
                                    {"said_bytes", record.said_bytes},
                                    {"measured_bytes", record.measured_bytes},
                                    {"longest_ms", record.longest_ms}});
  }
  return object;
}

ordered_json json_recovery_event(const analysis::RecoveryEvent& event) {
  if (event.restart != nullptr) {
    return {{"event", "restart"}, {"restart", json_restart(*event.restart, event.place)}};
  }
  if (event.failure != nullptr) {
    return {{"event", "allocation_failure"},
            {"allocation", json_failure(*event.failure, event.place)}};
  }
  return {{"event", "reclaim"}, {"reclaim", json_reclaim(*event.reclaim)}};
}

}  // namespace tidemark::sinks
