// SPDX-License-Identifier: Apache-2.0
// Virtual time and what waits for it.
#pragma once

#include <zephyr/kernel/wait_q.h>
#include <zephyr/sys_clock.h>

#include <cstdint>

namespace hosted {

// --- pending timeouts: a pairing heap (Fredman, Sedgewick, Sleator, Tarjan 1986), ordered by tick,
// then by insertion ---

// Adds; relative timeouts are rounded up to the next tick and one more, as Zephyr does. K_FOREVER
// adds nothing. O(1).
void add_timeout(_timeout* timeout, _timeout_func_t fn, k_timeout_t when);
// Whether it was pending. O(log n) amortised.
bool abort_timeout(_timeout* timeout);
inline bool timeout_pending(const _timeout* timeout) {
  return timeout->prev != nullptr;
}
// Ticks from now, 0 if not pending.
k_ticks_t timeout_remaining(const _timeout* timeout);

// --- time ---

std::uint64_t now_us();
// Moves virtual time and nothing else; what is due is taken when time passes next. For a thread
// that hangs. Also in signal handlers.
void skip_to(std::uint64_t us);
// Moves virtual time to `target_us`; timers expire on the way and threads may preempt, so that on
// return it may be later. In an ISR or with interrupts locked time moves, and the timer interrupt
// is taken later.
void pass_time(std::uint64_t target_us);
// The idle thread's: moves to the next timeout. If there is none nothing can ever happen: ends the
// process.
void pass_time_idle();
// k_cpu_idle in a thread: to the next timeout or end of a time slice, whichever comes first.
void pass_time_halted();
// Takes the timer interrupt if it fell due while interrupts were locked.
void take_pending_tick();
// Something that no lock holds back: run() is called as an interrupt, or inside the one that runs,
// as soon as time reaches at_us (UINT64_MAX: nothing). For the watchdog.
struct HardEvent {
  std::uint64_t at_us = UINT64_MAX;
  void (*run)() = nullptr;
};
extern HardEvent g_hard_event;
// Begins a time slice for the thread that now runs.
void begin_slice();

}  // namespace hosted
