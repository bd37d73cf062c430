// SPDX-License-Identifier: Apache-2.0
#include "kernel/slice.hpp"

#include <zephyr/kernel.h>

#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"

namespace hosted {
namespace {

#ifdef CONFIG_TIMESLICING
constexpr int kDefaultSliceMs = CONFIG_TIMESLICE_SIZE;
constexpr int kDefaultPriority = CONFIG_TIMESLICE_PRIORITY;
#else
constexpr int kDefaultSliceMs = 0;
constexpr int kDefaultPriority = 0;
#endif

int slice_ticks_of_ms(int ms) {
  return static_cast<int>(k_ms_to_ticks_ceil32(static_cast<std::uint32_t>(ms)));
}

int g_slice_ticks = -1;  // -1: the configured one, which is not yet converted
int g_slice_priority = kDefaultPriority;
std::uint64_t g_slice_end = UINT64_MAX;

int ticks_for(const k_thread* thread) {
  if (thread == nullptr || thread == &z_idle_threads[0] || thread->base.prio < 0 ||
      thread->base.sched_locked > 0) {
    return 0;
  }
  if (thread->arch.slice_ticks > 0) {
    return thread->arch.slice_ticks;
  }
  if (g_slice_ticks < 0) {
    g_slice_ticks = slice_ticks_of_ms(kDefaultSliceMs);
  }
  return thread->base.prio >= g_slice_priority ? g_slice_ticks : 0;
}

}  // namespace

void begin_slice() {
  int ticks = ticks_for(z_current_thread);
  g_slice_end = ticks > 0 ? static_cast<std::uint64_t>(sys_clock_tick_get() + ticks) : UINT64_MAX;
}

std::uint64_t slice_end_tick() {
  return g_slice_end;
}

void end_slice_at(std::uint64_t tick) {
  // A thread that this tick made ready and that preempts: the running one keeps its place, and its
  // slice begins anew when it goes on.
  if (tick < g_slice_end || about_to_switch()) {
    return;
  }
  k_thread* thread = z_current_thread;
  if (ticks_for(thread) > 0 && runnable(thread)) {
    if (thread->arch.slice_expired != nullptr) {
      thread->arch.slice_expired(thread, thread->arch.slice_data);
    }
    requeue_current();
  }
  begin_slice();
}

}  // namespace hosted

extern "C" {

void k_sched_time_slice_set(int32_t slice_ms, int prio) {
  hosted::g_slice_ticks = hosted::slice_ticks_of_ms(slice_ms);
  hosted::g_slice_priority = prio;
  hosted::begin_slice();
}

void k_thread_time_slice_set(k_thread* thread, int32_t slice_ticks, k_thread_timeslice_fn_t expired,
                             void* data) {
  thread->arch.slice_ticks = slice_ticks;
  thread->arch.slice_expired = expired;
  thread->arch.slice_data = data;
  if (thread == z_current_thread) {
    hosted::begin_slice();
  }
}

}  // extern "C"
