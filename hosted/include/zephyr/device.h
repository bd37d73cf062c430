// SPDX-License-Identifier: Apache-2.0
// Devices: only the record, for code that passes it on. hosted has no drivers and no devicetree, so
// nothing defines one but the application itself (DEVICE_DEFINE).
#ifndef ZEPHYR_INCLUDE_DEVICE_H_
#define ZEPHYR_INCLUDE_DEVICE_H_

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <zephyr/init.h>
#include <zephyr/sys/iterable_sections.h>

#ifdef __cplusplus
extern "C" {
#endif

struct device_state {
  uint8_t init_res; /* positive errno of a failed initialisation, 255 at most */
  bool initialized;
};

struct device {
  const char* name;
  const void* config;
  const void* api;
  struct device_state* state;
  void* data;
};

#define DEVICE_NAME_GET(dev_id) CONCAT(__device_, dev_id)
#define DEVICE_GET(dev_id) (&DEVICE_NAME_GET(dev_id))
#define DEVICE_DECLARE(dev_id) static const struct device DEVICE_NAME_GET(dev_id)
/* A device that init_fn(dev) initialises at `level` (PRE_KERNEL_1, ... ) and `prio`. */
#define DEVICE_DEFINE(dev_id, dev_name, init_fn, pm, data_ptr, cfg_ptr, level, prio, api_ptr) \
  static struct device_state CONCAT(__devstate_, dev_id);                                     \
  static const STRUCT_SECTION_ITERABLE(device, DEVICE_NAME_GET(dev_id)) = {                   \
      (dev_name), (cfg_ptr), (api_ptr), &CONCAT(__devstate_, dev_id), (data_ptr)};            \
  Z_INIT_ENTRY(CONCAT(dev_, dev_id), NULL, init_fn, DEVICE_GET(dev_id), level, prio)

/* Initialised, without an error. */
static inline bool device_is_ready(const struct device* dev) {
  return dev != NULL && dev->state->initialized && dev->state->init_res == 0U;
}
/* By name; NULL if there is none or it is not ready. O(devices). */
const struct device* device_get_binding(const char* name);

#ifdef __cplusplus
}
#endif
#endif
