// SPDX-License-Identifier: Apache-2.0
#include "host/call.hpp"

#include <zephyr/kernel/thread_stack.h>

#include "host/signals.hpp"
#include "memory/valgrind.hpp"

#ifdef CONFIG_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

#if !defined(__x86_64__)
#error "hosted Zephyr runs on x86-64 only: hosted_call_on_stack has no code for this machine"
#endif

asm(R"(
    .text
    .globl hosted_call_on_stack
    .type hosted_call_on_stack, @function
hosted_call_on_stack:
    .cfi_startproc
    pushq %rbp
    .cfi_def_cfa_offset 16
    .cfi_offset %rbp, -16
    movq %rsp, %rbp
    .cfi_def_cfa_register %rbp
    movq %rdi, %rsp
    movq %rdx, %rdi
    callq *%rsi
    movq %rbp, %rsp
    popq %rbp
    .cfi_def_cfa %rsp, 8
    ret
    .cfi_endproc
    .size hosted_call_on_stack, .-hosted_call_on_stack
)");

namespace hosted {
namespace {

constexpr std::uintptr_t kBootFrames =
    1024;  // room for the frames between leave_host and the new stack

constexpr std::size_t kHostStackBytes = 1024 * 1024;  // of 8 MiB, as a rule

bool g_on_host = true;
void* g_host_top = nullptr;
void* g_left_stack = nullptr;  // where the stack that a host call came from stands

}  // namespace

#ifdef CONFIG_ASAN

namespace {

struct Call {
  void (*fn)(void*);
  void* arg;
  void* fake_stack;
  const void* back_bottom;
  std::size_t back_bytes;
};

void run_call(void* raw) {
  auto* call = static_cast<Call*>(raw);
  __sanitizer_finish_switch_fiber(nullptr, &call->back_bottom, &call->back_bytes);
  call->fn(call->arg);
  __sanitizer_start_switch_fiber(nullptr, call->back_bottom, call->back_bytes);
}

const void* bottom_of(void* top, std::size_t bytes) {
  return static_cast<char*>(top) - bytes;
}

}  // namespace

void call_on_stack(void* top, std::size_t bytes, void (*fn)(void*), void* arg) {
  Call call{fn, arg, nullptr, nullptr, 0};
  __sanitizer_start_switch_fiber(&call.fake_stack, bottom_of(top, bytes), bytes);
  hosted_call_on_stack(top, run_call, &call);
  __sanitizer_finish_switch_fiber(call.fake_stack, nullptr, nullptr);
}

void arrived_on_stack(void* top, std::size_t bytes) {
  __sanitizer_start_switch_fiber(nullptr, bottom_of(top, bytes), bytes);
  __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
  constexpr std::uintptr_t kHostCall = 64 * 1024;
  clean_stack(host_stack_top() - kHostCall, host_stack_top());
}

void clean_stack(std::uintptr_t start, std::uintptr_t end) {
  __asan_unpoison_memory_region(reinterpret_cast<void*>(start), end - start);
}

#endif

#ifndef CONFIG_ASAN

bool g_on_memcheck = false;

// Memcheck takes what a stack had below an earlier stack pointer for lost, and does not see the
// switch come back to it.
[[gnu::noinline, gnu::cold]] void open_for_memcheck([[maybe_unused]] void* top) {
#ifdef HOSTED_VALGRIND
  constexpr std::uintptr_t kFirstFrame = 256;
  (void)VALGRIND_MAKE_MEM_UNDEFINED(reinterpret_cast<std::uintptr_t>(top) - kFirstFrame,
                                    kFirstFrame);
#endif
}

#endif

void leave_host(void* top, void (*fn)(void*), void* arg) {
  auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  g_host_top = reinterpret_cast<void*>((frame - kBootFrames) & ~std::uintptr_t{15});
  g_on_host = false;
  call_on_stack(top, CONFIG_ISR_STACK_SIZE + Z_HOSTED_STACK_SPARE, fn, arg);
  g_on_host = true;
}

std::uintptr_t left_stack_pointer() {
  return reinterpret_cast<std::uintptr_t>(g_left_stack);
}

std::uintptr_t host_stack_top() {
  return reinterpret_cast<std::uintptr_t>(g_host_top);
}

bool on_host() {
  return g_on_host;
}

void abandon_host() {
  g_on_host = false;
}

void host_call_erased(void (*fn)(void*), void* arg) {
  if (g_on_host) {
    fn(arg);
    return;
  }
  g_on_host = true;
  // Not __builtin_frame_address(), which would cost the caller's stack a frame pointer.
  asm volatile("movq %%rsp, %0" : "=r"(g_left_stack));
  call_on_stack(g_host_top, kHostStackBytes, fn, arg);
  g_on_host = false;
  if (end_requested()) {
    end_by_signal();
  }
}

}  // namespace hosted
