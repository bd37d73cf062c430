// SPDX-License-Identifier: Apache-2.0
// Interrupt lines raised by software, irq_offload and waiting for interrupts.
#include <zephyr/arch/posix/posix_soc_if.h>
#include <zephyr/irq_offload.h>
#include <zephyr/kernel.h>

#include <cerrno>

#include "host/process.hpp"
#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"

namespace hosted {
namespace {

constexpr unsigned kLines = CONFIG_NUM_IRQS;
constexpr unsigned kIdlePriority = UINT32_MAX;  // no handler runs

struct Line {
  hosted_isr_t isr;
  const void* parameter;
  unsigned priority;
  bool enabled;
  bool pending;
};
Line g_lines[kLines];
unsigned g_running_priority = kIdlePriority;
int g_running_line = -1;

Line& line_of(unsigned irq, const char* call) {
  if (irq >= kLines) {
    rule_broken(call, "there is no such interrupt line (CONFIG_NUM_IRQS)");
  }
  return g_lines[irq];
}

// The most urgent line that may interrupt what runs, the lowest number first; -1 if none.
int next_line() {
  int best = -1;
  g_kernel.line_pending = false;
  for (unsigned i = 0; i < kLines; ++i) {
    if (!g_lines[i].pending || !g_lines[i].enabled) {
      continue;
    }
    g_kernel.line_pending = true;
    if (g_lines[i].priority < (best < 0 ? g_running_priority : g_lines[best].priority)) {
      best = static_cast<int>(i);
    }
  }
  return best;
}

void run_line(void* raw) {
  auto* line = static_cast<Line*>(raw);
  if (line->isr == nullptr) {
    complain("interrupt line %d was raised and no handler is connected to it",
             static_cast<int>(line - g_lines));
    raise_fatal(K_ERR_SPURIOUS_IRQ);
  }
  line->isr(line->parameter);
}

// Handlers that could not interrupt this one come before the threads do.
void run_lines(void*) {
  for (int irq = next_line(); irq >= 0; irq = next_line()) {
    unsigned outer_priority = g_running_priority;
    int outer_line = g_running_line;
    g_lines[irq].pending = false;
    g_running_priority = g_lines[irq].priority;
    g_running_line = irq;
    run_line(&g_lines[irq]);
    g_running_priority = outer_priority;
    g_running_line = outer_line;
  }
}

#ifdef CONFIG_IRQ_OFFLOAD
struct Offload {
  irq_offload_routine_t routine;
  const void* parameter;
};

void run_offload(void* raw) {
  auto* offload = static_cast<Offload*>(raw);
  unsigned outer = g_running_priority;
  g_running_priority = 0;
  offload->routine(offload->parameter);
  g_running_priority = outer;
  run_lines(nullptr);
}
#endif

void wait_for_interrupt(unsigned key, const char* call) {
  if (g_kernel.in_isr) {
    rule_broken(call, "it waits for an interrupt, which an interrupt handler must not");
  }
  g_kernel.irq_locks = key;
  if (interrupts_pending()) {
    take_interrupts();
  } else {
    pass_time_halted();
  }
}

}  // namespace

void take_interrupts() {
  if (g_kernel.irq_locks > 0) {
    return;
  }
  take_pending_tick();
  if (g_kernel.line_pending && (!g_kernel.pre_kernel || g_kernel.in_isr) && next_line() >= 0) {
    interrupt(run_lines, nullptr);
  }
}

}  // namespace hosted

using namespace hosted;

extern "C" {

int arch_irq_connect_dynamic(unsigned int irq, unsigned int priority, hosted_isr_t routine,
                             const void* parameter, uint32_t) {
  Line& line = line_of(irq, "IRQ_CONNECT");
  line.isr = routine;
  line.parameter = parameter;
  line.priority = priority;
  return static_cast<int>(irq);
}

int irq_disconnect_dynamic(unsigned int irq, unsigned int, hosted_isr_t routine, const void*,
                           uint32_t) {
  Line& line = line_of(irq, "irq_disconnect_dynamic");
  if (line.isr != routine) {
    return -EINVAL;
  }
  line.isr = nullptr;
  return 0;
}

void arch_irq_enable(unsigned int irq) {
  Line& line = line_of(irq, "irq_enable");
  line.enabled = true;
  if (line.pending) {
    g_kernel.line_pending = true;
    take_interrupts();
  }
}

void arch_irq_disable(unsigned int irq) {
  line_of(irq, "irq_disable").enabled = false;
}

int arch_irq_is_enabled(unsigned int irq) {
  return line_of(irq, "irq_is_enabled").enabled ? 1 : 0;
}

void posix_sw_set_pending_IRQ(unsigned int irq) {
  line_of(irq, "posix_sw_set_pending_IRQ").pending = true;
  g_kernel.line_pending = true;
  take_interrupts();
}

void posix_sw_clear_pending_IRQ(unsigned int irq) {
  line_of(irq, "posix_sw_clear_pending_IRQ").pending = false;
}

int posix_get_current_irq(void) {
  return g_running_line;
}

void arch_cpu_idle(void) {
  wait_for_interrupt(0, "k_cpu_idle");
}

void arch_cpu_atomic_idle(unsigned int key) {
  wait_for_interrupt(key, "k_cpu_atomic_idle");
}

void posix_halt_cpu(void) {
  arch_cpu_idle();
}

void posix_atomic_halt_cpu(unsigned int imask) {
  arch_cpu_atomic_idle(imask);
}

#ifdef CONFIG_IRQ_OFFLOAD
// Zephyr's lock of irq_offload, which its tests release after a routine that did not return. Here
// nothing takes it.
K_SEM_DEFINE(offload_sem, 1, 1);

void irq_offload(irq_offload_routine_t routine, const void* parameter) {
  if (!g_kernel.multitasking) {
    rule_broken("irq_offload", "it must not be called before the kernel runs threads");
  }
  Offload offload = {routine, parameter};
  interrupt(run_offload, &offload);
}
#endif

}  // extern "C"
