// SPDX-License-Identifier: Apache-2.0
#ifndef ZEPHYR_INCLUDE_KERNEL_VERSION_H_
#define ZEPHYR_INCLUDE_KERNEL_VERSION_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Major, minor, patch level in bytes 3, 2, 1: 0x03070000 for 3.7.0. */
#define SYS_KERNEL_VER_MAJOR(ver) (((ver) >> 24) & 0xFF)
#define SYS_KERNEL_VER_MINOR(ver) (((ver) >> 16) & 0xFF)
#define SYS_KERNEL_VER_PATCHLEVEL(ver) (((ver) >> 8) & 0xFF)

uint32_t sys_kernel_version_get(void);

#ifdef __cplusplus
}
#endif
#endif
