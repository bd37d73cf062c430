// SPDX-License-Identifier: Apache-2.0
// A watchdog with a channel for each thread (CONFIG_TASK_WDT, CONFIG_TASK_WDT_CHANNELS).
#ifndef ZEPHYR_INCLUDE_TASK_WDT_TASK_WDT_H_
#define ZEPHYR_INCLUDE_TASK_WDT_TASK_WDT_H_

#include <zephyr/device.h>
#include <zephyr/kernel.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Called as an interrupt when a channel was late, instead of the reset. Unless it feeds or deletes
 * the channel it is called again at the next feeding of another one, and a hardware watchdog behind
 * this one fires if there is none. */
typedef void (*task_wdt_callback_t)(int channel_id, void* user_data);

/* `hw_wdt`: a watchdog that resets the image should this one stop (CONFIG_TASK_WDT_HW_FALLBACK), or
 * NULL. 0; -ENOTSUP for a device without that symbol; what wdt_install_timeout gave. */
int task_wdt_init(const struct device* hw_wdt);
/* Adds a channel that must be fed each `reload_period` ms, and feeds it. Returns its number;
 * -EINVAL for 0 ms; -ENOMEM. Without a callback a late channel resets the image, reset cause
 * RESET_WATCHDOG, after a line on standard error that names the channel and the thread. */
int task_wdt_add(uint32_t reload_period, task_wdt_callback_t callback, void* user_data);
/* 0 or -EINVAL. */
int task_wdt_delete(int channel_id);
int task_wdt_feed(int channel_id);

#ifdef __cplusplus
}
#endif
#endif
