/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_ARCH_INTERFACE_H_
#define ZEPHYR_INCLUDE_SYS_ARCH_INTERFACE_H_

/* The older place of <zephyr/arch/arch_interface.h>. */

#include <zephyr/arch/arch_interface.h>

#endif /* ZEPHYR_INCLUDE_SYS_ARCH_INTERFACE_H_ */
