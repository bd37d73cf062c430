// SPDX-License-Identifier: Apache-2.0
// There is no user mode, so no system call has an argument to verify: nothing is declared here. The
// header exists because sources include it also where they do not use it (CONFIG_USERSPACE=n).
#ifndef ZEPHYR_INCLUDE_INTERNAL_SYSCALL_HANDLER_H_
#define ZEPHYR_INCLUDE_INTERNAL_SYSCALL_HANDLER_H_

#include <zephyr/kernel.h>

#endif /* ZEPHYR_INCLUDE_INTERNAL_SYSCALL_HANDLER_H_ */
