// SPDX-License-Identifier: Apache-2.0
// Where threads begin and end, so that two lives of one control block are two owners of blocks.
// Threads that the build defines begin with their first block.
#include <zephyr/kernel.h>

#include "zephyr/src/profile_hooks.hpp"

namespace {

void begins(const struct k_thread* thread) {
  const tidemark::hooks::ProfileLock lock;
  tidemark::image_profiler().thread_begins(thread);
}

// Before the real call, which does not return where a thread ends itself. One that is dead already
// has ended, and its control block may be anything.
void ends(struct k_thread* thread) {
  if ((thread->base.thread_state & _THREAD_DEAD) == 0) {
    const char* name = k_thread_name_get(thread);
    const tidemark::hooks::ProfileLock lock;
    tidemark::image_profiler().thread_ends(thread, name);
  }
}

}  // namespace

// A system call is one name with the kernel proper behind it, or is a plain function.
#define TIDEMARK_THREAD_CALLS(prefix)                                                       \
  extern "C" k_tid_t __real_##prefix##k_thread_create(                                      \
      struct k_thread* thread, k_thread_stack_t* stack, size_t stack_bytes,                 \
      k_thread_entry_t entry, void* p1, void* p2, void* p3, int priority, uint32_t options, \
      k_timeout_t delay);                                                                   \
  extern "C" k_tid_t __wrap_##prefix##k_thread_create(                                      \
      struct k_thread* thread, k_thread_stack_t* stack, size_t stack_bytes,                 \
      k_thread_entry_t entry, void* p1, void* p2, void* p3, int priority, uint32_t options, \
      k_timeout_t delay);                                                                   \
  extern "C" k_tid_t __wrap_##prefix##k_thread_create(                                      \
      struct k_thread* thread, k_thread_stack_t* stack, size_t stack_bytes,                 \
      k_thread_entry_t entry, void* p1, void* p2, void* p3, int priority, uint32_t options, \
      k_timeout_t delay) {                                                                  \
    begins(thread);                                                                         \
    return __real_##prefix##k_thread_create(thread, stack, stack_bytes, entry, p1, p2, p3,  \
                                            priority, options, delay);                      \
  }                                                                                         \
  extern "C" void __real_##prefix##k_thread_abort(k_tid_t thread);                          \
  extern "C" void __wrap_##prefix##k_thread_abort(k_tid_t thread);                          \
  extern "C" void __wrap_##prefix##k_thread_abort(k_tid_t thread) {                         \
    ends(thread);                                                                           \
    __real_##prefix##k_thread_abort(thread);                                                \
  }

TIDEMARK_THREAD_CALLS()
TIDEMARK_THREAD_CALLS(z_impl_)
