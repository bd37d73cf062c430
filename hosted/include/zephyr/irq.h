// SPDX-License-Identifier: Apache-2.0
// Interrupts. The only one that comes of itself is the system timer's. Those that an application
// connects are raised by software, posix_sw_set_pending_IRQ(), as on native_sim: there are
// CONFIG_NUM_IRQS lines, a lower priority number is more urgent and interrupts a handler of a
// higher one. O(1) unless said.
#ifndef ZEPHYR_INCLUDE_IRQ_H_
#define ZEPHYR_INCLUDE_IRQ_H_

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Locks; the key is for irq_unlock. Nests. A thread that blocks gives its lock up while it waits,
 * and has it again when it runs. Interrupts that fall due while locked run at the outermost
 * irq_unlock. */
unsigned int arch_irq_lock(void);
void arch_irq_unlock(unsigned int key);
/* Whether the state that `key` was taken in was unlocked. */
static inline bool arch_irq_unlocked(unsigned int key) {
  return key == 0U;
}
#define irq_lock() arch_irq_lock()
#define irq_unlock(key) arch_irq_unlock(key)

/* --- lines --- */

typedef void (*hosted_isr_t)(const void* parameter);

/* Connects a handler to a line; the line is not enabled by it. A line that does not exist is a
 * fatal error naming it. Returns the line. */
int arch_irq_connect_dynamic(unsigned int irq, unsigned int priority, hosted_isr_t routine,
                             const void* parameter, uint32_t flags);
/* A pending interrupt of the line comes when it is enabled. */
void arch_irq_enable(unsigned int irq);
void arch_irq_disable(unsigned int irq);
int arch_irq_is_enabled(unsigned int irq);
#define irq_enable(irq) arch_irq_enable(irq)
#define irq_disable(irq) arch_irq_disable(irq)
#define irq_is_enabled(irq) arch_irq_is_enabled(irq)

#define IRQ_CONNECT(irq_p, priority_p, isr_p, isr_param_p, flags_p)            \
  (void)arch_irq_connect_dynamic((irq_p), (priority_p), (hosted_isr_t)(isr_p), \
                                 (const void*)(isr_param_p), (flags_p))
#define IRQ_DIRECT_CONNECT(irq_p, priority_p, isr_p, flags_p) \
  (void)arch_irq_connect_dynamic((irq_p), (priority_p), (hosted_isr_t)(isr_p), NULL, (flags_p))
static inline int irq_connect_dynamic(unsigned int irq, unsigned int priority, hosted_isr_t routine,
                                      const void* parameter, uint32_t flags) {
  return arch_irq_connect_dynamic(irq, priority, routine, parameter, flags);
}
/* 0; -EINVAL if another handler is connected. */
int irq_disconnect_dynamic(unsigned int irq, unsigned int priority, hosted_isr_t routine,
                           const void* parameter, uint32_t flags);

/* ISR_DIRECT_DECLARE(handler) { ...; return 1; }: the result asks for rescheduling, which is done
 * in any case. */
#define ISR_DIRECT_DECLARE(name)                  \
  static int name##_body(void);                   \
  static void name(void) __attribute__((unused)); \
  static void name(void) {                        \
    (void)name##_body();                          \
  }                                               \
  static int name##_body(void)
#define ISR_DIRECT_HEADER() \
  do {                      \
  } while (false)
#define ISR_DIRECT_FOOTER(check_reschedule) \
  do {                                      \
    (void)(check_reschedule);               \
  } while (false)
#define ISR_DIRECT_PM() \
  do {                  \
  } while (false)

#ifdef __cplusplus
}
#endif
#endif
