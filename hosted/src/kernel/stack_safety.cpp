// SPDX-License-Identifier: Apache-2.0
// Thresholds of unused stack (CONFIG_THREAD_RUNTIME_STACK_SAFETY).
#include <zephyr/kernel.h>

#include <algorithm>
#include <cerrno>

#ifdef CONFIG_THREAD_RUNTIME_STACK_SAFETY

namespace hosted {
namespace {

int check_stack(const k_thread* thread, std::size_t looked_at, std::size_t* unused_ptr,
                k_thread_stack_safety_handler_t handler, void* arg) {
  std::size_t unused = 0;
  int status = z_stack_space_get(reinterpret_cast<const uint8_t*>(thread->stack_info.start),
                                 looked_at, &unused);
  if (status != 0) {
    return status;
  }
  if (unused_ptr != nullptr) {
    *unused_ptr = unused;
  }
  if (unused < thread->stack_info.usage.unused_threshold && handler != nullptr) {
    handler(thread, unused, arg);
  }
  return 0;
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

int k_thread_runtime_stack_unused_threshold_pct_set(k_thread* thread, uint32_t pct) {
  if (pct >= 100) {
    return -EINVAL;
  }
  thread->stack_info.usage.unused_threshold = thread->stack_info.size * pct / 100;
  return 0;
}

int k_thread_runtime_stack_unused_threshold_set(k_thread* thread, size_t threshold) {
  if (threshold > thread->stack_info.size) {
    return -EINVAL;
  }
  thread->stack_info.usage.unused_threshold = threshold;
  return 0;
}

size_t k_thread_runtime_stack_unused_threshold_get(k_thread* thread) {
  return thread->stack_info.usage.unused_threshold;
}

int k_thread_runtime_stack_safety_full_check(const k_thread* thread, size_t* unused_ptr,
                                             k_thread_stack_safety_handler_t handler, void* arg) {
  return check_stack(thread, thread->stack_info.size, unused_ptr, handler, arg);
}

int k_thread_runtime_stack_safety_threshold_check(const k_thread* thread, size_t* unused_ptr,
                                                  k_thread_stack_safety_handler_t handler,
                                                  void* arg) {
  // With a sentinel, its word comes before the bytes that count.
  std::size_t sentinel = IS_ENABLED(CONFIG_STACK_SENTINEL) ? sizeof(uint32_t) : 0;
  std::size_t looked_at = thread->stack_info.usage.unused_threshold + sentinel;
  return check_stack(thread, std::min(looked_at, thread->stack_info.size), unused_ptr, handler,
                     arg);
}

}  // extern "C"

#endif
