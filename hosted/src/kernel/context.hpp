// SPDX-License-Identifier: Apache-2.0
// Switching between stacks, by Boost.Context's fcontext: no system call, about 64 bytes on the
// stack that is left.
#pragma once

#include <zephyr/kernel/thread.h>

#include <cstddef>
#include <cstdint>

namespace hosted {

// Prepares a thread to begin in its entry function. Uses the top of its stack.
void make_context(k_thread* thread);

// Continues `next`; returns when somebody continues `previous`. The C library's errno stays with
// the thread.
void switch_context(k_thread* previous, k_thread* next);

// How much of the spare memory below a stack of this declared size belongs to its thread.
inline std::size_t spare_bytes(std::size_t stack_size) {
  bool lenient = Z_HOSTED_STACK_LENIENT != 0 || stack_size < Z_HOSTED_STACK_SMALL;
  return lenient ? Z_HOSTED_STACK_SPARE : 0;
}

// Puts the guard page below the stack in force, or takes it away. No effect if the stack is not
// page-aligned.
void protect_guard(k_thread* thread, std::uintptr_t guard);
void release_guard(k_thread* thread);
// All of them, at the end of the process, for who reads the program's whole memory then.
void open_guards();

}  // namespace hosted
