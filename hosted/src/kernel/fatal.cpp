// SPDX-License-Identifier: Apache-2.0
#include "kernel/fatal.hpp"

#include <signal.h>
#include <unistd.h>
#include <zephyr/fatal.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>
#include <zephyr/logging/log_ctrl.h>

#include <cstdint>
#include <cstring>

#include "host/call.hpp"
#include "host/end_report.hpp"
#include "host/process.hpp"
#include "host/real_stdio.hpp"
#include "kernel/sched.hpp"
#include "memory/symbols.hpp"

LOG_MODULE_DECLARE(os, CONFIG_KERNEL_LOG_LEVEL);

#ifdef CONFIG_LOG
#define REPORT(...) LOG_ERR(__VA_ARGS__)
#else
#define REPORT(format, ...) hosted::print(format "\n" __VA_OPT__(, ) __VA_ARGS__)
#endif

namespace hosted {
namespace {

alignas(16) char g_exception_stack[kExceptionStackBytes];
constexpr int kFatalStatus = 1;

FaultReport g_fault{};
bool g_looking_at_fault = false;
bool g_in_fatal = false;

const char* reason_text(unsigned int reason) {
  switch (reason) {
    case K_ERR_CPU_EXCEPTION:
      return "CPU exception";
    case K_ERR_SPURIOUS_IRQ:
      return "Unhandled interrupt";
    case K_ERR_STACK_CHK_FAIL:
      return "Stack overflow";
    case K_ERR_KERNEL_OOPS:
      return "Kernel oops";
    case K_ERR_KERNEL_PANIC:
      return "Kernel panic";
    default:
      return "Unknown error";
  }
}

const char* signal_text(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "access to an address that is not mapped or not permitted";
    case SIGBUS:
      return "access to an address without memory behind it";
    case SIGFPE:
      return "division by zero or arithmetic fault";
    case SIGILL:
      return "illegal instruction";
    default:
      return "abort() was called";
  }
}

// What the bad address is, for the eyes of who made the fault.
const char* address_text(const FaultReport& fault) {
  constexpr std::uintptr_t kNearNull = 4096;
  if (!fault.address_known) {
    return "an address that no object can have: a pointer that was never set, or was overwritten";
  }
  if (fault.address == 0) {
    return "a NULL pointer";
  }
  return fault.address < kNearNull ? "a member of an object at NULL"
                                   : "an address that is not mapped, or not for that";
}

// "thread 'main' wrote to 0x0 in k_sem_give(), called by fill+0x14: a NULL pointer; ..."
void explain(const FaultReport& fault) {
  constexpr const char* kVerbs[] = {"read", "wrote to", "called a function at"};
  char who[80];
  char call[64];
  char site[160];
  char address[32] = "memory";
  char where[260] = "";
  bool inside = false;
  host_call([&] {
    (void)called(fault.trace, call, sizeof call);
    (void)site_of(fault.trace, site, sizeof site);
    inside = in_runtime(fault.trace) && fault.access != FaultReport::Access::kJump;
    if (fault.address_known) {
      (void)real::snprintf(address, sizeof address, "0x%lx", fault.address);
    }
    const char* caller = site[0] != '\0' ? ", called by " : "";
    if (call[0] != '\0') {
      (void)real::snprintf(where, sizeof where, " in %s()%s%s", call, caller, site);
    } else if (inside) {
      (void)real::snprintf(where, sizeof where, " in a call of Zephyr's%s%s", caller, site);
    } else if (site[0] != '\0') {
      (void)real::snprintf(where, sizeof where, " in %s", site);
    }
  });
  complain("%s %s %s%s: %s%s", describe_context(who, sizeof who),
           kVerbs[static_cast<int>(fault.access)], address, where, address_text(fault),
           inside ? "; an object that was passed is NULL, was never initialised or was overwritten"
                  : "");
}

void note_trace(const Backtrace& trace) {
  host_call([&] {
    char site[160];
    note_site(site_of(trace, site, sizeof site));
  });
}

bool within_page(std::uintptr_t address, std::uintptr_t page) {
  return page != 0 && address - page < Z_HOSTED_STACK_GUARD;
}

// The thread whose guard page was hit; the current one first, for a frame may leap over one page
// into another's.
const k_thread* guard_owner(std::uintptr_t address) {
  if (within_page(address, z_current_thread->arch.guard)) {
    return z_current_thread;
  }
  for (const k_thread* thread = g_kernel.threads; thread != nullptr; thread = thread->next_thread) {
    if (within_page(address, thread->arch.guard)) {
      return thread;
    }
  }
  return nullptr;
}

bool isr_guard_hit(std::uintptr_t address) {
  return within_page(address, isr_stack_guard());
}

[[noreturn]] void fatal_within_fatal() {
  static constexpr char kText[] =
      "tidemark-hosted: a second fatal error while the first was handled; ending\n";
  flush_output();
  (void)!::write(STDERR_FILENO, kText, sizeof kText - 1);
  write_end_report(End::kFatal, kFatalStatus);
  ::_exit(kFatalStatus);
}

// Looking at a fault met another one: what the kernel keeps in the application's objects is
// damaged.
[[noreturn]] void fault_within_fault(const FaultReport& fault) {
  explain(fault);
  print_trace(fault.trace);
  complain(
      "objects that the kernel uses are damaged: one of a thread was freed, overwritten or went "
      "out of scope while the thread lived; ending");
  note_fatal(K_ERR_CPU_EXCEPTION, reason_text(K_ERR_CPU_EXCEPTION), name_of(z_current_thread));
  flush_output();
  write_end_report(End::kFatal, kFatalStatus);
  ::_exit(kFatalStatus);
}

// On the exception stack.
void handle(unsigned int reason, const z_arch_esf_t* esf) {
  if (g_in_fatal) {
    fatal_within_fatal();
  }
  g_in_fatal = true;
  g_looking_at_fault = false;
  bool was_in_isr = g_kernel.in_isr || !g_kernel.multitasking;
  g_kernel.in_isr = true;
  k_thread* thread = z_current_thread;
  note_fatal(reason, reason_text(reason), name_of(thread));
  LOG_PANIC();
  REPORT(">>> ZEPHYR FATAL ERROR %d: %s on CPU %d", static_cast<int>(reason), reason_text(reason),
         0);
  if (was_in_isr) {
    REPORT("Fault during interrupt handling");
  }
  REPORT("Current thread: %p (%s)", static_cast<void*>(thread), name_of(thread));
  k_sys_fatal_error_handler(reason, esf);
  // Tests expect panics too, and go on without the thread, as on a device with CONFIG_TEST.
  if (was_in_isr || (reason == K_ERR_KERNEL_PANIC && !IS_ENABLED(CONFIG_TEST)) ||
      (thread->base.user_options & K_ESSENTIAL) != 0) {
    complain("the fatal error handler returned, but after %s the system cannot go on; ending",
             was_in_isr                     ? "an error in an interrupt handler"
             : reason == K_ERR_KERNEL_PANIC ? "a kernel panic"
                                            : "an error of an essential thread");
    end_process(kFatalStatus, End::kFatal);
  }
  g_in_fatal = false;
  g_kernel.in_isr = false;
  g_kernel.irq_locks = 0;
  end_thread(thread);  // does not return: the thread is the current one
}

struct Request {
  unsigned int reason;
  const z_arch_esf_t* esf;
};

void handle_request(void* raw) {
  Request request = *static_cast<Request*>(raw);
  handle(request.reason, request.esf);
}

// Software errors are raised outside host calls, so only the stack has to change.
void enter(unsigned int reason, const z_arch_esf_t* esf) {
  Request request{reason, esf};
  if (on_host()) {
    abandon_host();
  }
  call_on_stack(exception_stack_top(), kExceptionStackBytes, handle_request, &request);
}

}  // namespace

const char* describe_context(char* buffer, std::size_t size) {
  bool isr = g_kernel.in_isr;
  host_call([=] {
    char object[64];
    const char* name = name_of(z_current_thread);
    if (std::strcmp(name, "unknown") == 0) {
      name = z_current_thread == &z_main_thread
                 ? "main"
                 : object_name(z_current_thread, object, sizeof object);
    }
    (void)real::snprintf(buffer, size, "%s'%s'",
                         isr ? "an interrupt handler, over thread " : "thread ", name);
  });
  return buffer;
}

void* exception_stack_top() {
  return g_exception_stack + kExceptionStackBytes;
}

void keep_fault(const FaultReport& report) {
  g_fault = report;
}

void fault_landing() {
  arrived_on_stack(exception_stack_top(), kExceptionStackBytes);
  abandon_host();
  static FaultReport fault;
  static z_arch_esf_t esf;
  if (g_looking_at_fault) {
    fault_within_fault(fault);
  }
  g_looking_at_fault = !g_in_fatal;
  fault = g_fault;
  esf = {fault.pc, fault.sp, fault.address, fault.signal};
  bool access = fault.signal == SIGSEGV || fault.signal == SIGBUS;
  note_trace(fault.trace);
  LOG_PANIC();
  if (g_kernel.in_isr && isr_guard_hit(fault.address)) {
    note_line("access in the guard page below the interrupt stack");
    REPORT(
        "Access at 0x%lx, in the guard page below the interrupt stack (CONFIG_ISR_STACK_SIZE); pc "
        "0x%lx",
        fault.address, fault.pc);
    print_trace(fault.trace);
    handle(K_ERR_STACK_CHK_FAIL, &esf);
  } else if (const k_thread* owner = access ? guard_owner(fault.address) : nullptr;
             owner != nullptr) {
    note_line("access in the guard page below the thread's stack");
    REPORT("Access at 0x%lx, in the guard page below the stack of %s; pc 0x%lx", fault.address,
           name_of(owner), fault.pc);
    print_trace(fault.trace);
    handle(K_ERR_STACK_CHK_FAIL, &esf);
  } else {
    if (access) {
      explain(fault);
    } else {
      note_line(signal_text(fault.signal));
    }
    REPORT("Not a stack overflow: %s; address 0x%lx, pc 0x%lx", signal_text(fault.signal),
           fault.address, fault.pc);
    print_trace(fault.trace);
    handle(K_ERR_CPU_EXCEPTION, &esf);
  }
}

void raise_fatal(unsigned int reason) {
  enter(reason, nullptr);
  __builtin_unreachable();
}

void trace_caller() {
  static Backtrace trace;  // the caller's stack may be small
  host_call([] { trace = trace_here(); });
  note_trace(trace);
}

void rule_broken(const char* call, const char* rule) {
  char who[80];
  complain("%s called %s: %s", describe_context(who, sizeof who), call, rule);
  static Backtrace trace;  // the caller's stack may be small
  host_call([] { trace = trace_here(); });
  note_trace(trace);
  print_trace(trace);
  raise_fatal(K_ERR_KERNEL_OOPS);
}

}  // namespace hosted

extern "C" {

void k_fatal_halt(unsigned int) {
  hosted::end_process(hosted::kFatalStatus, hosted::End::kFatal);
}

void arch_system_halt(unsigned int reason) {
  k_fatal_halt(reason);
}

__attribute__((weak)) void k_sys_fatal_error_handler(unsigned int reason, const z_arch_esf_t*) {
  LOG_PANIC();
  REPORT("Halting system");
  k_fatal_halt(reason);
}

void z_fatal_error(unsigned int reason, const z_arch_esf_t* esf) {
  hosted::enter(reason, esf);
}

void(z_except_reason)(unsigned int reason) {
  hosted::trace_caller();
  hosted::raise_fatal(reason);
}

}  // extern "C"
