// SPDX-License-Identifier: Apache-2.0
#include "core/run.hpp"

#include "core/features.hpp"
#include "core/guard_teller.hpp"
#include "core/ladder.hpp"
#include "core/link.hpp"
#include "core/listener.hpp"
#include "core/lock_guard.hpp"
#include "core/pressure.hpp"
#include "core/profile_reporter.hpp"
#include "core/recovery_teller.hpp"
#include "core/reporter.hpp"
#include "core/restart.hpp"

namespace tidemark {

constinit Profiler profiler_of_image;

namespace {

constinit Monitor g_monitor;
constinit EventSink g_event_sink = nullptr;
// A part that is off leaves no byte behind: nothing but these lines names it then.
constinit Telemetry g_telemetry;
constinit Outbox g_outbox;

void tell_listener(const Event& event) {
  EventSink sink = nullptr;
  {
    const LockGuard guard;
    sink = g_event_sink;
  }
  if (sink != nullptr) {
    sink(event);
  }
}

void keep_at_hand(const Event& event) {
  using wire::RestartEventKind;
  if (event.is_verdict) {
    note_event(RestartEventKind::kVerdict, static_cast<std::uint8_t>(event.verdict.verdict),
               event.verdict.name.text());
  } else {
    note_event(RestartEventKind::kLevel, static_cast<std::uint8_t>(event.level.level),
               event.level.name.text());
  }
}

void tell_changes() {
  for (Event event; g_monitor.take_event(&event);) {
    if constexpr (kWithEvidence) {
      keep_at_hand(event);
    }
    if constexpr (kWithReport) {
      report_event(g_monitor, event);
      if constexpr (kWithProfile) {
        if (event.is_verdict) {
          report_suspects(g_monitor, image_profiler(), event.verdict);
        }
      }
    }
    tell_listener(event);
  }
}

// Not inlined, so that the event does not lie on the stack while the link sends the rest.
[[gnu::noinline]] void send_changes() {
  for (Event event; g_monitor.take_event(&event, Audience::kLink);) {
    g_telemetry.send_event(g_monitor, event);
  }
}

// What a pass for a level is to reach.
bool are_heaps_well() {
  return g_monitor.are_heaps_below(wire::Level::kWarn);
}

// Names and rates are 1.5 KB of code. Where nobody would be told of them, nothing names them.
using TellChanges = void (*)();
constinit TellChanges g_tell_changes = kWithReport || kWithEvidence ? tell_changes : nullptr;

}  // namespace

Monitor& image_monitor() {
  return g_monitor;
}

void start(const Settings& settings, const Tables& tables) {
  g_monitor.start(settings, tables);
  if constexpr (kWithReclaim) {
    port::reclaim().set_level_test(are_heaps_well);
  }
}

Outbox& image_outbox() {
  return g_outbox;
}

Status link_came_up() {
  return g_telemetry.link_came_up();
}

Status link_went_down() {
  return g_telemetry.link_went_down();
}

void announce(const Identity& identity, Span<std::uint8_t> ring) {
  if constexpr (kWithReport) {
    report_hello(g_monitor, identity.build_id);
  }
  if constexpr (kWithMessages) {
    if constexpr (kWithRing) {
      g_outbox.start(ring);
    }
    g_telemetry.start(g_monitor, identity, kWithRing && !ring.empty() ? &g_outbox : nullptr);
  }
}

void set_event_sink(EventSink sink) {
  g_event_sink = sink;
  g_tell_changes = tell_changes;
}

Status sample_and_tell() {
  if constexpr (kWithProfile) {
    image_profiler().set_time(port::uptime_ms());
  }
  const Status status = g_monitor.sample();
  if (status == Status::kOk && g_tell_changes != nullptr) {
    g_tell_changes();
  }
  if constexpr (kWithPressure) {
    look_for_pressure();
  }
  return status;
}

namespace {

void answer_levels() {
  const wire::Level worst = g_monitor.worst_heap_level();
  port::reclaim().tick(worst);
  if constexpr (kWithLadder) {
    port::ladder().tick(worst);
  }
}

void report() {
  if constexpr (kWithReport) {
    (void)report_all(g_monitor);
    if constexpr (kWithProfile) {
      report_profile(g_monitor, image_profiler());
    }
  }
  if constexpr (kWithMessages) {
    g_telemetry.send_report(g_monitor);
  }
}

}  // namespace

void tick() {
  (void)sample_and_tell();  // not kBusy: the caller is a thread
  if constexpr (kWithEvidence) {
    refresh_evidence(g_monitor);
  }
  if constexpr (kWithReclaim) {
    answer_levels();
  }
  if constexpr (kWithGuard) {
    sweep_and_tell(g_monitor, kWithMessages ? &g_telemetry : nullptr);
  }
  if constexpr (kWithReclaim || kWithLadder || kWithEvidence) {
    tell_recovery(g_monitor, kWithMessages ? &g_telemetry : nullptr);
  }
  if constexpr (kWithMessages) {
    send_changes();
    g_telemetry.send_sample(g_monitor);
  }
  if constexpr (kWithReport || kWithMessages) {
    if (g_monitor.take_report_due()) {
      report();
    }
  }
  if constexpr (kWithProfile && kWithMessages) {
    g_telemetry.send_profile(g_monitor, image_profiler());
  }
}

}  // namespace tidemark
