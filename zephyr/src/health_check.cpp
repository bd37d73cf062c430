// SPDX-License-Identifier: Apache-2.0
// Checks of the application, resources that stay critical, and the watchdog that looks after all.
#include "zephyr/src/health_check.hpp"

#include <zephyr/devicetree.h>
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/sys/printk.h>
#if defined(CONFIG_TIDEMARK_WATCHDOG)
#include <zephyr/device.h>
#include <zephyr/task_wdt/task_wdt.h>
#endif

#include "core/health_watch.hpp"
#include "core/restart.hpp"
#include "core/run.hpp"

using tidemark::HealthFinding;
using tidemark::HealthNews;
using tidemark::wire::RestartReason;

BUILD_ASSERT(CONFIG_TIDEMARK_CRITICAL_RESTART_S == 0 ||
                 CONFIG_TIDEMARK_CRITICAL_RESTART_S * 1000LL >= CONFIG_TIDEMARK_PERIOD_MS,
             "TIDEMARK_CRITICAL_RESTART_S must be 0 or not shorter than TIDEMARK_PERIOD_MS: within "
             "one sample nothing can be known to have recovered");

// At global scope: here the linker's symbols are.
STRUCT_SECTION_START_EXTERN(tidemark_health_check);
STRUCT_SECTION_END_EXTERN(tidemark_health_check);

namespace {

constinit tidemark::HealthWatch watch({CONFIG_TIDEMARK_CRITICAL_RESTART_S,
                                       CONFIG_TIDEMARK_HEALTH_CHECK_FAILURES});

constexpr const char* kAction = CONFIG_TIDEMARK_HEALTH_CHECK_FAILURES != 0
                                    ? "the device restarts when it goes on"
                                    : "see what it looks after";

void tell(const tidemark_health_check& check, HealthNews news) {
  switch (news) {
    case HealthNews::kFails:
      printk("tidemark: health check %s: failed with error %d; %s\n", check.name,
             check.state->latest, kAction);
      break;
    case HealthNews::kFailsTooMuch:
      printk("tidemark: health check %s: failed %u times in a row, now with error %d; %s\n",
             check.name, static_cast<unsigned>(check.state->failures_in_a_row), check.state->latest,
             tidemark::may_restart() ? "restarting" : "no restart in safe mode");
      break;
    case HealthNews::kIsWell:
      printk("tidemark: health check %s: works again\n", check.name);
      break;
  }
}

// Not inlined: its line and name need not lie on the stack for every sample.
[[gnu::noinline]] void restart_for(const HealthFinding& finding) {
  tidemark::RestartCause cause = {};
  tidemark::wire::Name name = {};
  if (finding.what == HealthFinding::What::kCheckFailed) {
    cause.reason = RestartReason::kHealthCheck;
    for (const char* c = finding.check->name; *c != '\0' && name.push(*c); ++c) {
    }
  } else {
    cause.reason = RestartReason::kCritical;
    (void)tidemark::image_monitor().is_critical(&name);
  }
  cause.resource = {name.bytes, name.size};
  tidemark::restart_now(cause);
}

}  // namespace

tidemark::Span<const tidemark_health_check> tidemark::port::health_checks() {
  const tidemark_health_check* const first = STRUCT_SECTION_START(tidemark_health_check);
  return {first, static_cast<std::size_t>(STRUCT_SECTION_END(tidemark_health_check) - first)};
}

const tidemark::HealthWatch& tidemark::port::health_watch() {
  return watch;
}

#if defined(CONFIG_TIDEMARK_WATCHDOG)

namespace {

constexpr std::uint32_t kWatchdogMs =
    CONFIG_TIDEMARK_WATCHDOG_MS != 0
        ? CONFIG_TIDEMARK_WATCHDOG_MS
        : 10U * CONFIG_TIDEMARK_PERIOD_MS + CONFIG_TIDEMARK_RESTART_DEADLINE_MS;
BUILD_ASSERT(kWatchdogMs >= 2U * CONFIG_TIDEMARK_PERIOD_MS,
             "TIDEMARK_WATCHDOG_MS must be 0 or at least twice TIDEMARK_PERIOD_MS: the watchdog is "
             "fed once a sample");
BUILD_ASSERT(kWatchdogMs >= CONFIG_TIDEMARK_PERIOD_MS + CONFIG_TIDEMARK_RESTART_DEADLINE_MS,
             "TIDEMARK_WATCHDOG_MS must be at least TIDEMARK_PERIOD_MS and "
             "TIDEMARK_RESTART_DEADLINE_MS together: it would end a restart in good order");

constexpr int kNone = -1;
int channel = kNone;

// In an interrupt handler: what was interrupted is what ran instead of the monitor.
void stalled(int /*channel*/, void* /*user_data*/) {
  tidemark::RestartCause cause = {};
  cause.reason = RestartReason::kMonitorStalled;
  tidemark::restart_now(cause);
}

void begin_watchdog() {
  channel = task_wdt_add(kWatchdogMs, stalled, nullptr);
  if (channel < 0) {
    printk(
        "tidemark: no watchdog: no channel of the task watchdog is free: error %d; raise "
        "TASK_WDT_CHANNELS\n",
        channel);
  }
}

void feed_watchdog() {
  if (channel == kNone) {
    begin_watchdog();
  } else if (channel >= 0) {
    (void)task_wdt_feed(channel);  // fails for no channel of its own
  }
}

#if defined(CONFIG_TIDEMARK_TASK_WDT_INIT)

const struct device* hardware_watchdog() {
#if defined(CONFIG_TASK_WDT_HW_FALLBACK) && defined(CONFIG_WATCHDOG) && \
    DT_NODE_HAS_STATUS(DT_ALIAS(watchdog0), okay)
  const struct device* const device = DEVICE_DT_GET(DT_ALIAS(watchdog0));
  if (device_is_ready(device)) {
    return device;
  }
  printk(
      "tidemark: no hardware watchdog: the device of the alias watchdog0 is not ready; see its "
      "driver\n");
#endif
  return nullptr;
}

int start_watchdog() {
  const struct device* const hardware = hardware_watchdog();
  int error = task_wdt_init(hardware);
  if (error != 0 && hardware != nullptr) {
    printk("tidemark: no hardware watchdog: error %d for %d ms; change TASK_WDT_MIN_TIMEOUT\n",
           error, CONFIG_TASK_WDT_MIN_TIMEOUT);
    error = task_wdt_init(nullptr);
  }
  // Now and not with the first sample, which a thread that never sleeps would keep from coming.
  begin_watchdog();
  return error;
}
SYS_INIT(start_watchdog, APPLICATION, CONFIG_APPLICATION_INIT_PRIORITY);

#endif

}  // namespace

std::uint32_t tidemark::port::watchdog_ms() {
  return channel >= 0 ? kWatchdogMs : 0;
}

#else

namespace {
void feed_watchdog() {}
}  // namespace

std::uint32_t tidemark::port::watchdog_ms() {
  return 0;
}

#endif

void tidemark_look_after_health() {
  const HealthFinding finding =
      watch.tick(tidemark::port::uptime_ms(), tidemark::image_monitor().is_critical(nullptr),
                 tidemark::port::health_checks(), tell);
  // First, so that a restart in good order has its time.
  feed_watchdog();
  if (finding.what != HealthFinding::What::kWell && tidemark::may_restart()) {
    restart_for(finding);
  }
}
