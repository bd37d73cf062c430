// SPDX-License-Identifier: Apache-2.0
#ifndef ZEPHYR_INCLUDE_DEBUG_STACK_H_
#define ZEPHYR_INCLUDE_DEBUG_STACK_H_

#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Prints address, name, unused and used bytes of a thread's stack. */
static inline void log_stack_usage(const struct k_thread* thread) {
#if defined(CONFIG_INIT_STACKS) && defined(CONFIG_THREAD_STACK_INFO)
  size_t unused = 0;
  size_t size = thread->stack_info.size;
  if (k_thread_stack_space_get(thread, &unused) == 0) {
    const char* name = k_thread_name_get((k_tid_t)thread);
    printk("%p (%s):\tunused %zu\tusage %zu / %zu (%zu %%)\n", (const void*)thread,
           name != NULL && name[0] != '\0' ? name : "unknown", unused, size - unused, size,
           (size - unused) * 100U / size);
  }
#else
  (void)thread;
#endif
}

#ifdef __cplusplus
}
#endif
#endif
