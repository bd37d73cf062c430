// SPDX-License-Identifier: Apache-2.0
#include <zephyr/task_wdt/task_wdt.h>

#ifdef CONFIG_TASK_WDT

#include <zephyr/drivers/hwinfo.h>
#include <zephyr/drivers/watchdog.h>

#include <algorithm>
#include <cstring>

#include "host/process.hpp"
#include "host/restart.hpp"
#include "kernel/sched.hpp"

namespace hosted {
namespace {

struct TaskChannel {
  std::uint32_t period_ms;  // 0: free
  std::int64_t due_tick;
  task_wdt_callback_t callback;
  void* user_data;
  char feeder[32];  // name of the thread that fed it last
};

constexpr int kTaskChannels = CONFIG_TASK_WDT_CHANNELS;
TaskChannel g_task_channels[kTaskChannels];
k_timer g_task_timer;

#ifdef CONFIG_TASK_WDT_HW_FALLBACK
const device* g_fallback = nullptr;
int g_fallback_channel = 0;
bool g_fallback_runs = false;
#endif

void feed_fallback() {
#ifdef CONFIG_TASK_WDT_HW_FALLBACK
  if (g_fallback != nullptr) {
    (void)wdt_feed(g_fallback, g_fallback_channel);
  }
#endif
}

// The tick at which a channel is due or the hardware must be fed.
std::int64_t next_task_tick() {
  std::int64_t next = INT64_MAX;
#ifdef CONFIG_TASK_WDT_HW_FALLBACK
  next = sys_clock_tick_get() +
         static_cast<std::int64_t>(k_ms_to_ticks_ceil64(CONFIG_TASK_WDT_MIN_TIMEOUT));
#endif
  for (const TaskChannel& channel : g_task_channels) {
    if (channel.period_ms != 0) {
      next = std::min(next, channel.due_tick);
    }
  }
  return next;
}

void schedule_task_timer() {
  std::int64_t next = next_task_tick();
  if (next == INT64_MAX) {
    k_timer_stop(&g_task_timer);
  } else {
    k_timer_start(&g_task_timer, K_TIMEOUT_ABS_TICKS(next), K_FOREVER);
  }
  feed_fallback();
}

[[noreturn]] void reset_for(int id) {
  const TaskChannel& channel = g_task_channels[id];
  complain("task watchdog: channel %d, fed last by thread '%s', was late by its %u ms; resetting",
           id, channel.feeder, static_cast<unsigned>(channel.period_ms));
  restart_image(true, RESET_WATCHDOG);
}

void task_timer_expired(k_timer*) {
  std::int64_t now = sys_clock_tick_get();
  int late = -1;
  for (int id = 0; id < kTaskChannels; ++id) {
    const TaskChannel& channel = g_task_channels[id];
    if (channel.period_ms != 0 && channel.due_tick <= now &&
        (late < 0 || channel.due_tick < g_task_channels[late].due_tick)) {
      late = id;
    }
  }
  if (late < 0) {
    schedule_task_timer();
  } else if (g_task_channels[late].callback != nullptr) {
    g_task_channels[late].callback(late, g_task_channels[late].user_data);
  } else {
    reset_for(late);
  }
}

bool task_channel_exists(int id) {
  return id >= 0 && id < kTaskChannels;
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

int task_wdt_init(const device* hw_wdt) {
  if (hw_wdt != nullptr) {
#ifdef CONFIG_TASK_WDT_HW_FALLBACK
    wdt_timeout_cfg config{};
    config.flags = WDT_FLAG_RESET_SOC;
    config.window.max = CONFIG_TASK_WDT_MIN_TIMEOUT + CONFIG_TASK_WDT_HW_FALLBACK_DELAY;
    g_fallback_channel = wdt_install_timeout(hw_wdt, &config);
    if (g_fallback_channel < 0) {
      return g_fallback_channel;
    }
    g_fallback = hw_wdt;
#else
    return -ENOTSUP;
#endif
  }
  k_timer_init(&g_task_timer, task_timer_expired, nullptr);
  return 0;
}

int task_wdt_add(std::uint32_t reload_period, task_wdt_callback_t callback, void* user_data) {
  if (reload_period == 0) {
    return -EINVAL;
  }
  for (int id = 0; id < kTaskChannels; ++id) {
    TaskChannel& channel = g_task_channels[id];
    if (channel.period_ms != 0) {
      continue;
    }
    channel.period_ms = reload_period;
    channel.callback = callback;
    channel.user_data = user_data;
#ifdef CONFIG_TASK_WDT_HW_FALLBACK
    if (g_fallback != nullptr && !g_fallback_runs) {
      (void)wdt_setup(g_fallback, WDT_OPT_PAUSE_HALTED_BY_DBG);
      g_fallback_runs = true;
    }
#endif
    (void)task_wdt_feed(id);
    return id;
  }
  return -ENOMEM;
}

int task_wdt_delete(int channel_id) {
  if (!task_channel_exists(channel_id)) {
    return -EINVAL;
  }
  g_task_channels[channel_id].period_ms = 0;
  return 0;
}

int task_wdt_feed(int channel_id) {
  if (!task_channel_exists(channel_id)) {
    return -EINVAL;
  }
  unsigned int key = irq_lock();
  TaskChannel& channel = g_task_channels[channel_id];
  channel.due_tick =
      sys_clock_tick_get() + static_cast<std::int64_t>(k_ms_to_ticks_ceil64(channel.period_ms));
  if (!g_kernel.in_isr) {
    std::strncpy(channel.feeder, name_of(z_current_thread), sizeof channel.feeder - 1);
  }
  schedule_task_timer();
  irq_unlock(key);
  return 0;
}

}  // extern "C"

#endif
