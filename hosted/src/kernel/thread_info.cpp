// SPDX-License-Identifier: Apache-2.0
// What can be asked of a thread.
#include <zephyr/kernel.h>

#include <cerrno>
#include <cstring>

#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"
#include "memory/valgrind.hpp"

namespace hosted {

const char* name_of(const k_thread* thread) {
  const char* name = thread != nullptr ? k_thread_name_get(const_cast<k_tid_t>(thread)) : nullptr;
  return name != nullptr && name[0] != '\0' ? name : "unknown";
}

namespace {

struct StateName {
  int bit;
  const char* name;
};
constexpr StateName kStateNames[] = {
    {_THREAD_DUMMY, "dummy"},   {_THREAD_PENDING, "pending"},     {_THREAD_PRESTART, "prestart"},
    {_THREAD_DEAD, "dead"},     {_THREAD_SUSPENDED, "suspended"}, {_THREAD_ABORTING, "aborting"},
    {_THREAD_QUEUED, "queued"},
};

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

k_tid_t k_current_get(void) {
  return z_current_thread;
}

k_tid_t k_sched_current_thread_query(void) {
  return z_current_thread;
}

_cpu* arch_curr_cpu(void) {
  static _cpu cpu;
  cpu = {g_kernel.in_isr ? 1U : 0U, static_cast<char*>(interrupt_stack_top()), z_current_thread,
         &z_idle_threads[0], 0};
  return &cpu;
}

bool k_is_in_isr(void) {
  return g_kernel.in_isr;
}

bool arch_is_in_isr(void) {
  return g_kernel.in_isr;
}

bool k_is_pre_kernel(void) {
  return g_kernel.pre_kernel;
}

int k_is_preempt_thread(void) {
  return !g_kernel.in_isr && z_current_thread->base.prio >= 0 &&
         z_current_thread->base.sched_locked == 0;
}

int k_thread_priority_get(k_tid_t thread) {
  return thread->base.prio;
}

void k_thread_priority_set(k_tid_t thread, int prio) {
  if (g_kernel.in_isr) {
    rule_broken("k_thread_priority_set", "it must not be called in an ISR");
  }
  if (prio < K_HIGHEST_THREAD_PRIO || prio > K_LOWEST_APPLICATION_THREAD_PRIO) {
    rule_broken("k_thread_priority_set", "the priority is out of range");
  }
  change_priority(thread, prio);
  // A cooperative thread that lowers itself below the preemption threshold may be preempted from
  // here on.
  reschedule();
}

int k_thread_name_set([[maybe_unused]] k_tid_t thread, [[maybe_unused]] const char* name) {
#ifdef CONFIG_THREAD_NAME
  k_thread* target = thread != nullptr ? thread : z_current_thread;
  std::strncpy(target->name, name, sizeof target->name - 1);
  target->name[sizeof target->name - 1] = '\0';
  return 0;
#else
  return -ENOSYS;
#endif
}

const char* k_thread_name_get([[maybe_unused]] k_tid_t thread) {
#ifdef CONFIG_THREAD_NAME
  return thread->name;
#else
  return nullptr;
#endif
}

int k_thread_name_copy([[maybe_unused]] k_tid_t thread, [[maybe_unused]] char* buf,
                       [[maybe_unused]] size_t size) {
#ifdef CONFIG_THREAD_NAME
  if (size > 0) {
    std::strncpy(buf, thread->name, size - 1);
    buf[size - 1] = '\0';
  }
  return 0;
#else
  return -ENOSYS;
#endif
}

const char* k_thread_state_str(k_tid_t thread_id, char* buf, size_t buf_size) {
  if (buf == nullptr || buf_size == 0) {
    return "";
  }
  size_t used = 0;
  for (const StateName& state : kStateNames) {
    if ((thread_id->base.thread_state & state.bit) == 0) {
      continue;
    }
    if (used > 0 && used + 1 < buf_size) {
      buf[used++] = '+';
    }
    for (const char* c = state.name; *c != '\0' && used + 1 < buf_size; ++c) {
      buf[used++] = *c;
    }
  }
  buf[used] = '\0';
  return buf;
}

#ifdef CONFIG_THREAD_CUSTOM_DATA
void k_thread_custom_data_set(void* value) {
  z_current_thread->custom_data = value;
}

void* k_thread_custom_data_get(void) {
  return z_current_thread->custom_data;
}
#endif

__attribute__((no_sanitize("address"))) int z_stack_space_get(const uint8_t* stack_start,
                                                              size_t size, size_t* unused_ptr) {
  ValgrindPause pause;
  constexpr uint8_t kFill = 0xAA;
  if (stack_start == nullptr || unused_ptr == nullptr) {
    return -EINVAL;
  }
  size_t first = 0;
#ifdef CONFIG_STACK_SENTINEL
  first = sizeof(uint32_t);  // taken by the sentinel, and not the thread's to use
#endif
  size_t end = first;
  while (end < size && stack_start[end] == kFill) {
    ++end;
  }
  *unused_ptr = end - first;
  return 0;
}

#if defined(CONFIG_INIT_STACKS) && defined(CONFIG_THREAD_STACK_INFO)
int k_thread_stack_space_get(const k_thread* thread, size_t* unused_ptr) {
  return z_stack_space_get(reinterpret_cast<const uint8_t*>(thread->stack_info.start),
                           thread->stack_info.size, unused_ptr);
}
#endif

k_ticks_t k_thread_timeout_remaining_ticks(const k_thread* thread) {
  return timeout_remaining(&thread->base.timeout);
}

k_ticks_t k_thread_timeout_expires_ticks(const k_thread* thread) {
  return static_cast<k_ticks_t>(sys_clock_tick_get()) + timeout_remaining(&thread->base.timeout);
}

#ifdef CONFIG_THREAD_MONITOR
void k_thread_foreach(k_thread_user_cb_t user_cb, void* user_data) {
  __ASSERT(user_cb != nullptr, "k_thread_foreach: no function to call");
  unsigned int key = irq_lock();
  for (k_thread* thread = g_kernel.threads; thread != nullptr; thread = thread->next_thread) {
    user_cb(thread, user_data);
  }
  irq_unlock(key);
}

void k_thread_foreach_unlocked(k_thread_user_cb_t user_cb, void* user_data) {
  __ASSERT(user_cb != nullptr, "k_thread_foreach_unlocked: no function to call");
  for (k_thread* thread = g_kernel.threads; thread != nullptr; thread = thread->next_thread) {
    user_cb(thread, user_data);
  }
}
#endif

}  // extern "C"
