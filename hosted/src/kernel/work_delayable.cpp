// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"
#include "kernel/work.hpp"

namespace hosted {
namespace {

void delay_over(_timeout* timeout) {
  auto* dwork = CONTAINER_OF(timeout, k_work_delayable, timeout);
  dwork->work.flags &= ~static_cast<std::uint32_t>(K_WORK_DELAYED);
  (void)submit_work(dwork->queue, &dwork->work);
}

bool unschedule(k_work_delayable* dwork) {
  if ((dwork->work.flags & K_WORK_DELAYED) == 0) {
    return false;
  }
  (void)abort_timeout(&dwork->timeout);
  dwork->work.flags &= ~static_cast<std::uint32_t>(K_WORK_DELAYED);
  return true;
}

int schedule(k_work_q* queue, k_work_delayable* dwork, k_timeout_t delay) {
  if (K_TIMEOUT_EQ(delay, K_NO_WAIT)) {
    return submit_work(queue, &dwork->work);
  }
  expect_handler(&dwork->work, "k_work_schedule");
  dwork->work.flags |= K_WORK_DELAYED;
  dwork->queue = queue;
  add_timeout(&dwork->timeout, delay_over, delay);
  return 1;
}

int cancel(k_work_delayable* dwork) {
  (void)unschedule(dwork);
  return cancel_work(&dwork->work);
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

void k_work_init_delayable(k_work_delayable* dwork, k_work_handler_t handler) {
  *dwork = k_work_delayable{};
  dwork->work.handler = handler;
  dwork->work.flags = K_WORK_DELAYABLE;
}

int k_work_delayable_busy_get(const k_work_delayable* dwork) {
  return k_work_busy_get(&dwork->work);
}

k_ticks_t k_work_delayable_remaining_get(const k_work_delayable* dwork) {
  return timeout_remaining(&dwork->timeout);
}

k_ticks_t k_work_delayable_expires_get(const k_work_delayable* dwork) {
  return static_cast<k_ticks_t>(sys_clock_tick_get()) + timeout_remaining(&dwork->timeout);
}

int k_work_schedule_for_queue(k_work_q* queue, k_work_delayable* dwork, k_timeout_t delay) {
  if ((k_work_busy_get(&dwork->work) & ~K_WORK_RUNNING) != 0) {
    return 0;
  }
  // As in Zephyr no scheduling point, even if the item is queued at once.
  return schedule(queue, dwork, delay);
}

int k_work_schedule(k_work_delayable* dwork, k_timeout_t delay) {
  return k_work_schedule_for_queue(&k_sys_work_q, dwork, delay);
}

int k_work_reschedule_for_queue(k_work_q* queue, k_work_delayable* dwork, k_timeout_t delay) {
  (void)unschedule(dwork);
  // As in Zephyr no scheduling point, even if the item is queued at once.
  return schedule(queue, dwork, delay);
}

int k_work_reschedule(k_work_delayable* dwork, k_timeout_t delay) {
  return k_work_reschedule_for_queue(&k_sys_work_q, dwork, delay);
}

bool k_work_flush_delayable(k_work_delayable* dwork, k_work_sync* sync) {
  check_may_wait("k_work_flush_delayable");
  if (k_work_busy_get(&dwork->work) == 0) {
    return false;
  }
  if (unschedule(dwork)) {
    (void)submit_work(dwork->queue, &dwork->work);
  }
  return flush_work(&dwork->work, sync, "k_work_flush_delayable");
}

int k_work_cancel_delayable(k_work_delayable* dwork) {
  return cancel(dwork);
}

bool k_work_cancel_delayable_sync(k_work_delayable* dwork, k_work_sync* sync) {
  check_may_wait("k_work_cancel_delayable_sync");
  bool pending = k_work_busy_get(&dwork->work) != 0;
  if (pending && cancel(dwork) != 0) {
    wait_for_cancel(&dwork->work, sync, "k_work_cancel_delayable_sync");
  }
  return pending;
}

}  // extern "C"
