// SPDX-License-Identifier: Apache-2.0
// The identity of the device and why it was reset. Needs CONFIG_HWINFO. From threads and
// interrupts; O(1).
#ifndef ZEPHYR_INCLUDE_DRIVERS_HWINFO_H_
#define ZEPHYR_INCLUDE_DRIVERS_HWINFO_H_

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <zephyr/sys/util.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Causes of a reset. Here there are three: POR (the process is new), SOFTWARE (sys_reboot) and
 * WATCHDOG. */
#define RESET_PIN BIT(0)
#define RESET_SOFTWARE BIT(1)
#define RESET_BROWNOUT BIT(2)
#define RESET_POR BIT(3)
#define RESET_WATCHDOG BIT(4)
#define RESET_DEBUG BIT(5)
#define RESET_SECURITY BIT(6)
#define RESET_LOW_POWER_WAKE BIT(7)
#define RESET_CPU_LOCKUP BIT(8)
#define RESET_PARITY BIT(9)
#define RESET_PLL BIT(10)
#define RESET_CLOCK BIT(11)
#define RESET_HARDWARE BIT(12)
#define RESET_USER BIT(13)
#define RESET_TEMPERATURE BIT(14)

/* Copies at most `length` bytes of the id (8 unless --device-id gives another); returns how many.
 */
ssize_t hwinfo_get_device_id(uint8_t* buffer, size_t length);
/* -ENOSYS: there is none. */
int hwinfo_get_device_eui64(uint8_t* buffer);
/* The causes of all resets since the last hwinfo_clear_reset_cause, or'ed; 0. A cold restart
 * forgets the earlier ones. */
int hwinfo_get_reset_cause(uint32_t* cause);
int hwinfo_clear_reset_cause(void);
int hwinfo_get_supported_reset_cause(uint32_t* supported);

#ifdef __cplusplus
}
#endif
#endif
