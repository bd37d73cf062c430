// SPDX-License-Identifier: Apache-2.0
#include "host/call.hpp"

#include "host/signals.hpp"

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

bool g_on_host = true;
void* g_host_top = nullptr;

}  // namespace

void leave_host(void* top, void (*fn)(void*), void* arg) {
  auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  g_host_top = reinterpret_cast<void*>((frame - kBootFrames) & ~std::uintptr_t{15});
  g_on_host = false;
  hosted_call_on_stack(top, fn, arg);
  g_on_host = true;
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
  hosted_call_on_stack(g_host_top, fn, arg);
  g_on_host = false;
  if (end_requested()) {
    end_by_signal();
  }
}

}  // namespace hosted
