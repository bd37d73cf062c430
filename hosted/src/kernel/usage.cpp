// SPDX-License-Identifier: Apache-2.0
// Run time of threads.
#include "kernel/usage.hpp"

#include <zephyr/kernel.h>

#include <algorithm>
#include <cerrno>

#include "kernel/sched.hpp"

#ifdef CONFIG_SCHED_THREAD_USAGE

namespace hosted {
namespace {

std::uint64_t g_usage_mark = 0;  // up to here everything is accounted for
std::uint64_t g_busy_cycles = 0;
std::uint64_t g_idle_cycles = 0;
bool g_count_all = IS_ENABLED(CONFIG_SCHED_THREAD_USAGE_AUTO_ENABLE);

void account(k_thread* thread) {
  std::uint64_t now = sys_clock_cycle_get_64();
  std::uint64_t cycles = now - g_usage_mark;
  g_usage_mark = now;
  if (g_count_all) {
    (thread == &z_idle_threads[0] ? g_idle_cycles : g_busy_cycles) += cycles;
  }
  k_cycle_stats& usage = thread->base.usage;
  if (usage.track_usage) {
    usage.total += cycles;
#ifdef CONFIG_SCHED_THREAD_USAGE_ANALYSIS
    usage.current += cycles;
    usage.longest = std::max(usage.longest, usage.current);
#endif
  }
}

}  // namespace

void account_switch(k_thread* previous, [[maybe_unused]] k_thread* next) {
  account(previous);
#ifdef CONFIG_SCHED_THREAD_USAGE_ANALYSIS
  if (next->base.usage.track_usage) {
    ++next->base.usage.num_windows;
    next->base.usage.current = 0;
  }
#endif
}

void begin_usage(k_thread* thread) {
  thread->base.usage.track_usage = IS_ENABLED(CONFIG_SCHED_THREAD_USAGE_AUTO_ENABLE);
}

}  // namespace hosted

using namespace hosted;

extern "C" {

int k_thread_runtime_stats_get(k_tid_t thread, k_thread_runtime_stats_t* stats) {
  if (thread == nullptr || stats == nullptr) {
    return -EINVAL;
  }
  account(z_current_thread);
  *stats = {};
  const k_cycle_stats& usage = thread->base.usage;
  stats->execution_cycles = usage.total;
  stats->total_cycles = usage.total;
#ifdef CONFIG_SCHED_THREAD_USAGE_ANALYSIS
  stats->current_cycles = usage.current;
  stats->peak_cycles = usage.longest;
  stats->average_cycles = usage.num_windows > 0 ? usage.total / usage.num_windows : 0;
#endif
  return 0;
}

#ifdef CONFIG_SCHED_THREAD_USAGE_ALL
int k_thread_runtime_stats_all_get(k_thread_runtime_stats_t* stats) {
  if (stats == nullptr) {
    return -EINVAL;
  }
  account(z_current_thread);
  *stats = {};
  stats->execution_cycles = g_busy_cycles + g_idle_cycles;
  stats->total_cycles = g_busy_cycles;
  stats->idle_cycles = g_idle_cycles;
  return 0;
}

int k_thread_runtime_stats_cpu_get(int cpu, k_thread_runtime_stats_t* stats) {
  return cpu == 0 ? k_thread_runtime_stats_all_get(stats) : -EINVAL;
}
#endif

int k_thread_runtime_stats_enable(k_tid_t thread) {
  if (thread == nullptr) {
    return -EINVAL;
  }
  account(z_current_thread);
#ifdef CONFIG_SCHED_THREAD_USAGE_ANALYSIS
  if (!thread->base.usage.track_usage) {
    ++thread->base.usage.num_windows;
    thread->base.usage.current = 0;
  }
#endif
  thread->base.usage.track_usage = true;
  return 0;
}

int k_thread_runtime_stats_disable(k_tid_t thread) {
  if (thread == nullptr) {
    return -EINVAL;
  }
  account(z_current_thread);
  thread->base.usage.track_usage = false;
  return 0;
}

#ifdef CONFIG_SCHED_THREAD_USAGE_ALL
void k_sys_runtime_stats_enable(void) {
  account(z_current_thread);
  g_count_all = true;
}

void k_sys_runtime_stats_disable(void) {
  account(z_current_thread);
  g_count_all = false;
}
#endif

}  // extern "C"

#endif
