// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include <cerrno>

#include "kernel/poll.hpp"
#include "kernel/sched.hpp"

using namespace hosted;

extern "C" {

int k_sem_init(k_sem* sem, unsigned int initial_count, unsigned int limit) {
  if (limit == 0 || initial_count > limit) {
    return -EINVAL;
  }
  sem->count = initial_count;
  sem->limit = limit;
  z_waitq_init(&sem->wait_q);
  init_pollers(sem);
  return 0;
}

int k_sem_take(k_sem* sem, k_timeout_t timeout) {
  if (sem->count > 0) {
    --sem->count;
    return 0;
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    return -EBUSY;
  }
  return pend_current(&sem->wait_q, timeout, "k_sem_take");
}

void k_sem_give(k_sem* sem) {
  if (wake_first(&sem->wait_q, 0) == nullptr) {
    sem->count += sem->count < sem->limit ? 1 : 0;
    tell_pollers(sem, K_POLL_STATE_SEM_AVAILABLE);
  }
  reschedule();
}

void k_sem_reset(k_sem* sem) {
  (void)wake_all(&sem->wait_q, -EAGAIN);
  sem->count = 0;
  tell_pollers(sem, K_POLL_STATE_SEM_AVAILABLE);
  reschedule();
}

}  // extern "C"
