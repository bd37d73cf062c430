// SPDX-License-Identifier: Apache-2.0
// The watchdog, on virtual time: device DT_ALIAS(watchdog0), 8 channels. It fires with interrupts
// locked too, and when a thread computes or yields for 2 s of processor time without any virtual
// time passing. Needs CONFIG_WATCHDOG. Calls: threads and interrupts, O(channels).
#ifndef ZEPHYR_INCLUDE_DRIVERS_WATCHDOG_H_
#define ZEPHYR_INCLUDE_DRIVERS_WATCHDOG_H_

#include <zephyr/device.h>
#include <zephyr/sys/util.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WDT_OPT_PAUSE_IN_SLEEP BIT(0)
#define WDT_OPT_PAUSE_HALTED_BY_DBG BIT(1)

#define WDT_FLAG_RESET_SHIFT (0)
#define WDT_FLAG_RESET_MASK (0x3 << WDT_FLAG_RESET_SHIFT)
#define WDT_FLAG_RESET_NONE (0 << WDT_FLAG_RESET_SHIFT)
#define WDT_FLAG_RESET_CPU_CORE (1 << WDT_FLAG_RESET_SHIFT)
#define WDT_FLAG_RESET_SOC (2 << WDT_FLAG_RESET_SHIFT)

/* Milliseconds. To feed a channel sooner than min after the last time resets; max must be above 0.
 */
struct wdt_window {
  uint32_t min;
  uint32_t max;
};

/* Called as an interrupt when a channel was not fed for window.max. Unless it feeds the channel,
 * the image is reset when it returns (not with WDT_FLAG_RESET_NONE, where the window begins anew).
 */
typedef void (*wdt_callback_t)(const struct device* dev, int channel_id);

struct wdt_timeout_cfg {
  struct wdt_window window;
  wdt_callback_t callback; /* may be NULL */
  uint8_t flags;
};

typedef int (*wdt_api_setup)(const struct device* dev, uint8_t options);
typedef int (*wdt_api_disable)(const struct device* dev);
typedef int (*wdt_api_install_timeout)(const struct device* dev, const struct wdt_timeout_cfg* cfg);
typedef int (*wdt_api_feed)(const struct device* dev, int channel_id);

struct wdt_driver_api {
  wdt_api_setup setup;
  wdt_api_disable disable;
  wdt_api_install_timeout install_timeout;
  wdt_api_feed feed;
};

#define Z_WDT_API(dev) ((const struct wdt_driver_api*)(dev)->api)

/* Starts all channels. 0; -EBUSY: runs already; -EINVAL: no channel; -ENOTSUP: PAUSE_IN_SLEEP,
 * since virtual time passes in nothing but sleep. */
static inline int wdt_setup(const struct device* dev, uint8_t options) {
  return Z_WDT_API(dev)->setup(dev, options);
}
/* Stops it and forgets the channels. 0; -EFAULT: it does not run. */
static inline int wdt_disable(const struct device* dev) {
  return Z_WDT_API(dev)->disable(dev);
}
/* Adds a channel and returns its number; -EBUSY after wdt_setup; -EINVAL for a window with max 0 or
 * min above max; -ENOTSUP for other flags; -ENOMEM. */
static inline int wdt_install_timeout(const struct device* dev, const struct wdt_timeout_cfg* cfg) {
  return Z_WDT_API(dev)->install_timeout(dev, cfg);
}
/* 0; -EINVAL: no such channel; -EFAULT: the watchdog does not run. */
static inline int wdt_feed(const struct device* dev, int channel_id) {
  return Z_WDT_API(dev)->feed(dev, channel_id);
}

#ifdef __cplusplus
}
#endif
#endif
