// SPDX-License-Identifier: Apache-2.0
// Calls on another stack. Zephyr stacks are as small as an application declares them (512 bytes and
// less), the host's C library wants kilobytes: whatever the runtime asks of the host runs on the
// host stack, the process's own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

// Calls fn(arg) with the stack pointer at `top` (16-byte aligned) and returns on the caller's
// stack. About 2 ns; the caller's stack pays 24 bytes.
extern "C" void hosted_call_on_stack(void* top, void (*fn)(void*), void* arg);

namespace hosted {

// The same, told to AddressSanitizer if it is there; the stack has `bytes` below `top`.
void call_on_stack(void* top, std::size_t bytes, void (*fn)(void*), void* arg);
// A signal handler has put the process on another stack: tells the sanitizer.
void arrived_on_stack(void* top, std::size_t bytes);
// Frames that were left without returning no longer count in [start, end).
void clean_stack(std::uintptr_t start, std::uintptr_t end);

#ifndef CONFIG_ASAN
extern bool g_on_memcheck;
void open_for_memcheck(void* top);

inline void call_on_stack(void* top, std::size_t, void (*fn)(void*), void* arg) {
  if (g_on_memcheck) [[unlikely]] {
    open_for_memcheck(top);
  }
  hosted_call_on_stack(top, fn, arg);
}
inline void arrived_on_stack(void*, std::size_t) {}
inline void clean_stack(std::uintptr_t, std::uintptr_t) {}
#endif

// Marks the frames of the caller as the bottom part of the host stack, which host calls leave
// alone, and runs fn(arg) on `top` outside the host stack. For boot only.
void leave_host(void* top, void (*fn)(void*), void* arg);

bool on_host();
// For the leak check: from where upward the stack of the last host call's caller is in use, and the
// end of the host stack.
std::uintptr_t left_stack_pointer();
std::uintptr_t host_stack_top();
// For the fatal path: forget what runs on the host stack; it never continues.
void abandon_host();

void host_call_erased(void (*fn)(void*), void* arg);

// Runs `body` on the host stack; directly if already there. Not in signal handlers. `body` must not
// call anything that switches threads.
template <typename Body>
void host_call(Body&& body) {
  using Plain = std::remove_reference_t<Body>;
  host_call_erased([](void* arg) { (*static_cast<Plain*>(arg))(); },
                   const_cast<void*>(static_cast<const void*>(&body)));
}

}  // namespace hosted
