// SPDX-License-Identifier: Apache-2.0
// Interrupt locking. The only interrupt is the system timer's, so the calls that connect others are
// not offered.
#ifndef ZEPHYR_INCLUDE_IRQ_H_
#define ZEPHYR_INCLUDE_IRQ_H_

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Locks; the key is for irq_unlock. Nests. A thread that blocks gives its lock up while it waits,
 * and has it again when it runs. Timer interrupts that fall due while locked (k_busy_wait) run at
 * the outermost irq_unlock. O(1). */
unsigned int arch_irq_lock(void);
void arch_irq_unlock(unsigned int key);
/* Whether the state that `key` was taken in was unlocked. */
static inline bool arch_irq_unlocked(unsigned int key) {
  return key == 0U;
}
#define irq_lock() arch_irq_lock()
#define irq_unlock(key) arch_irq_unlock(key)

#ifdef __cplusplus
}
#endif
#endif
