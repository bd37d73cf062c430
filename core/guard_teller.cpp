// SPDX-License-Identifier: Apache-2.0
#include "core/guard_teller.hpp"

#include "core/features.hpp"
#include "core/lock_guard.hpp"
#include "core/restart.hpp"
#include "core/teller_names.hpp"

namespace tidemark {
namespace {

constinit GuardSink g_sink = nullptr;

std::uint64_t number_of(const void* address) {
  return reinterpret_cast<std::uintptr_t>(address);
}

void to_line(const GuardFinding& finding, wire::GuardLine* out) {
  out->up_ms = finding.up_ms;
  out->fault = finding.fault;
  out->block = number_of(finding.block);
  out->size = {finding.size, finding.size != 0};
  out->allocated_at = number_of(finding.allocated_at);
  // Of a free that was refused, that call.
  const bool is_refused = finding.fault == wire::GuardFault::kDoubleFree ||
                          finding.fault == wire::GuardFault::kForeignFree;
  out->freed_at = number_of(is_refused ? finding.found_at : finding.freed_at);
  out->offset = finding.offset;
  out->damaged = finding.damaged;
}

[[gnu::noinline]] bool print(const wire::GuardLine& line) {
  char text[wire::kLineCapacity];
  wire::write_report_line(line, Span<char>(text, sizeof(text)));
  return port::write_line(text);
}

}  // namespace

void set_guard_sink(GuardSink sink) {
  g_sink = sink;
}

void sweep_and_tell(Monitor& monitor, Telemetry* telemetry) {
  Guard& guard = port::guard();
  guard.sweep();
  for (GuardFinding finding; guard.take(&finding);) {
    wire::GuardLine line{};
    to_line(finding, &line);
    name_heap(monitor, finding.heap, &line.heap);
    if (finding.thread != nullptr) {
      name_thread(finding.thread, &line.owner);
    }
    if constexpr (kWithEvidence) {
      note_event(wire::RestartEventKind::kGuard, static_cast<std::uint8_t>(line.fault),
                 line.heap.text());
    }
    if constexpr (kWithReport) {
      if (!print(line)) {
        monitor.count_lost_line();
      }
    }
    if constexpr (kWithMessages) {
      if (telemetry != nullptr) {
        telemetry->send_event(monitor, line);
      }
    }
    if constexpr (kGuardCalls) {
      GuardSink sink = nullptr;
      {
        const LockGuard lock;
        sink = g_sink;
      }
      if (sink != nullptr) {
        sink(finding, line);
      }
    }
  }
}

void print_finding(const GuardFinding& finding) {
  if constexpr (kWithReport) {
    // Not on the stack, which is the application's.
    static wire::GuardLine line;
    static char text[wire::kLineCapacity];
    to_line(finding, &line);
    wire::write_report_line(line, Span<char>(text, sizeof(text)));
    (void)port::write_line(text);  // who might count it is not to be had here
  }
}

}  // namespace tidemark
