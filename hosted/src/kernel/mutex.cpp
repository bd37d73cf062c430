// SPDX-License-Identifier: Apache-2.0
// Mutexes with priority inheritance, and condition variables.
#include <zephyr/kernel.h>

#include <algorithm>
#include <cerrno>

#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"

namespace hosted {
namespace {

// The owner runs at the most urgent priority among its waiters and its own, but not above
// CONFIG_PRIORITY_CEILING.
void set_owner_priority(k_mutex* mutex, int prio) {
  if (mutex->owner->base.prio != prio) {
    change_priority(mutex->owner, prio);
  }
}

int inherited(int waiter_prio) {
  return std::max(waiter_prio, CONFIG_PRIORITY_CEILING);
}

void not_in_isr(const char* call) {
  if (g_kernel.in_isr) {
    rule_broken(call, "mutexes cannot be used in ISRs");
  }
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

int k_mutex_init(k_mutex* mutex) {
  mutex->owner = nullptr;
  mutex->lock_count = 0;
  mutex->owner_orig_prio = K_LOWEST_APPLICATION_THREAD_PRIO;
  z_waitq_init(&mutex->wait_q);
  return 0;
}

int k_mutex_lock(k_mutex* mutex, k_timeout_t timeout) {
  not_in_isr("k_mutex_lock");
  k_thread* self = z_current_thread;
  if (mutex->lock_count == 0 || mutex->owner == self) {
    mutex->owner_orig_prio = mutex->lock_count == 0 ? self->base.prio : mutex->owner_orig_prio;
    ++mutex->lock_count;
    mutex->owner = self;
    return 0;
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    return -EBUSY;
  }
  check_may_wait("k_mutex_lock");
  int wanted = inherited(self->base.prio);
  if (wanted < mutex->owner->base.prio) {
    set_owner_priority(mutex, wanted);
  }
  int result = pend_current(&mutex->wait_q, timeout, "k_mutex_lock");
  if (result == 0) {
    return 0;  // the unlocker made this thread the owner
  }
  // Timed out: the owner keeps only what those who still wait give it.
  if (mutex->owner != nullptr) {
    k_thread* waiter = first_waiter(&mutex->wait_q);
    int prio = waiter != nullptr ? std::min(inherited(waiter->base.prio), mutex->owner_orig_prio)
                                 : mutex->owner_orig_prio;
    set_owner_priority(mutex, prio);
    reschedule();
  }
  return result;
}

int k_mutex_unlock(k_mutex* mutex) {
  not_in_isr("k_mutex_unlock");
  if (mutex->owner == nullptr) {
    return -EINVAL;
  }
  if (mutex->owner != z_current_thread) {
    return -EPERM;
  }
  if (mutex->lock_count > 1) {
    --mutex->lock_count;
    return 0;
  }
  set_owner_priority(mutex, mutex->owner_orig_prio);
  k_thread* next = wake_first(&mutex->wait_q, 0);
  mutex->owner = next;
  if (next != nullptr) {
    mutex->owner_orig_prio = next->base.prio;
    // Those who still wait are no more urgent than the new owner: it came first in their order.
    reschedule();
  } else {
    mutex->lock_count = 0;
  }
  return 0;
}

int k_condvar_init(k_condvar* condvar) {
  z_waitq_init(&condvar->wait_q);
  return 0;
}

int k_condvar_signal(k_condvar* condvar) {
  (void)wake_first(&condvar->wait_q, 0);
  reschedule();
  return 0;
}

int k_condvar_broadcast(k_condvar* condvar) {
  int woken = 0;
  while (wake_first(&condvar->wait_q, 0) != nullptr) {
    ++woken;
  }
  reschedule();
  return woken;
}

int k_condvar_wait(k_condvar* condvar, k_mutex* mutex, k_timeout_t timeout) {
  check_may_wait("k_condvar_wait");
  // No switch between unlocking and waiting, or a signal in between would be lost.
  k_sched_lock();
  (void)k_mutex_unlock(mutex);
  --z_current_thread->base.sched_locked;
  // K_NO_WAIT too waits for the next tick, and a signal before it counts.
  int result = pend_current(&condvar->wait_q, timeout, "k_condvar_wait");
  (void)k_mutex_lock(mutex, K_FOREVER);
  return result;
}

}  // extern "C"
