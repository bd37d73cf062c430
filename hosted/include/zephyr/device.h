// SPDX-License-Identifier: Apache-2.0
// Devices: those of the devicetree (devicetree.h) and those that the application defines.
#ifndef ZEPHYR_INCLUDE_DEVICE_H_
#define ZEPHYR_INCLUDE_DEVICE_H_

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zephyr/devicetree.h>
#include <zephyr/init.h>
#include <zephyr/sys/device_mmio.h>
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

typedef int16_t device_handle_t;

#define DEVICE_NAME_GET(dev_id) CONCAT(__device_, dev_id)
#define DEVICE_GET(dev_id) (&DEVICE_NAME_GET(dev_id))
#define DEVICE_DECLARE(dev_id) static const struct device DEVICE_NAME_GET(dev_id)
#define Z_DEVICE_STATE_NAME(dev_id) CONCAT(__devstate_, dev_id)
#define Z_DEVICE_MAX_NAME_LEN 48U
#define Z_DEVICE_DEFINE(storage, dev_id, ord, dev_name, init_fn, data_ptr, cfg_ptr, lvl, prio, \
                        api_ptr)                                                               \
  BUILD_ASSERT(sizeof(Z_STRINGIFY(dev_name)) <= Z_DEVICE_MAX_NAME_LEN + 2U,                    \
               "the name of a device has at most 47 characters");                              \
  static struct device_state Z_DEVICE_STATE_NAME(dev_id);                                      \
  storage const STRUCT_SECTION_ITERABLE(device, DEVICE_NAME_GET(dev_id)) = {                   \
      (dev_name), (cfg_ptr), (api_ptr), &Z_DEVICE_STATE_NAME(dev_id), (data_ptr)};             \
  Z_INIT_ENTRY(CONCAT(dev_, dev_id), NULL, init_fn, DEVICE_GET(dev_id), lvl, prio, ord)

/* A device that init_fn(dev) initialises at `level` (PRE_KERNEL_1, ...) and `prio`; NULL: needs no
 * initialisation. `pm` is not used. */
#define DEVICE_DEFINE(dev_id, dev_name, init_fn, pm, data_ptr, cfg_ptr, level, prio, api_ptr) \
  Z_DEVICE_DEFINE(static, dev_id, 0, dev_name, init_fn, data_ptr, cfg_ptr, level, prio, api_ptr)

/* --- devices of the devicetree --- */

#define DEVICE_DT_NAME(node_id) DT_NODE_FULL_NAME(node_id)
#define Z_DEVICE_DT_DEV_ID(node_id) UTIL_CAT(dts_ord_, DT_DEP_ORD(node_id))
/* The name that follows for other nodes is the message of the compiler. */
#define DEVICE_DT_NAME_GET(node_id)                                           \
  COND_CODE_1(DT_NODE_EXISTS(node_id),                                        \
              (UTIL_CAT(__device_, UTIL_CAT(dts_ord_, DT_DEP_ORD(node_id)))), \
              (tidemark_hosted_has_no_such_devicetree_node__see_docs_reference_hosted_devices_md))
#define DEVICE_DT_GET(node_id) (&DEVICE_DT_NAME_GET(node_id))
#define DEVICE_DT_GET_OR_NULL(node_id) \
  COND_CODE_1(DT_NODE_HAS_STATUS(node_id, okay), (DEVICE_DT_GET(node_id)), (NULL))
#define DEVICE_DT_GET_ANY(compat) DEVICE_DT_GET_OR_NULL(DT_COMPAT_GET_ANY_STATUS_OKAY(compat))
#define DEVICE_DT_GET_ONE(compat) DEVICE_DT_GET(DT_COMPAT_GET_ANY_STATUS_OKAY(compat))
#define DEVICE_DT_INST_GET(inst) DEVICE_DT_GET(DT_DRV_INST(inst))
/* For the nodes of overlays; those of nodes.h have hosted's drivers. Within a priority devices are
 * initialised in the order in which their nodes depend on each other. */
#define DEVICE_DT_DEFINE(node_id, init_fn, pm, data_ptr, cfg_ptr, level, prio, api_ptr, ...)      \
  BUILD_ASSERT(                                                                                   \
      DT_NODE_EXISTS(node_id),                                                                    \
      "tidemark-hosted: no such node: neither hosted's devicetree nor an overlay has it; add it " \
      "to app.overlay or use DEVICE_DEFINE (docs/reference/hosted/devices.md)");                  \
  IF_ENABLED(DT_NODE_EXISTS(node_id),                                                             \
             (Z_DEVICE_DEFINE(, Z_DEVICE_DT_DEV_ID(node_id), DT_DEP_ORD(node_id),                 \
                              DEVICE_DT_NAME(node_id), init_fn, data_ptr, cfg_ptr, level, prio,   \
                              api_ptr)))
#define DEVICE_DT_INST_DEFINE(inst, ...) DEVICE_DT_DEFINE(DT_DRV_INST(inst), __VA_ARGS__)

#define Z_DEVICE_DT_DECLARE(node_id) extern const struct device DEVICE_DT_NAME_GET(node_id);
DT_FOREACH_STATUS_OKAY(zephyr_native_posix_uart, Z_DEVICE_DT_DECLARE)
DT_FOREACH_STATUS_OKAY(tidemark_watchdog, Z_DEVICE_DT_DECLARE)
DT_FOREACH_STATUS_OKAY(zephyr_retained_ram, Z_DEVICE_DT_DECLARE)
DT_FOREACH_STATUS_OKAY(zephyr_retention, Z_DEVICE_DT_DECLARE)
Z_DT_FOREACH_OVERLAY_NODE(Z_DEVICE_DT_DECLARE)

/* --- calls; from threads and interrupts --- */

/* Initialised, without an error. O(1). */
static inline bool device_is_ready(const struct device* dev) {
  return dev != NULL && dev->state->initialized && dev->state->init_res == 0U;
}
/* By name; NULL if there is none of it or it is not ready. O(devices). */
const struct device* device_get_binding(const char* name);
/* Initialises a device now. 0; -EALREADY: it was; else what its function gave. */
int device_init(const struct device* dev);
/* All devices: their number, and in *devices the first. O(1). */
size_t z_device_get_all_static(const struct device** devices);

#ifdef __cplusplus
}
#endif
#endif
