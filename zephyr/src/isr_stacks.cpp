// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/isr_stacks.hpp"

#include <zephyr/kernel.h>

#include "core/port.hpp"
#include "estimate/watermark_scan.hpp"

// The kernel's; its own header for it is private, as those who print it do.
extern "C" {
K_KERNEL_STACK_ARRAY_DECLARE(z_interrupt_stacks, CONFIG_MP_MAX_NUM_CPUS, CONFIG_ISR_STACK_SIZE);
}

#if __has_include(<zephyr/version.h>)
#define TIDEMARK_STACK_BUFFER K_KERNEL_STACK_BUFFER
#else
#define TIDEMARK_STACK_BUFFER Z_KERNEL_STACK_BUFFER  // before 3.7
#endif

static bool are_filled;

bool tidemark_isr_stacks_are_filled() {
  return are_filled;
}

// Not every architecture fills them, and with a processor that was not started nobody does. Called
// before the application, when none can have been used to its end.
bool tidemark::port::isr_stack_at(std::size_t cpu, StackMemory* out) {
  const char* low = TIDEMARK_STACK_BUFFER(z_interrupt_stacks[cpu]);
  constexpr std::size_t kEnough = 32;
  if (estimate::unused_stack_bytes(low, kEnough) < kEnough) {
    return false;
  }
  are_filled = true;
  *out = {low, CONFIG_ISR_STACK_SIZE};
  return true;
}
