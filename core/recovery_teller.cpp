// SPDX-License-Identifier: Apache-2.0
#include "core/recovery_teller.hpp"

#include "core/features.hpp"
#include "core/restart.hpp"

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
}

}  // namespace tidemark
