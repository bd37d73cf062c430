// SPDX-License-Identifier: Apache-2.0
// Affinity to the one processor there is.
#include <zephyr/kernel.h>

#include <cerrno>

#include "kernel/sched.hpp"

#ifdef CONFIG_SCHED_CPU_MASK
namespace {

int set_mask(k_tid_t thread, int cpu, unsigned clear, unsigned set) {
  if (cpu != 0 || hosted::runnable(thread)) {
    return -EINVAL;
  }
  thread->base.cpu_mask = static_cast<std::uint16_t>((thread->base.cpu_mask & ~clear) | set);
  return 0;
}

}  // namespace

extern "C" {

int k_thread_cpu_mask_clear(k_tid_t thread) {
  return set_mask(thread, 0, 1, 0);
}

int k_thread_cpu_mask_enable_all(k_tid_t thread) {
  return set_mask(thread, 0, 0, 1);
}

int k_thread_cpu_mask_enable(k_tid_t thread, int cpu) {
  return set_mask(thread, cpu, 0, 1);
}

int k_thread_cpu_mask_disable(k_tid_t thread, int cpu) {
  return set_mask(thread, cpu, 1, 0);
}

int k_thread_cpu_pin(k_tid_t thread, int cpu) {
  return set_mask(thread, cpu, 1, 1);
}

}  // extern "C"
#endif
