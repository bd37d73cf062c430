/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_ARCH_ARCH_INTERFACE_H_
#define ZEPHYR_INCLUDE_ARCH_ARCH_INTERFACE_H_

/* What applications use of the architecture's interface: arch_irq_lock, arch_is_in_isr and the
 * like. */

#include <zephyr/arch/cpu.h>
#include <zephyr/irq.h>

#endif /* ZEPHYR_INCLUDE_ARCH_ARCH_INTERFACE_H_ */
