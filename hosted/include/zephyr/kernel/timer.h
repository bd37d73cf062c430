// SPDX-License-Identifier: Apache-2.0
// Timers. Expiry functions run in ISR context on z_interrupt_stacks[0].
#ifndef ZEPHYR_INCLUDE_KERNEL_TIMER_H_
#define ZEPHYR_INCLUDE_KERNEL_TIMER_H_

#include <zephyr/kernel/thread.h>
#include <zephyr/sys/iterable_sections.h>

#ifdef __cplusplus
extern "C" {
#endif

struct k_timer;
typedef void (*k_timer_expiry_t)(struct k_timer* timer);
typedef void (*k_timer_stop_t)(struct k_timer* timer);

struct k_timer {
  struct _timeout timeout; /* first: the kernel goes from one to the other */
  _wait_q_t wait_q;
  void (*expiry_fn)(struct k_timer* timer);
  void (*stop_fn)(struct k_timer* timer);
  k_timeout_t period;
  uint32_t status; /* expiries since it was read */
  void* user_data;
};

#define Z_TIMER_INITIALIZER(obj, expiry, stop)                                                 \
  {                                                                                            \
    {NULL, NULL, NULL, NULL, 0, 0, 0}, Z_WAIT_Q_INIT(&(obj).wait_q), (expiry), (stop), {0}, 0, \
        NULL                                                                                   \
  }
#define K_TIMER_DEFINE(name, expiry_fn, stop_fn) \
  STRUCT_SECTION_ITERABLE(k_timer, name) = Z_TIMER_INITIALIZER(name, expiry_fn, stop_fn)

void k_timer_init(struct k_timer* timer, k_timer_expiry_t expiry_fn, k_timer_stop_t stop_fn);
/* First expiry after `duration` (K_FOREVER: nothing happens), then every `period` without drift
 * (K_NO_WAIT or K_FOREVER: once). */
void k_timer_start(struct k_timer* timer, k_timeout_t duration, k_timeout_t period);
/* Calls stop_fn and wakes a thread in k_timer_status_sync iff the timer was running. */
void k_timer_stop(struct k_timer* timer);
/* Expiries since last asked; the count begins anew. */
uint32_t k_timer_status_get(struct k_timer* timer);
/* As k_timer_status_get, but first waits for an expiry or stop if the count is 0 and the timer
 * runs. Not in an ISR. */
uint32_t k_timer_status_sync(struct k_timer* timer);
k_ticks_t k_timer_expires_ticks(const struct k_timer* timer);
k_ticks_t k_timer_remaining_ticks(const struct k_timer* timer);
static inline uint32_t k_timer_remaining_get(struct k_timer* timer) {
  return k_ticks_to_ms_floor32((uint32_t)k_timer_remaining_ticks(timer));
}
static inline void k_timer_user_data_set(struct k_timer* timer, void* user_data) {
  timer->user_data = user_data;
}
static inline void* k_timer_user_data_get(const struct k_timer* timer) {
  return timer->user_data;
}

#ifdef CONFIG_TIMER_OBSERVER
/* Of Zephyr 4.4: hears of every timer's k_timer_init, start, stop (while it ran) and expiry (before
 * its function, in ISR context). A hook may be NULL; it must not start or stop timers. */
struct k_timer_observer {
  void (*on_init)(struct k_timer* timer);
  void (*on_start)(struct k_timer* timer, k_timeout_t duration, k_timeout_t period);
  void (*on_stop)(struct k_timer* timer);
  void (*on_expiry)(struct k_timer* timer);
};
#define K_TIMER_OBSERVER_DEFINE(name, init, start, stop, expiry) \
  static const STRUCT_SECTION_ITERABLE(k_timer_observer, name) = {(init), (start), (stop), (expiry)}
#endif

#ifdef __cplusplus
}
#endif
#endif
