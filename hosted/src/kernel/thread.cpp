// SPDX-License-Identifier: Apache-2.0
// The life of a thread: created, started, suspended, aborted, joined.
#include <zephyr/kernel.h>

#include <cerrno>
#include <cstring>

#include "host/call.hpp"
#include "host/process.hpp"
#include "kernel/context.hpp"
#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "kernel/thread_setup.hpp"
#include "kernel/timeout.hpp"
#include "kernel/usage.hpp"
#include "memory/leak_check.hpp"
#include "memory/symbols.hpp"

namespace hosted {
namespace {

[[maybe_unused]] constexpr unsigned char kStackFill = 0xAA;
[[maybe_unused]] constexpr std::uint32_t kSentinel = 0xF0F0F0F0;

void prepare_stack(k_thread* thread, k_thread_stack_t* stack, std::size_t stack_size) {
  char* buffer = K_THREAD_STACK_BUFFER(stack);
  std::size_t usable = Z_HOSTED_STACK_ROUND(stack_size, ARCH_STACK_PTR_ALIGN);
  auto start = reinterpret_cast<std::uintptr_t>(buffer);
  thread->arch.stack = stack;
  thread->arch.stack_lo = start - spare_bytes(stack_size);
  thread->arch.stack_hi = start + usable + Z_HOSTED_STACK_ABOVE;
  clean_stack(thread->arch.stack_lo, thread->arch.stack_hi);
  note_stack(thread->arch.stack_lo, thread->arch.stack_hi);
#ifdef CONFIG_THREAD_STACK_INFO
  thread->stack_info.start = start;
  thread->stack_info.size = usable;
  thread->stack_info.delta = 0;
#ifdef CONFIG_THREAD_RUNTIME_STACK_SAFETY
  thread->stack_info.usage.unused_threshold =
      usable * CONFIG_THREAD_RUNTIME_STACK_SAFETY_DEFAULT_UNUSED_THRESHOLD_PCT / 100;
#endif
#endif
#ifdef CONFIG_INIT_STACKS
  std::memset(buffer, kStackFill, usable);
#endif
#ifdef CONFIG_STACK_SENTINEL
  std::memcpy(reinterpret_cast<void*>(thread->arch.stack_lo), &kSentinel, sizeof kSentinel);
#endif
  protect_guard(thread, thread->arch.stack_lo - Z_HOSTED_STACK_GUARD);
}

void check_creation(std::size_t stack_size, int prio) {
  if (g_kernel.in_isr) {
    rule_broken("k_thread_create", "threads may not be created in ISRs");
  }
  if (stack_size == 0) {
    rule_broken("k_thread_create", "the stack has 0 bytes; pass the size that was declared");
  }
  if (prio < K_HIGHEST_THREAD_PRIO || prio > K_LOWEST_APPLICATION_THREAD_PRIO) {
    rule_broken("k_thread_create",
                "the priority is out of range (see CONFIG_NUM_COOP_PRIORITIES, "
                "CONFIG_NUM_PREEMPT_PRIORITIES)");
  }
}

}  // namespace

void setup_thread(k_thread* thread, k_thread_stack_t* stack, std::size_t stack_size,
                  k_thread_entry_t entry, void* const (&args)[3], int prio, std::uint32_t options,
                  const char* name) {
  *thread = k_thread{};
  z_waitq_init(&thread->join_queue);
  thread->base.prio = static_cast<std::int8_t>(prio);
  thread->base.user_options = static_cast<std::uint8_t>(options);
  thread->base.thread_state = _THREAD_PRESTART;
  thread->arch.entry = entry;
  for (int i = 0; i < 3; ++i) {
    thread->arch.args[i] = args[i];
  }
#ifdef CONFIG_THREAD_MONITOR
  thread->entry = {entry, args[0], args[1], args[2]};
#endif
#ifdef CONFIG_THREAD_NAME
  if (name != nullptr) {
    std::strncpy(thread->name, name, sizeof thread->name - 1);
  }
#else
  (void)name;
#endif
  thread->resource_pool = z_current_thread != nullptr ? z_current_thread->resource_pool : nullptr;
#ifdef CONFIG_SCHED_CPU_MASK
  thread->base.cpu_mask = 1;
#endif
  begin_usage(thread);
  prepare_stack(thread, stack, stack_size);
  make_context(thread);
  thread->next_thread = g_kernel.threads;
  g_kernel.threads = thread;
}

void start_thread(k_thread* thread) {
  thread->base.thread_state =
      static_cast<std::uint8_t>(thread->base.thread_state & ~_THREAD_PRESTART);
  make_ready(thread);
}

void check_sentinel([[maybe_unused]] k_thread* thread) {
#ifdef CONFIG_STACK_SENTINEL
  std::uint32_t word = 0;
  if (thread->arch.stack_lo == 0 ||
      (thread->base.thread_state & (_THREAD_DEAD | _THREAD_DUMMY)) != 0) {
    return;
  }
  std::memcpy(&word, reinterpret_cast<const void*>(thread->arch.stack_lo), sizeof word);
  if (word != kSentinel) {
    std::memcpy(reinterpret_cast<void*>(thread->arch.stack_lo), &kSentinel, sizeof kSentinel);
    raise_fatal(K_ERR_STACK_CHK_FAIL);
  }
#endif
}

namespace {

void set_suspended(k_thread* thread, bool on) {
  constexpr auto kBit = static_cast<unsigned>(_THREAD_SUSPENDED);
  unsigned state = thread->base.thread_state;
  thread->base.thread_state = static_cast<std::uint8_t>(on ? state | kBit : state & ~kBit);
}

bool dead(const k_thread* thread) {
  return (thread->base.thread_state & _THREAD_DEAD) != 0;
}

// Ends the thread that still lives in an object that is to hold another. On a device both would
// run in it. O(threads), as the object may hold anything.
void end_former(k_thread* object) {
  const k_thread* thread = g_kernel.threads;
  while (thread != nullptr && thread != object) {
    thread = thread->next_thread;
  }
  if (thread == nullptr) {
    return;
  }
  if (thread == z_current_thread) {
    rule_broken("k_thread_create", "the object is that of the calling thread; use another");
  }
  host_call([object] {
    char name[64];
    complain(
        "k_thread_create: the object %s is still that of thread '%s', which ends now; join or "
        "abort a thread before its object is used again",
        object_name(object, name, sizeof(name)), name_of(object));
  });
  end_thread(object);
}

}  // namespace

k_tid_t create_thread(k_thread* new_thread, k_thread_stack_t* stack, std::size_t stack_size,
                      k_thread_entry_t entry, void* p1, void* p2, void* p3, int prio,
                      std::uint32_t options, k_timeout_t delay) {
  check_creation(stack_size, prio);
  end_former(new_thread);
  setup_thread(new_thread, stack, stack_size, entry, {p1, p2, p3}, prio, options, nullptr);
  if (K_TIMEOUT_EQ(delay, K_NO_WAIT)) {
    k_thread_start(new_thread);
  } else {
    add_timeout(&new_thread->base.timeout, thread_timeout, delay);
  }
  return new_thread;
}

void abort_thread(k_thread* thread) {
  if (dead(thread)) {
    return;
  }
  if ((thread->base.user_options & K_ESSENTIAL) != 0) {
    complain("essential thread '%s' (%p) was aborted", name_of(thread),
             static_cast<const void*>(thread));
    raise_fatal(K_ERR_KERNEL_PANIC);
  }
  end_thread(thread);
  reschedule();
}

}  // namespace hosted

using namespace hosted;

extern "C" {

void k_thread_start(k_tid_t thread) {
  if ((thread->base.thread_state & _THREAD_PRESTART) == 0) {
    return;
  }
  // One with a delay that still runs starts at its end nevertheless.
  start_thread(thread);
  reschedule();
}

void k_thread_user_mode_enter(k_thread_entry_t entry, void* p1, void* p2, void* p3) {
  k_thread* self = z_current_thread;
  self->base.user_options =
      static_cast<uint8_t>((self->base.user_options | unsigned{K_USER}) & ~unsigned{K_ESSENTIAL});
  entry(p1, p2, p3);
  k_thread_abort(self);
  __builtin_unreachable();
}

// Zephyr 3.4's, of the calling thread; tests declare them themselves.
void z_thread_essential_set() {
  z_current_thread->base.user_options |= K_ESSENTIAL;
}

void z_thread_essential_clear() {
  z_current_thread->base.user_options &= static_cast<uint8_t>(~unsigned{K_ESSENTIAL});
}

int k_thread_join(k_thread* thread, k_timeout_t timeout) {
  if (dead(thread)) {
    return 0;
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    return -EBUSY;
  }
  if (thread == z_current_thread || thread->base.pended_on == &z_current_thread->join_queue) {
    return -EDEADLK;
  }
  return pend_current(&thread->join_queue, timeout, "k_thread_join");
}

void k_thread_suspend(k_tid_t thread) {
  if (dead(thread)) {
    return;
  }
  // A thread that sleeps loses the end of its sleep: it goes on when it is resumed.
  (void)abort_timeout(&thread->base.timeout);
  unready(thread);
  set_suspended(thread, true);
  if (thread == z_current_thread && !g_kernel.in_isr) {
    check_may_wait("k_thread_suspend");
    swap_away();
  }
}

void k_thread_resume(k_tid_t thread) {
  if ((thread->base.thread_state & _THREAD_SUSPENDED) == 0) {
    return;
  }
  set_suspended(thread, false);
  make_ready(thread);
  reschedule();
}

int32_t k_sleep(k_timeout_t timeout) {
  check_may_wait("k_sleep");
  if (K_TIMEOUT_EQ(timeout, K_FOREVER)) {
    k_thread_suspend(z_current_thread);
    return static_cast<int32_t>(K_TICKS_FOREVER);
  }
  if (K_TIMEOUT_EQ(timeout, K_NO_WAIT)) {
    k_yield();
    return 0;
  }
  k_thread* self = z_current_thread;
  self->arch.pending_call = "k_sleep";
  unready(self);
  add_timeout(&self->base.timeout, thread_timeout, timeout);
  // What remains after a k_wakeup counts to the requested end, without the rounding by one tick.
  int64_t end = sys_clock_tick_get() + timeout.ticks;
#ifdef CONFIG_TIMEOUT_64BIT
  end = timeout.ticks >= 0 ? end : Z_TICK_ABS(timeout.ticks);
#endif
  set_suspended(self, true);
  swap_away();
  self->arch.pending_call = nullptr;
  int64_t left = end - sys_clock_tick_get();
  return left > 0 ? static_cast<int32_t>(k_ticks_to_ms_ceil64(static_cast<uint64_t>(left))) : 0;
}

int32_t k_usleep(int32_t us) {
  int64_t ticks =
      static_cast<int64_t>(k_us_to_ticks_ceil64(us > 0 ? static_cast<uint64_t>(us) : 0));
  int64_t end = sys_clock_tick_get() + ticks;
  (void)k_sleep(K_TICKS(ticks));
  int64_t left = end - sys_clock_tick_get();
  return left > 0 ? static_cast<int32_t>(k_ticks_to_us_ceil64(static_cast<uint64_t>(left))) : 0;
}

void k_wakeup(k_tid_t thread) {
  if (thread->base.pended_on != nullptr || (thread->base.thread_state & _THREAD_PRESTART) != 0) {
    return;
  }
  if (!abort_timeout(&thread->base.timeout) && thread->base.thread_state != _THREAD_SUSPENDED) {
    return;
  }
  set_suspended(thread, false);
  make_ready(thread);
  reschedule();
}

void k_yield(void) {
  check_may_wait("k_yield");
  requeue_current();
  swap_away();
}

void k_busy_wait(uint32_t usec_to_wait) {
  pass_time(now_us() + usec_to_wait);
}

void k_sched_lock(void) {
  if (g_kernel.in_isr) {
    rule_broken("k_sched_lock", "it must not be called in an ISR");
  }
  ++z_current_thread->base.sched_locked;
}

void k_sched_unlock(void) {
  if (g_kernel.in_isr || z_current_thread->base.sched_locked == 0) {
    rule_broken("k_sched_unlock", "the scheduler is not locked by this thread");
  }
  --z_current_thread->base.sched_locked;
  reschedule();
}

}  // extern "C"
