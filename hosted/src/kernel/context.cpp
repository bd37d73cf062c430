// SPDX-License-Identifier: Apache-2.0
#include "kernel/context.hpp"

#include <sys/mman.h>

#include <boost/context/detail/fcontext.hpp>
#include <cerrno>

#include "host/call.hpp"
#include "kernel/sched.hpp"

#ifdef CONFIG_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

namespace hosted {
namespace {

namespace fiber = boost::context::detail;

// The first thing that runs after a switch, on the new stack: `transfer` says who left and where it
// stands.
void arrive(fiber::transfer_t transfer) {
#ifdef CONFIG_ASAN
  __sanitizer_finish_switch_fiber(z_current_thread->arch.fake_stack, nullptr, nullptr);
#endif
  auto* left = static_cast<k_thread*>(transfer.data);
  left->arch.context = transfer.fctx;
  if ((left->base.thread_state & _THREAD_DEAD) != 0) {
    release_guard(left);
  }
}

[[noreturn]] void begin(fiber::transfer_t transfer) {
  arrive(transfer);
  k_thread* self = z_current_thread;
  self->arch.entry(self->arch.args[0], self->arch.args[1], self->arch.args[2]);
  check_sentinel(self);
  k_thread_abort(self);
  __builtin_unreachable();
}

void set_access(std::uintptr_t page, int access) {
  host_call([=] { (void)mprotect(reinterpret_cast<void*>(page), Z_HOSTED_STACK_GUARD, access); });
}

}  // namespace

void make_context(k_thread* thread) {
  thread->arch.context = fiber::make_fcontext(reinterpret_cast<void*>(thread->arch.stack_hi),
                                              thread->arch.stack_hi - thread->arch.stack_lo,
                                              reinterpret_cast<void (*)(fiber::transfer_t)>(begin));
}

void switch_context(k_thread* previous, k_thread* next) {
  previous->errno_var = errno;
  errno = next->errno_var;
#ifdef CONFIG_ASAN
  // A thread that is dead takes what the sanitizer kept for it along.
  bool dead = (previous->base.thread_state & _THREAD_DEAD) != 0;
  __sanitizer_start_switch_fiber(dead ? nullptr : &previous->arch.fake_stack,
                                 reinterpret_cast<void*>(next->arch.stack_lo),
                                 next->arch.stack_hi - next->arch.stack_lo);
#endif
  arrive(fiber::jump_fcontext(next->arch.context, previous));
}

void protect_guard(k_thread* thread, std::uintptr_t guard) {
  if (guard % Z_HOSTED_STACK_GUARD == 0) {
    thread->arch.guard = guard;
    set_access(guard, PROT_NONE);
  }
}

void open_guards() {
  for (k_thread* thread = g_kernel.threads; thread != nullptr; thread = thread->next_thread) {
    release_guard(thread);
  }
  set_access(reinterpret_cast<std::uintptr_t>(z_interrupt_stacks[0]), PROT_READ | PROT_WRITE);
}

void release_guard(k_thread* thread) {
  if (thread->arch.guard != 0) {
    set_access(thread->arch.guard, PROT_READ | PROT_WRITE);
    thread->arch.guard = 0;
  }
}

}  // namespace hosted
