// SPDX-License-Identifier: Apache-2.0
// The place of <zephyr/internal/syscall_handler.h> before Zephyr 3.6.
#ifndef ZEPHYR_INCLUDE_SYSCALL_HANDLER_H_
#define ZEPHYR_INCLUDE_SYSCALL_HANDLER_H_

#include <zephyr/internal/syscall_handler.h>

#endif /* ZEPHYR_INCLUDE_SYSCALL_HANDLER_H_ */
