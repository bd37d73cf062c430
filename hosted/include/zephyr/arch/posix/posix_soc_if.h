// SPDX-License-Identifier: Apache-2.0
// What native_sim offers beside Zephyr's own calls, as far as it is offered here.
#ifndef ZEPHYR_INCLUDE_ARCH_POSIX_POSIX_SOC_IF_H_
#define ZEPHYR_INCLUDE_ARCH_POSIX_POSIX_SOC_IF_H_

#include <zephyr/irq.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raises the interrupt of a line, from a thread or an ISR: its handler runs before this returns,
 * unless the line is disabled, interrupts are locked or a handler at least as urgent runs. No
 * handler connected: fatal error 1. */
void posix_sw_set_pending_IRQ(unsigned int IRQn);
void posix_sw_clear_pending_IRQ(unsigned int IRQn);
/* The line whose handler runs; -1 if none. */
int posix_get_current_irq(void);
/* k_cpu_idle() and k_cpu_atomic_idle(). */
void posix_halt_cpu(void);
void posix_atomic_halt_cpu(unsigned int imask);

#ifdef __cplusplus
}
#endif
#endif
