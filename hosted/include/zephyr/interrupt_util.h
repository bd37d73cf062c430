// SPDX-License-Identifier: Apache-2.0
// Raising an interrupt from a test.
#ifndef INTERRUPT_UTIL_H_
#define INTERRUPT_UTIL_H_

#include <zephyr/arch/posix/posix_soc_if.h>
#include <zephyr/kernel.h>

#define MS_TO_US(ms) ((ms)*USEC_PER_MSEC)

static inline void trigger_irq(int irq) {
  posix_sw_set_pending_IRQ((unsigned int)irq);
}

#endif
