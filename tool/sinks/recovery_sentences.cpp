// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/recovery_sentences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tool/analysis/place_names.hpp"
#include "tool/ingest/line_text.hpp"
#include "tool/model/profile.hpp"
#include "tool/sinks/humanize.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {
namespace {

using analysis::Recovery;
using wire::AllocationRung;
using wire::ReclaimOutcome;
using wire::RestartEventKind;
using wire::RestartReason;

struct ReasonWords {
  std::string_view name;
  std::string_view label;
};
constexpr std::array<ReasonWords, analysis::kRestartReasons> kReasons = {{
    {"unknown", "no record of its end"},
    {"out_of_memory", "out of memory"},
    {"critical", "critical for too long"},
    {"monitor_stalled", "monitor stalled"},
    {"stack_overflow", "stack overflow"},
    {"assertion", "assertion"},
    {"panic", "panic"},
    {"exception", "exception"},
    {"request", "on request"},
    {"health_check", "health check"},
}};
constexpr std::array<std::string_view, analysis::kReclaimOutcomes> kOutcomes = {
    "gave", "gave_nothing", "overstated", "late", "stuck"};
constexpr std::array<std::string_view, analysis::kAllocationRungs> kRungs = {
    "reclaim", "reserve", "shed", "handler", "failed"};
constexpr std::array<std::string_view, 5> kGuardFaults = {"overrun", "underrun", "use after free",
                                                          "double free", "foreign free"};

std::string text_of(const wire::Name& name) {
  return ingest::printable(model::text_of(name));
}

std::string bytes(std::uint64_t count) {
  return counted(count, "byte");
}

/// The name of what it was, or what stands for it.
std::string resource_of(const wire::RestartLine& life, std::string_view otherwise) {
  return life.resource.empty() ? std::string(otherwise) : text_of(life.resource);
}

std::string reason_text(const wire::RestartLine& life) {
  switch (life.reason) {
    case RestartReason::kOutOfMemory:
      return fmt::format("{} had no {}", resource_of(life, "the heap"),
                         life.size.present ? bytes(life.size.value) : "room");
    case RestartReason::kCritical:
      return resource_of(life, "a resource") + " did not recover";
    case RestartReason::kStackOverflow:
      return "the stack of " + resource_of(life, "a thread") + " was too small";
    case RestartReason::kHealthCheck:
      return resource_of(life, "a health check") + " failed too often";
    case RestartReason::kMonitorStalled:
      return "the monitor did not run in time for its watchdog";
    default:
      return life.resource.empty() ? "" : text_of(life.resource);
  }
}

std::string times(std::uint64_t count) {
  return count == 1 ? "once" : count == 2 ? "twice" : grouped(count) + " times";
}

}  // namespace

std::string_view reason_label(RestartReason reason) {
  return kReasons[static_cast<std::size_t>(reason)].label;
}
std::string_view reason_name(RestartReason reason) {
  return kReasons[static_cast<std::size_t>(reason)].name;
}
std::string_view reclaim_outcome_name(ReclaimOutcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}
std::string_view rung_name(AllocationRung rung) {
  return kRungs[static_cast<std::size_t>(rung)];
}
std::string_view level_name(wire::Level level) {
  constexpr std::array<std::string_view, 3> kLevels = {"ok", "warn", "critical"};
  return kLevels[static_cast<std::size_t>(level)];
}

std::string restart_sentence(const wire::RestartLine& life, std::string_view place) {
  std::string text = fmt::format("{} after {}{}", reason_label(life.reason),
                                 life.reason == RestartReason::kUnknown ? "at least " : "",
                                 duration_ms(life.lived_ms));
  const std::string reason = reason_text(life);
  text += reason.empty() ? "" : ": " + reason;
  if (life.largest_free.present) {
    text += fmt::format(" (largest free block: {})", bytes(life.largest_free.value));
  }
  if (!life.thread.empty()) {
    text += ", in thread " + text_of(life.thread);
  }
  if (!place.empty()) {
    text += ", at " + std::string(place);
  }
  if (life.safe_mode) {
    text += fmt::format("; it is in safe mode now, after {} in a row",
                        counted(std::uint64_t{life.recent}, "restart"));
  }
  return text + ".";
}

std::string ended_level_text(const wire::RestartLevelLine& level) {
  const std::string_view unit = model::is_block_pool(level.kind) ? "block" : "byte";
  std::string text =
      fmt::format("{} {}: {} of {} in use", kind_label(level.kind), text_of(level.name),
                  grouped(std::uint64_t{level.used}), counted(std::uint64_t{level.capacity}, unit));
  if (level.level != wire::Level::kOk) {
    text += fmt::format(", {}", level_name(level.level));
  }
  if (level.verdict != wire::Verdict::kNone) {
    text += fmt::format(", {}", verdict_name(level.verdict));
  }
  return text;
}

std::string ended_site_text(const wire::RestartSiteLine& site, const ingest::Symbols* symbols) {
  return fmt::format("{} in {} from {}", bytes(site.live_bytes),
                     counted(std::uint64_t{site.live_blocks}, "block"),
                     site.at == 0 ? "(other sites)" : analysis::call_text(site.at, symbols));
}

std::string ended_event_text(const wire::RestartEventLine& event) {
  const std::string name = text_of(event.name);
  const auto named = [&name](std::string_view otherwise) {
    return name.empty() ? std::string(otherwise) : name;
  };
  switch (event.event) {
    case RestartEventKind::kLevel:
      return named("a resource") + ": " +
             std::string(level_name(static_cast<wire::Level>(event.value)));
    case RestartEventKind::kVerdict:
      return fmt::format("{}: {}", named("a resource"),
                         event.value == 0 ? "no longer suspected"
                                          : verdict_name(static_cast<wire::Verdict>(event.value)));
    case RestartEventKind::kReclaim: {
      std::string outcome(reclaim_outcome_name(static_cast<ReclaimOutcome>(event.value)));
      std::replace(outcome.begin(), outcome.end(), '_', ' ');
      return fmt::format("reclaimer {} {}", named("?"),
                         outcome == "late" || outcome == "stuck" ? "was " + outcome : outcome);
    }
    case RestartEventKind::kAllocationFailure: {
      const auto rung = static_cast<AllocationRung>(event.value);
      return rung == AllocationRung::kFailed
                 ? "an allocation failed" + (name.empty() ? "" : " in " + name)
                 : fmt::format("an allocation{} was saved by {}", name.empty() ? "" : " in " + name,
                               rung_name(rung));
    }
    case RestartEventKind::kGuard:
      break;
  }
  return fmt::format("the guard of {} found: {}", named("a heap"), kGuardFaults[event.value]);
}

std::string failure_sentence(const wire::AllocationFailureLine& failure, std::string_view place) {
  std::string text = bytes(failure.size);
  text += failure.heap.empty() ? "" : " of " + text_of(failure.heap);
  text += failure.thread.empty() ? "" : " in thread " + text_of(failure.thread);
  text += place.empty() ? "" : ", called by " + std::string(place);
  switch (failure.rung) {
    case AllocationRung::kReclaim:
      text += ": there after memory was reclaimed";
      break;
    case AllocationRung::kReserve:
      text += ": there after the reserve was released";
      break;
    case AllocationRung::kShed:
      text += ": there after optional work was switched off";
      break;
    case AllocationRung::kHandler:
      text += ": there after the application made room";
      break;
    case AllocationRung::kFailed:
      text += ": not to be had";
      break;
  }
  if (failure.largest_free.present) {
    text += fmt::format("; the largest free block had {}", bytes(failure.largest_free.value));
  }
  return text + ".";
}

std::string reclaim_sentence(const wire::ReclaimLine& call) {
  const std::string name = text_of(call.name);
  switch (call.outcome) {
    case ReclaimOutcome::kOverstated:
      return fmt::format(
          "reclaimer {} said that it gave {}, and the heaps got {}.", name, bytes(call.said_bytes),
          call.measured_bytes > 0 ? bytes(static_cast<std::uint64_t>(call.measured_bytes))
                                  : "none");
    case ReclaimOutcome::kLate:
      return fmt::format("reclaimer {} took {}, longer than its deadline.", name,
                         duration_ms(call.took_ms));
    case ReclaimOutcome::kStuck:
      return fmt::format("reclaimer {} is stuck: it has not returned for {}.", name,
                         duration_ms(call.took_ms));
    case ReclaimOutcome::kGave:
    case ReclaimOutcome::kGaveNothing:
      break;
  }
  return fmt::format(
      "reclaimer {} gave {} back.", name,
      call.measured_bytes > 0 ? bytes(static_cast<std::uint64_t>(call.measured_bytes)) : "nothing");
}

std::string reclaimer_sentence(std::string_view name, const analysis::ReclaimerRecord& record) {
  std::string text;
  const auto add = [&](ReclaimOutcome outcome, std::string_view what) {
    const std::uint64_t count = record.outcomes[static_cast<std::size_t>(outcome)];
    if (count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, times(count));
    }
  };
  add(ReclaimOutcome::kOverstated, "overstated what it gave");
  add(ReclaimOutcome::kLate, "was late");
  add(ReclaimOutcome::kStuck, "was stuck");
  if (text.empty()) {
    return "";
  }
  return fmt::format("reclaimer {} {} (first told in boot {}, line {}); correct it.", name, text,
                     record.told.boot, grouped(record.told.line));
}

std::string restarts_sentence(const analysis::Session& session) {
  const Recovery& recovery = session.recovery();
  const std::uint64_t count = recovery.failed_lives();
  if (count == 0) {
    return "";
  }
  std::string text = fmt::format("the device restarted {} because something failed", times(count));
  if (const analysis::EndedLife* first = recovery.first_failed_life()) {
    const std::uint64_t at = first->restart.at;
    text += fmt::format(
        "; {}: {}", count == 1 ? "why" : "the first time",
        restart_sentence(
            first->restart,
            at == 0 ? "" : analysis::call_text(at, session.symbols_of(first->restart))));
    if (!first->sites.empty()) {
      text += fmt::format(" It held {}.", ended_site_text(first->sites.front(),
                                                          session.symbols_of(first->restart)));
    }
  } else {
    text += ".";
  }
  return text + " tidemark report shows each life.";
}

std::string allocations_sentence(const analysis::Session& session) {
  const Recovery& recovery = session.recovery();
  const std::uint64_t count = recovery.failed_allocations();
  if (count == 0) {
    return "";
  }
  std::string text = counted(count, "allocation") + " got NULL after all rungs of the ladder";
  if (recovery.refused_at_once() > 0) {
    text += fmt::format(", and {} more at once, where one may not wait",
                        grouped(recovery.refused_at_once()));
  }
  if (const analysis::Climb* first = recovery.first_failure()) {
    const std::uint64_t at = first->failure.at;
    text +=
        fmt::format(" (first told: line {}): {}", grouped(first->told.line),
                    failure_sentence(first->failure,
                                     at == 0 ? "" : analysis::call_text(at, session.symbols())));
  } else {
    text += ".";
  }
  return text + " Give it more reclaimers or a larger heap.";
}

std::optional<double> uptime_share(const analysis::Session& session, std::uint64_t run_ms) {
  const Recovery& recovery = session.recovery();
  double told = static_cast<double>(recovery.lived_ms()) + static_cast<double>(session.now_ms());
  const double whole = std::max(told, static_cast<double>(run_ms));
  if (const auto& hello = session.hello()) {
    // It lives on after its latest report, though nobody hears of it.
    told = std::min(whole, told + 1000.0 * hello->report_s + hello->period_ms);
  }
  if (recovery.life_count() == 0 || whole <= 0) {
    return std::nullopt;
  }
  return std::clamp((told - static_cast<double>(recovery.starting_ms())) / whole, 0.0, 1.0);
}

std::string uptime_sentence(const analysis::Session& session, std::uint64_t run_ms) {
  const Recovery& recovery = session.recovery();
  const auto share = uptime_share(session, run_ms);
  if (!share) {
    return "";
  }
  const std::uint64_t unknown =
      recovery.untold_restarts() + recovery.restarts_for(RestartReason::kUnknown);
  const std::uint64_t all = recovery.life_count() + recovery.untold_restarts();
  // Cut, not rounded: 99.9996 % is not all of it.
  std::string text =
      fmt::format("uptime {:.3f} %; restarts: {}, {}", std::floor(*share * 1e5) / 1e3, grouped(all),
                  unknown == 0 ? "all explained" : grouped(unknown) + " unexplained");
  const char* separator = ": ";
  for (std::size_t i = 1; i < analysis::kRestartReasons; ++i) {
    const auto reason = static_cast<RestartReason>(i);
    if (recovery.restarts_for(reason) > 0) {
      text += fmt::format("{}{} {}", separator, grouped(recovery.restarts_for(reason)),
                          reason_label(reason));
      separator = ", ";
    }
  }
  return text + ".";
}

std::string recovery_sentence(const analysis::RecoveryEvent& event, bool* is_bad) {
  *is_bad = true;
  if (event.restart != nullptr) {
    *is_bad = analysis::is_failure(event.restart->reason);
    return "RESTART: " + restart_sentence(*event.restart, event.place);
  }
  if (event.failure != nullptr) {
    *is_bad = event.failure->rung == AllocationRung::kFailed;
    return (*is_bad ? "ALLOCATION FAILED: " : "allocation: ") +
           failure_sentence(*event.failure, event.place);
  }
  if (event.reclaim != nullptr && !analysis::is_good(event.reclaim->outcome)) {
    return "RECLAIM: " + reclaim_sentence(*event.reclaim);
  }
  *is_bad = false;
  return event.reclaim != nullptr ? "reclaim: " + reclaim_sentence(*event.reclaim) : "";
}

}  // namespace tidemark::sinks
