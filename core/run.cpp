// SPDX-License-Identifier: Apache-2.0
#include "core/run.hpp"

#include "core/features.hpp"
#include "core/listener.hpp"
#include "core/lock_guard.hpp"
#include "core/reporter.hpp"

namespace tidemark {
namespace {

constinit Monitor g_monitor;
constinit EventSink g_event_sink = nullptr;

void tell(const Event& event) {
  EventSink sink = nullptr;
  {
    const LockGuard guard;
    sink = g_event_sink;
  }
  if (sink != nullptr) {
    sink(event);
  }
}

}  // namespace

Monitor& image_monitor() {
  return g_monitor;
}

void start(const Settings& settings, const Tables& tables) {
  g_monitor.start(settings, tables);
}

void announce() {
  if constexpr (kWithReport) {
    report_hello(g_monitor);
  }
}

void set_event_sink(EventSink sink) {
  g_event_sink = sink;
}

Status sample_and_tell() {
  const Status status = g_monitor.sample();
  Event event;
  while (status == Status::kOk && g_monitor.take_event(&event)) {
    if constexpr (kWithReport) {
      report_event(g_monitor, event);
    }
    tell(event);
  }
  return status;
}

void tick() {
  (void)sample_and_tell();  // not kBusy: the caller is a thread
  if constexpr (kWithReport) {
    if (g_monitor.take_report_due()) {
      (void)report_all(g_monitor);
    }
  }
}

}  // namespace tidemark
