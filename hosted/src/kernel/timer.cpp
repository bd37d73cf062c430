// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"

#ifdef CONFIG_TIMER_OBSERVER
// Outside a namespace, because the section symbols that the loop declares are C names.
template <typename Visit>
static void hosted_for_each_timer_observer(Visit visit) {
  STRUCT_SECTION_FOREACH (k_timer_observer, observer) {
    visit(observer);
  }
}
#endif

namespace hosted {
namespace {

// add_timeout rounds up by one tick; a timer's duration and period do not want that.
k_timeout_t without_rounding(k_timeout_t timeout) {
  if (timeout.ticks > 0) {
    --timeout.ticks;
  }
  return timeout;
}

#ifdef CONFIG_TIMER_OBSERVER
template <typename Hook, typename... Args>
void observe(Hook hook, k_timer* timer, Args... args) {
  hosted_for_each_timer_observer([&](const k_timer_observer* observer) {
    if (observer->*hook != nullptr) {
      (observer->*hook)(timer, args...);
    }
  });
}
#define HOSTED_OBSERVE(hook, ...) observe(&k_timer_observer::hook, __VA_ARGS__)
#else
#define HOSTED_OBSERVE(hook, ...)
#endif

// With 32-bit time-outs native_sim rounds the duration up nevertheless.
k_timeout_t duration_of(k_timeout_t timeout) {
  return IS_ENABLED(CONFIG_TIMEOUT_64BIT) ? without_rounding(timeout) : timeout;
}

void expired(_timeout* timeout) {
  auto* timer = CONTAINER_OF(timeout, k_timer, timeout);
  // During the announcement the uptime is the tick at which this was due, so the period does not
  // drift.
  if (!K_TIMEOUT_EQ(timer->period, K_NO_WAIT) && !K_TIMEOUT_EQ(timer->period, K_FOREVER)) {
    add_timeout(&timer->timeout, expired, without_rounding(timer->period));
  }
  ++timer->status;
  HOSTED_OBSERVE(on_expiry, timer);
  if (timer->expiry_fn != nullptr) {
    timer->expiry_fn(timer);
  }
  (void)wake_first(&timer->wait_q, 0);
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

void k_timer_init(k_timer* timer, k_timer_expiry_t expiry_fn, k_timer_stop_t stop_fn) {
  *timer = k_timer{};
  timer->expiry_fn = expiry_fn;
  timer->stop_fn = stop_fn;
  z_waitq_init(&timer->wait_q);
  HOSTED_OBSERVE(on_init, timer);
}

void k_timer_start(k_timer* timer, k_timeout_t duration, k_timeout_t period) {
  if (K_TIMEOUT_EQ(duration, K_FOREVER)) {
    return;
  }
  (void)abort_timeout(&timer->timeout);
  timer->period = period;
  timer->status = 0;
  add_timeout(&timer->timeout, expired, duration_of(duration));
  HOSTED_OBSERVE(on_start, timer, duration, period);
}

void k_timer_stop(k_timer* timer) {
  if (!abort_timeout(&timer->timeout)) {
    return;
  }
  HOSTED_OBSERVE(on_stop, timer);
  if (timer->stop_fn != nullptr) {
    timer->stop_fn(timer);
  }
  if (wake_first(&timer->wait_q, 0) != nullptr) {
    reschedule();
  }
}

uint32_t k_timer_status_get(k_timer* timer) {
  uint32_t status = timer->status;
  timer->status = 0;
  return status;
}

uint32_t k_timer_status_sync(k_timer* timer) {
  check_may_wait("k_timer_status_sync");
  if (timer->status == 0 && timeout_pending(&timer->timeout)) {
    (void)pend_current(&timer->wait_q, K_FOREVER, "k_timer_status_sync");
  }
  return k_timer_status_get(timer);
}

k_ticks_t k_timer_remaining_ticks(const k_timer* timer) {
  return timeout_remaining(&timer->timeout);
}

k_ticks_t k_timer_expires_ticks(const k_timer* timer) {
  return static_cast<k_ticks_t>(sys_clock_tick_get()) + timeout_remaining(&timer->timeout);
}

}  // extern "C"
