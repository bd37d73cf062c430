// SPDX-License-Identifier: Apache-2.0
// Objects telling those that poll them. Without CONFIG_POLL nothing of it remains.
#pragma once

#include <zephyr/kernel/poll.h>

namespace hosted {

#ifdef CONFIG_POLL

// The first event in the list gets `state`, and who waits for it wakes or is submitted. 0; -EAGAIN
// if the time of that thread is over. Does not reschedule.
int tell_poll_events(sys_dlist_t* events, std::uint32_t state);

template <typename Object>
void init_pollers(Object* object) {
  sys_dlist_init(&object->poll_events);
}
template <typename Object>
void tell_pollers(Object* object, std::uint32_t state) {
  (void)tell_poll_events(&object->poll_events, state);
}

#else

template <typename Object>
void init_pollers(Object*) {}
template <typename Object>
void tell_pollers(Object*, std::uint32_t) {}

#endif

}  // namespace hosted
