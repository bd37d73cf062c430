// SPDX-License-Identifier: Apache-2.0
// How threads are created and ended, compiled apart from the rest of the kernel: as on a device its
// own calls of these go through their public names, so that who wraps them (-Wl,--wrap) sees the
// end of each thread, that of its entry function among them.
#include <zephyr/kernel.h>

#include "host/call.hpp"
#include "host/process.hpp"
#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "kernel/thread_setup.hpp"
#include "kernel/timeout.hpp"
#include "memory/symbols.hpp"

namespace hosted {
namespace {

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
}  // namespace hosted

using namespace hosted;

extern "C" {

k_tid_t k_thread_create(k_thread* new_thread, k_thread_stack_t* stack, size_t stack_size,
                        k_thread_entry_t entry, void* p1, void* p2, void* p3, int prio,
                        uint32_t options, k_timeout_t delay) {
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

void k_thread_abort(k_tid_t thread) {
  if ((thread->base.thread_state & _THREAD_DEAD) != 0) {
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

}  // extern "C"
