// SPDX-License-Identifier: Apache-2.0
// The scheduler, inside the runtime. One host thread runs everything, so between two calls that may
// switch nothing else happens and no lock is needed. Cost: O(1) unless said otherwise.
#pragma once

#include <zephyr/kernel/sched.h>

#include <cstdint>

namespace hosted {

struct Kernel {
  k_thread* threads = nullptr;  // all, newest first
  std::uint32_t irq_locks = 0;  // depth of irq_lock of what runs
  std::uint32_t spinlocks = 0;  // spin locks held by what runs
  bool in_isr = false;
  bool pre_kernel = true;     // no thread runs yet
  bool multitasking = false;  // the main thread runs
  // Interrupts that fell due while they could not be taken: the timer's, and those of lines.
  bool tick_pending = false;
  bool line_pending = false;
};
extern Kernel g_kernel;

inline bool in_isr() {
  return g_kernel.in_isr;
}

// --- waiting and waking ---

// Pends the current thread on `queue` and returns what the waker gave, or -EAGAIN when `timeout`
// ran out. `call` is the name of the public call: used in an ISR, before threads run or with a spin
// lock held it ends as a fatal error naming it. K_NO_WAIT waits for the next tick. `data` is what a
// waker finds in the thread's base.swap_data. O(waiters).
int pend_current(_wait_q_t* queue, k_timeout_t timeout, const char* call, void* data = nullptr);
// Takes the first waiter (nullptr if none) out, gives it `result` and `data`, and makes it ready.
k_thread* wake_first(_wait_q_t* queue, int result, void* data = nullptr);
// All of them; whether there was any.
bool wake_all(_wait_q_t* queue, int result);
k_thread* first_waiter(_wait_q_t* queue);
// Takes this thread out of the queue in which it waits and makes it ready.
void wake_thread(k_thread* thread, int result, void* data = nullptr);
// What the waker handed to the current thread.
void* swap_data();

// --- switching ---

// Runs a more urgent thread if there is one and the rules let it preempt. Call after waking.
void reschedule();
// Whether reschedule() after the interrupt that runs will switch. O(priorities / 64).
bool about_to_switch();
// Gives the CPU up: the current thread is not ready or has yielded.
void swap_away();
// Enters the ready queue, unless something keeps the thread from running.
void make_ready(k_thread* thread);
void unready(k_thread* thread);
bool runnable(const k_thread* thread);
// Puts the current thread behind those of its priority.
void requeue_current();
// Moves a ready or waiting thread to another priority. O(waiters).
void change_priority(k_thread* thread, int prio);
bool ready_beside(const k_thread* thread);  // another thread of its priority is ready

// Fatal error unless the caller may wait.
void check_may_wait(const char* call);

// The thread's timeout (sleep, wait, delayed start) ran out.
void thread_timeout(_timeout* timeout);

// Ends `thread`; if it is the current one and no ISR runs, does not return.
void end_thread(k_thread* thread);

// Runs fn(arg) as an interrupt: on the ISR stack, or where it is if a handler runs already; then
// reschedules.
void interrupt(void (*fn)(void*), void* arg);
// Takes what is pending, as far as locks and priorities allow.
void take_interrupts();
inline bool interrupts_pending() {
  return g_kernel.tick_pending || g_kernel.line_pending;
}
void* interrupt_stack_top();
std::uintptr_t isr_stack_guard();  // address of the page below it that gives no access

// CONFIG_STACK_SENTINEL: fatal error if the lowest word of the thread's stack has changed.
void check_sentinel(k_thread* thread);

const char* name_of(const k_thread* thread);

}  // namespace hosted
