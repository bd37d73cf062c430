// SPDX-License-Identifier: Apache-2.0
// What can come from outside of virtual time: input at descriptors of the host. A part that waits
// for one watches it; the idle thread and k_busy_wait look at all that are watched, and call those
// that are ready as interrupts.
//
// While anything is watched, virtual time is held to the host's clock, so that a peer can answer
// before a timeout; with an explicit --no-rt it is not, and only when no timeout is left at all the
// process waits for input.
#pragma once

#include <cstdint>

namespace hosted {

struct Outside {
  int fd = -1;
  short events = 0;                   // as for poll(2)
  void (*ready)(Outside*) = nullptr;  // in interrupt context; finds what came in `seen`
  short seen = 0;
  Outside* next = nullptr;
  bool watched = false;
  // Nobody took what is there: not looked at again before virtual time moves. Set by `ready`.
  bool muted = false;
};

// Adding what is watched and removing what is not do nothing. O(watched). Any context.
void watch(Outside* outside);
void unwatch(Outside* outside);
bool outside_watched();
// A peer is there that may be asked for input at any time: virtual time is held to the host's clock
// as if something were watched.
void hold_time(bool held);
bool time_held();

// Waits as long as virtual time takes from `now_us` to `until_us` (UINT64_MAX: for ever), or until
// something is ready. Returns the virtual time reached; *ready says whether something is. On the
// host stack.
std::uint64_t wait_outside(std::uint64_t now_us, std::uint64_t until_us, bool* ready);
// Calls what wait_outside found ready. As an interrupt.
void deliver_outside(void*);

// An explicit --no-rt.
void never_wait_outside();
// Something was just sent that may come back from this process: even then the next look waits 2 ms
// of host time for it.
void expect_outside();

}  // namespace hosted
