// SPDX-License-Identifier: Apache-2.0
// How threads are created and ended, compiled apart from the rest of the kernel: as on a device its
// own calls of these go through their public names, so that who wraps them (-Wl,--wrap) sees the
// end of each thread, that of its entry function among them.
#include <zephyr/kernel.h>

#include "kernel/thread_setup.hpp"

extern "C" {

k_tid_t k_thread_create(k_thread* new_thread, k_thread_stack_t* stack, size_t stack_size,
                        k_thread_entry_t entry, void* p1, void* p2, void* p3, int prio,
                        uint32_t options, k_timeout_t delay) {
  return hosted::create_thread(new_thread, stack, stack_size, entry, p1, p2, p3, prio, options,
                               delay);
}

void k_thread_abort(k_tid_t thread) {
  hosted::abort_thread(thread);
}

}  // extern "C"
