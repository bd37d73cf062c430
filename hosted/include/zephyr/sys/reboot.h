// SPDX-License-Identifier: Apache-2.0
#ifndef ZEPHYR_INCLUDE_SYS_REBOOT_H_
#define ZEPHYR_INCLUDE_SYS_REBOOT_H_

#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SYS_REBOOT_WARM 0
#define SYS_REBOOT_COLD 1

/* Restarts the image in the same process, with the same arguments; uptime begins at 0 again. Warm
 * (and any other type than cold): memory marked __noinit and the retention area keep their
 * contents, and the reset causes gather. Cold: all of these are cleared. From threads, interrupts
 * and the fatal error handler. Needs CONFIG_REBOOT, as in Zephyr. */
FUNC_NORETURN void sys_reboot(int type)
#if !defined(CONFIG_REBOOT)
    __attribute__((error("tidemark-hosted: sys_reboot: not in this build; set CONFIG_REBOOT=y")))
#endif
    ;

#ifdef __cplusplus
}
#endif
#endif
