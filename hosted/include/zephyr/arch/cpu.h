// SPDX-License-Identifier: Apache-2.0
// What the "architecture" is: Linux on x86-64, one CPU, called ARCH_POSIX as in native_sim.
#ifndef ZEPHYR_INCLUDE_ARCH_CPU_H_
#define ZEPHYR_INCLUDE_ARCH_CPU_H_

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/arch/common/ffs.h>
#include <zephyr/irq.h>
#include <zephyr/sys/sys_io.h>
#include <zephyr/sys_clock.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ARCH_STACK_PTR_ALIGN 16

/* What is known of a fault. Zero where it does not apply. */
struct arch_esf {
  uintptr_t pc;      /* program counter */
  uintptr_t sp;      /* stack pointer */
  uintptr_t address; /* address whose access failed */
  int signal;        /* the host's signal number; 0 for software errors */
};
typedef struct arch_esf z_arch_esf_t;

bool arch_is_in_isr(void);
static inline void arch_nop(void) {
  __asm__ volatile("nop");
}
/* The cycle counter, k_cycle_get_32()'s. */
static inline uint32_t arch_k_cycle_get_32(void) {
  return sys_clock_cycle_get_32();
}
static inline uint64_t arch_k_cycle_get_64(void) {
  return sys_clock_cycle_get_64();
}
/* Waits for an interrupt; in the second form with the lock state of `key` put back. Virtual time
 * goes to the next timeout or end of a time slice. Threads only. */
void arch_cpu_idle(void);
void arch_cpu_atomic_idle(unsigned int key);
static inline unsigned int arch_num_cpus(void) {
  return 1U;
}

#ifdef __cplusplus
}
#endif
#endif
