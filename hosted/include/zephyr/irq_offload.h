// SPDX-License-Identifier: Apache-2.0
#ifndef ZEPHYR_INCLUDE_IRQ_OFFLOAD_H_
#define ZEPHYR_INCLUDE_IRQ_OFFLOAD_H_

#include <zephyr/kernel/unavailable.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef void (*irq_offload_routine_t)(const void* parameter);

/* Runs routine(parameter) now, as an interrupt: on the interrupt stack, k_is_in_isr() true, calls
 * that may wait refused. Threads that it made ready run before this returns, if they may preempt
 * the caller. */
#ifndef CONFIG_IRQ_OFFLOAD
HOSTED_UNAVAILABLE("irq_offload needs CONFIG_IRQ_OFFLOAD=y")
#endif
void irq_offload(irq_offload_routine_t routine, const void* parameter);

#ifdef __cplusplus
}
#endif
#endif
