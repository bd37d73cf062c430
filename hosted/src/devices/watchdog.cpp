// SPDX-License-Identifier: Apache-2.0
#include <zephyr/drivers/watchdog.h>

#ifdef CONFIG_WATCHDOG

#include <signal.h>
#include <time.h>
#include <zephyr/drivers/hwinfo.h>

#include <algorithm>
#include <cstring>

#include "host/call.hpp"
#include "host/process.hpp"
#include "host/restart.hpp"
#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"

// At global scope: the macro declares the device with C linkage.
extern "C" const struct device DEVICE_DT_NAME_GET(DT_NODELABEL(wdt0));

namespace hosted {
namespace {

struct WatchdogChannel {
  wdt_timeout_cfg config;
  std::uint64_t fed_us;
  char feeder[32];
};

constexpr int kWatchdogChannels = 8;
constexpr std::uint64_t kMicrosPerMilli = 1000;
WatchdogChannel g_watchdog[kWatchdogChannels];
int g_watchdog_channels = 0;
bool g_watchdog_runs = false;

std::uint64_t due_us(const WatchdogChannel& channel) {
  return channel.fed_us + channel.config.window.max * kMicrosPerMilli;
}

// --- a thread that computes for ever, so that virtual time stands still ---

constexpr int kStuckSignal = SIGVTALRM;
constexpr long kStuckStepNanos = 250'000'000;
constexpr int kMostStuckSteps = 8;
timer_t g_stuck_timer;
std::uint64_t g_stuck_at_us = 0;
int g_stuck_steps = 0;

void watchdog_fires();

// After each step of processor time.
void on_stuck_timer(int) {
  if (!g_watchdog_runs || g_stuck_at_us != now_us()) {
    g_stuck_at_us = now_us();
    g_stuck_steps = 0;
    return;
  }
  // Not in the middle of a call of the host's: it could not be left there, and the next step comes.
  if (++g_stuck_steps < kMostStuckSteps || on_host()) {
    return;
  }
  g_stuck_steps = 0;
  skip_to(g_hard_event.at_us);
  bool was_in_isr = g_kernel.in_isr;
  g_kernel.in_isr = true;
  watchdog_fires();
  g_kernel.in_isr = was_in_isr;
}

void start_stuck_timer() {
  host_call([] {
    struct sigaction action {};
    action.sa_handler = on_stuck_timer;
    action.sa_flags = SA_ONSTACK | SA_RESTART;
    (void)sigaction(kStuckSignal, &action, nullptr);
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = kStuckSignal;
    itimerspec each_step{{0, kStuckStepNanos}, {0, kStuckStepNanos}};
    if (timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &g_stuck_timer) == 0) {
      (void)timer_settime(g_stuck_timer, 0, &each_step, nullptr);
    }
  });
}

void stop_stuck_timer() {
  host_call([] { (void)timer_delete(g_stuck_timer); });
}

// --- the watchdog ---

void set_hard_event() {
  g_hard_event.at_us = UINT64_MAX;
  if (g_watchdog_runs) {
    for (const WatchdogChannel& channel : g_watchdog) {
      if (channel.config.window.max != 0) {
        g_hard_event.at_us = std::min(g_hard_event.at_us, due_us(channel));
      }
    }
  }
  g_hard_event.run = watchdog_fires;
}

[[noreturn]] void watchdog_resets(int id, const char* what) {
  const WatchdogChannel& channel = g_watchdog[id];
  complain(
      "watchdog: channel %d, fed last by thread '%s', was %s (its window is %u to %u ms); "
      "resetting",
      id, channel.feeder, what, static_cast<unsigned>(channel.config.window.min),
      static_cast<unsigned>(channel.config.window.max));
  restart_image(true, RESET_WATCHDOG);
}

void channel_fires(int id) {
  WatchdogChannel& channel = g_watchdog[id];
  bool resets = (channel.config.flags & WDT_FLAG_RESET_MASK) != WDT_FLAG_RESET_NONE;
  std::uint64_t fed_us = channel.fed_us;
  if (channel.config.callback != nullptr) {
    channel.config.callback(DEVICE_DT_GET(DT_NODELABEL(wdt0)), id);
  }
  if (g_watchdog_runs && channel.fed_us == fed_us) {
    if (resets) {
      watchdog_resets(id, "not fed");
    }
    channel.fed_us = now_us();
  }
}

void watchdog_fires() {
  for (int id = 0; id < g_watchdog_channels; ++id) {
    if (g_watchdog_runs && due_us(g_watchdog[id]) <= now_us()) {
      channel_fires(id);
    }
  }
  set_hard_event();
}

void note_feeder(WatchdogChannel& channel) {
  channel.fed_us = now_us();
  std::strncpy(channel.feeder, name_of(z_current_thread), sizeof channel.feeder - 1);
}

int watchdog_setup(const device*, std::uint8_t options) {
  if (g_watchdog_runs) {
    return -EBUSY;
  }
  if (g_watchdog_channels == 0) {
    return -EINVAL;
  }
  if ((options & WDT_OPT_PAUSE_IN_SLEEP) != 0) {
    return -ENOTSUP;
  }
  g_watchdog_runs = true;
  for (WatchdogChannel& channel : g_watchdog) {
    note_feeder(channel);
  }
  set_hard_event();
  start_stuck_timer();
  return 0;
}

int watchdog_disable(const device*) {
  if (!g_watchdog_runs) {
    return -EFAULT;
  }
  g_watchdog_runs = false;
  g_watchdog_channels = 0;
  for (WatchdogChannel& channel : g_watchdog) {
    channel = WatchdogChannel{};
  }
  set_hard_event();
  stop_stuck_timer();
  return 0;
}

int watchdog_install(const device*, const wdt_timeout_cfg* config) {
  constexpr unsigned kNoSuchReset = 3U << WDT_FLAG_RESET_SHIFT;
  if (g_watchdog_runs) {
    return -EBUSY;
  }
  if (config->window.max == 0 || config->window.min > config->window.max) {
    return -EINVAL;
  }
  if ((config->flags & ~static_cast<unsigned>(WDT_FLAG_RESET_MASK)) != 0 ||
      config->flags == kNoSuchReset) {
    return -ENOTSUP;
  }
  if (g_watchdog_channels == kWatchdogChannels) {
    return -ENOMEM;
  }
  g_watchdog[g_watchdog_channels].config = *config;
  return g_watchdog_channels++;
}

int watchdog_feed(const device*, int id) {
  if (id < 0 || id >= g_watchdog_channels) {
    return -EINVAL;
  }
  if (!g_watchdog_runs) {
    return -EFAULT;
  }
  WatchdogChannel& channel = g_watchdog[id];
  if (now_us() < channel.fed_us + channel.config.window.min * kMicrosPerMilli) {
    watchdog_resets(id, "fed too early");
  }
  note_feeder(channel);
  set_hard_event();
  return 0;
}

constexpr wdt_driver_api kWatchdogApi = {watchdog_setup, watchdog_disable, watchdog_install,
                                         watchdog_feed};

}  // namespace
}  // namespace hosted

extern "C" {
DEVICE_DT_DEFINE(DT_NODELABEL(wdt0), nullptr, nullptr, nullptr, nullptr, PRE_KERNEL_1,
                 CONFIG_KERNEL_INIT_PRIORITY_DEVICE, &hosted::kWatchdogApi);
}

#endif
