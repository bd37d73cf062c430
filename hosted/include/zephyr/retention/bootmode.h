// SPDX-License-Identifier: Apache-2.0
// A byte in the retention area DT_CHOSEN(zephyr_boot_mode) that tells the next boot what to be.
// Needs CONFIG_RETENTION_BOOT_MODE. There is no bootloader here that would read it.
#ifndef ZEPHYR_INCLUDE_RETENTION_BOOTMODE_H_
#define ZEPHYR_INCLUDE_RETENTION_BOOTMODE_H_

#include <stdint.h>
#include <zephyr/device.h>
#include <zephyr/kernel.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

enum BOOT_MODE_TYPES {
  BOOT_MODE_TYPE_NORMAL = 0x00,
  BOOT_MODE_TYPE_BOOTLOADER,
};

/* 1: the stored mode is this one; 0: it is not; negative errno. */
int bootmode_check(uint8_t boot_mode);
/* 0 or negative errno. */
int bootmode_set(uint8_t boot_mode);
int bootmode_clear(void);

#ifdef __cplusplus
}
#endif
#endif
