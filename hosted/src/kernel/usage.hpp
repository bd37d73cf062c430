// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zephyr/kernel/thread.h>

namespace hosted {

// The CPU goes from one thread to another. O(1).
#ifdef CONFIG_SCHED_THREAD_USAGE
void account_switch(k_thread* previous, k_thread* next);
void begin_usage(k_thread* thread);
#else
inline void account_switch(k_thread*, k_thread*) {}
inline void begin_usage(k_thread*) {}
#endif

}  // namespace hosted
