// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"

#ifdef CONFIG_EVENTS

namespace hosted {
namespace {

constexpr std::uint32_t kAll = 1;
constexpr std::uint32_t kClear = 2;  // what is returned

std::uint32_t matching(std::uint32_t set, std::uint32_t wanted, std::uint32_t options) {
  std::uint32_t hit = set & wanted;
  return (options & kAll) != 0 && hit != wanted ? 0 : hit;
}

// All waiters whose condition now holds wake, each with what it waited for.
std::uint32_t change(k_event* event, std::uint32_t events, std::uint32_t mask) {
  std::uint32_t before = event->events;
  event->events = (before & ~mask) | (events & mask);
  std::uint32_t taken = 0;
  sys_dnode_t* node = nullptr;
  sys_dnode_t* next = nullptr;
  SYS_DLIST_FOR_EACH_NODE_SAFE(&event->wait_q.waitq, node, next) {
    k_thread* thread = CONTAINER_OF(node, k_thread, base.qnode_dlist);
    std::uint32_t hit = matching(event->events, thread->events, thread->event_options);
    if (hit != 0) {
      taken |= (thread->event_options & kClear) != 0 ? hit : 0;
      thread->events = hit;
      wake_thread(thread, 0);
    }
  }
  event->events &= ~taken;  // after all have seen them
  reschedule();
  return before & mask;
}

std::uint32_t wait(k_event* event, std::uint32_t events, std::uint32_t options, bool reset,
                   k_timeout_t timeout, const char* call) {
  if (events == 0) {
    return 0;
  }
  if (reset) {
    event->events = 0;
  }
  if (std::uint32_t hit = matching(event->events, events, options); hit != 0) {
    event->events &= (options & kClear) != 0 ? ~hit : UINT32_MAX;
    return hit;
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    return 0;
  }
  check_may_wait(call);
  k_thread* self = z_current_thread;
  self->events = events;
  self->event_options = options;
  return pend_current(&event->wait_q, timeout, call) == 0 ? self->events : 0;
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

void k_event_init(k_event* event) {
  event->events = 0;
  z_waitq_init(&event->wait_q);
}

uint32_t k_event_post(k_event* event, uint32_t events) {
  return change(event, events, events);
}

uint32_t k_event_set(k_event* event, uint32_t events) {
  return change(event, events, UINT32_MAX);
}

uint32_t k_event_set_masked(k_event* event, uint32_t events, uint32_t events_mask) {
  return change(event, events, events_mask);
}

uint32_t k_event_clear(k_event* event, uint32_t events) {
  return change(event, 0, events);
}

uint32_t k_event_wait(k_event* event, uint32_t events, bool reset, k_timeout_t timeout) {
  return wait(event, events, 0, reset, timeout, "k_event_wait");
}

uint32_t k_event_wait_all(k_event* event, uint32_t events, bool reset, k_timeout_t timeout) {
  return wait(event, events, kAll, reset, timeout, "k_event_wait_all");
}

uint32_t k_event_wait_safe(k_event* event, uint32_t events, bool reset, k_timeout_t timeout) {
  return wait(event, events, kClear, reset, timeout, "k_event_wait_safe");
}

uint32_t k_event_wait_all_safe(k_event* event, uint32_t events, bool reset, k_timeout_t timeout) {
  return wait(event, events, kAll | kClear, reset, timeout, "k_event_wait_all_safe");
}

}  // extern "C"

#endif
