// SPDX-License-Identifier: Apache-2.0
#include "core/recovery_teller.hpp"

#include "core/features.hpp"
#include "core/ladder.hpp"
#include "core/reclaim.hpp"
#include "core/restart.hpp"
#include "core/teller_names.hpp"

namespace tidemark {
namespace {

template <typename Line>
[[gnu::noinline]] void print(Monitor& monitor, const Line& line) {
  char text[wire::kLineCapacity];
  wire::write_report_line(line, Span<char>(text, sizeof(text)));
  if (!port::write_line(text)) {
    monitor.count_lost_line();
  }
}

template <typename Line>
void tell(Monitor& monitor, Telemetry* telemetry, const Line& line) {
  if constexpr (kWithReport) {
    print(monitor, line);
  }
  if constexpr (kWithMessages) {
    if (telemetry != nullptr) {
      telemetry->send_event(monitor, line);
    }
  }
}

template <typename Value>
void keep_at_hand(wire::RestartEventKind kind, Value value, const wire::Name& name) {
  if constexpr (kWithEvidence) {
    note_event(kind, static_cast<std::uint8_t>(value), name.text());
  }
}

[[gnu::noinline]] void tell_reclaims(Monitor& monitor, Telemetry* telemetry) {
  for (wire::ReclaimLine line; take_reclaim_line(&line);) {
    keep_at_hand(wire::RestartEventKind::kReclaim, line.outcome, line.name);
    tell(monitor, telemetry, line);
  }
}

[[gnu::noinline]] void tell_failures(Monitor& monitor, Telemetry* telemetry) {
  wire::AllocationFailureLine line;
  const void* heap = nullptr;
  const void* thread = nullptr;
  while (take_allocation_failure(&line, &heap, &thread)) {
    if (heap != nullptr) {
      name_heap(monitor, heap, &line.heap);
    }
    if (thread != nullptr) {
      name_thread(thread, &line.thread);
    }
    keep_at_hand(wire::RestartEventKind::kAllocationFailure, line.rung, line.heap);
    tell(monitor, telemetry, line);
  }
}

template <typename Line>
[[gnu::noinline]] void print_each(Monitor& monitor, bool (*at)(std::size_t index, Line* out)) {
  Line line;
  for (std::size_t i = 0; at(i, &line); ++i) {
    print(monitor, line);
  }
}

[[gnu::noinline]] void tell_ended_life(Monitor& monitor, Telemetry* telemetry) {
  wire::RestartLine line;
  if (!take_restart(&line)) {
    return;
  }
  tell(monitor, telemetry, line);
  if constexpr (kWithReport) {
    print_each<wire::RestartLevelLine>(monitor, restart_level_at);
    print_each<wire::RestartSiteLine>(monitor, restart_site_at);
    print_each<wire::RestartEventLine>(monitor, restart_event_at);
  }
  if constexpr (kWithMessages) {
    if (telemetry != nullptr) {
      telemetry->send_ended_life(monitor);
    }
  }
}

}  // namespace

void tell_recovery(Monitor& monitor, Telemetry* telemetry) {
  if constexpr (kWithEvidence) {
    tell_ended_life(monitor, telemetry);
  }
  if constexpr (kWithReclaim) {
    tell_reclaims(monitor, telemetry);
  }
  if constexpr (kWithLadder) {
    tell_failures(monitor, telemetry);
  }
}

}  // namespace tidemark
