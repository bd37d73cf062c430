// SPDX-License-Identifier: Apache-2.0
#include "host/signals.hpp"

#include <signal.h>
#include <time.h>
#include <ucontext.h>

#include <cstdint>
#include <initializer_list>

#include "host/call.hpp"
#include "host/process.hpp"
#include "host/restart.hpp"
#include "kernel/fatal.hpp"

namespace hosted {

volatile bool g_end_requested = false;

namespace {

constexpr std::size_t kSignalStackBytes = 64 * 1024;
constexpr unsigned long kWrote = 2;  // bits of x86's page fault error code
constexpr unsigned long kJumped = 16;
alignas(16) char g_signal_stack[kSignalStackBytes];
volatile sig_atomic_t g_end_signal = 0;
std::int64_t g_end_asked_ms = 0;  // when g_end_signal came
Backtrace g_end_trace;

// Execution continues in `landing` on the exception stack once the handler has returned, so that
// what follows runs outside signal context: it may print, switch threads and take another signal.
void land(ucontext_t* context, void (*landing)()) {
  auto top = reinterpret_cast<std::uintptr_t>(exception_stack_top());
  context->uc_mcontext.gregs[REG_RSP] = static_cast<greg_t>(top - sizeof(void*));
  context->uc_mcontext.gregs[REG_RIP] =
      static_cast<greg_t>(reinterpret_cast<std::uintptr_t>(landing));
}

void on_fault(int signal, siginfo_t* info, void* raw) {
  leave_broken_trace();  // if it was the search for callers that met a broken stack
  auto* context = static_cast<ucontext_t*>(raw);
  FaultReport report{};
  report.signal = signal;
  report.pc = static_cast<std::uintptr_t>(context->uc_mcontext.gregs[REG_RIP]);
  report.sp = static_cast<std::uintptr_t>(context->uc_mcontext.gregs[REG_RSP]);
  report.address = signal == SIGABRT ? 0 : reinterpret_cast<std::uintptr_t>(info->si_addr);
  report.address_known = signal != SIGSEGV || info->si_code != SI_KERNEL;
  auto error = static_cast<unsigned long>(context->uc_mcontext.gregs[REG_ERR]);
  if ((error & kJumped) != 0 || (report.address == report.pc && report.address_known)) {
    report.access = FaultReport::Access::kJump;
  } else if ((error & kWrote) != 0) {
    report.access = FaultReport::Access::kWrite;
  }
  report.trace = trace_from(*context);
  keep_fault(report);
  land(context, fault_landing);
}

void end_landing() {
  arrived_on_stack(exception_stack_top(), kExceptionStackBytes);
  abandon_host();
  g_end_requested = false;  // or the next call of the host would end here
  char who[80];
  complain(
      "ended while %s computed, at %llu.%06llu s of virtual time, which computing does not pass",
      describe_context(who, sizeof who), static_cast<unsigned long long>(total_us() / 1'000'000),
      static_cast<unsigned long long>(total_us() % 1'000'000));
  print_trace(g_end_trace);
  end_by_signal();
}

std::int64_t host_ms() {
  timespec now{};
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

// Programs such as timeout(1) ask a process and its group, so one wish may arrive twice. Only a
// wish that comes later finds that the end takes too long, and kills.
void ask_again(int signal) {
  constexpr std::int64_t kSameWishMs = 250;
  if (signal != SIGPIPE && host_ms() - g_end_asked_ms > kSameWishMs) {
    (void)::signal(signal, SIG_DFL);
    (void)raise(signal);
  }
}

void on_end(int signal, siginfo_t*, void* raw) {
  if (g_end_signal != 0) {
    ask_again(signal);
    return;
  }
  g_end_signal = signal;
  g_end_asked_ms = host_ms();
  g_end_requested = true;
  // The application computes or loops: nothing of the host's library is under way, so it can be
  // left here and now.
  if (!on_host()) {
    g_end_trace = trace_from(*static_cast<ucontext_t*>(raw));
    land(static_cast<ucontext_t*>(raw), end_landing);
  }
}

void install(int signal, void (*handler)(int, siginfo_t*, void*), int extra_flags) {
  struct sigaction action {};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | extra_flags;
  sigemptyset(&action.sa_mask);
  (void)sigaction(signal, &action, nullptr);
}

}  // namespace

void install_signals() {
  stack_t stack{};
  stack.ss_sp = g_signal_stack;
  stack.ss_size = kSignalStackBytes;
  (void)sigaltstack(&stack, nullptr);
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) {
    install(signal, on_fault, static_cast<int>(SA_NODEFER));
  }
  // One call of the C library may write to a closed pipe twice.
  for (int signal : {SIGINT, SIGTERM, SIGPIPE}) {
    install(signal, on_end, 0);
  }
}

void end_by_signal() {
  g_end_requested = false;
  host_call([] {
    // What is left in the buffer cannot be written either: end_process() says so.
    (void)::signal(SIGPIPE, SIG_IGN);
    end_process(0, End::kSignal);
  });
  __builtin_unreachable();
}

}  // namespace hosted
