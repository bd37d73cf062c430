// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zephyr/kernel.h>

#include <cstddef>
#include <cstdint>

namespace hosted {

// Makes a thread that is not started: fields, stack contents, guard page, context. No checks.
// O(stack) if filled.
void setup_thread(k_thread* thread, k_thread_stack_t* stack, std::size_t stack_size,
                  k_thread_entry_t entry, void* const (&args)[3], int prio, std::uint32_t options,
                  const char* name);
// Makes it ready without rescheduling.
void start_thread(k_thread* thread);
// k_thread_create and k_thread_abort, which are compiled apart: see thread_calls.cpp.
k_tid_t create_thread(k_thread* new_thread, k_thread_stack_t* stack, std::size_t stack_size,
                      k_thread_entry_t entry, void* p1, void* p2, void* p3, int prio,
                      std::uint32_t options, k_timeout_t delay);
void abort_thread(k_thread* thread);

}  // namespace hosted
