// SPDX-License-Identifier: Apache-2.0
#ifndef ZEPHYR_INCLUDE_SYS_REBOOT_H_
#define ZEPHYR_INCLUDE_SYS_REBOOT_H_

#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SYS_REBOOT_WARM 0
#define SYS_REBOOT_COLD 1

/* There is no hardware to restart: says so on standard error and ends the process with status 0. */
FUNC_NORETURN void sys_reboot(int type);

#ifdef __cplusplus
}
#endif
#endif
