/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_DEVICE_MMIO_H_
#define ZEPHYR_INCLUDE_SYS_DEVICE_MMIO_H_

/*
 * Where a device's registers are, kept in its configuration: nothing is mapped, so the address is
 * the devicetree's and the _RAM and _MAP forms take no memory and no time. What is at that address
 * on the host is nothing: to access it is a fault.
 */

#include <stddef.h>
#include <stdint.h>
#include <zephyr/devicetree.h>
#include <zephyr/sys/sys_io.h>
#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Kinds of caching that a mapping may ask for; without effect. */
#define K_MEM_CACHE_NONE 2
#define K_MEM_CACHE_WT 1
#define K_MEM_CACHE_WB 0

struct z_device_mmio_rom {
  mm_reg_t addr;
};

/* For a range that is in no devicetree. Any context. */
static inline void device_map(mm_reg_t* virt_addr, uintptr_t phys_addr, size_t size,
                              uint32_t flags) {
  (void)size;
  (void)flags;
  *virt_addr = phys_addr;
}

/* One range, the first member of data and configuration. */
#define DEVICE_MMIO_RAM
#define DEVICE_MMIO_ROM struct z_device_mmio_rom _mmio
#define DEVICE_MMIO_ROM_INIT(node_id) ._mmio = {.addr = (mm_reg_t)DT_REG_ADDR(node_id)}
#define DEVICE_MMIO_ROM_PTR(dev) ((struct z_device_mmio_rom*)((dev)->config))
#define DEVICE_MMIO_MAP(dev, flags) \
  do {                              \
  } while (false)
#define DEVICE_MMIO_GET(dev) (DEVICE_MMIO_ROM_PTR(dev)->addr)

/* Several ranges, each with a name; the driver defines DEV_CFG(dev) and DEV_DATA(dev). */
#define DEVICE_MMIO_NAMED_RAM(name)
#define DEVICE_MMIO_NAMED_ROM(name) struct z_device_mmio_rom name
#define DEVICE_MMIO_NAMED_ROM_INIT(name, node_id) .name = {.addr = (mm_reg_t)DT_REG_ADDR(node_id)}
#define DEVICE_MMIO_NAMED_ROM_INIT_BY_NAME(name, node_id) \
  .name = {.addr = (mm_reg_t)DT_REG_ADDR_BY_NAME(node_id, name)}
#define DEVICE_MMIO_NAMED_ROM_PTR(dev, name) (&(DEV_CFG(dev)->name))
#define DEVICE_MMIO_NAMED_MAP(dev, name, flags) \
  do {                                          \
  } while (false)
#define DEVICE_MMIO_NAMED_GET(dev, name) (DEVICE_MMIO_NAMED_ROM_PTR(dev, name)->addr)

/* Of no device. */
#define Z_TOPLEVEL_ROM_NAME(name) z_mmio_rom__##name
#define DEVICE_MMIO_TOPLEVEL(name, node_id)                           \
  const struct z_device_mmio_rom Z_TOPLEVEL_ROM_NAME(name) = {.addr = \
                                                                  (mm_reg_t)DT_REG_ADDR(node_id)}
#define DEVICE_MMIO_TOPLEVEL_STATIC(name, node_id) static DEVICE_MMIO_TOPLEVEL(name, node_id)
#define DEVICE_MMIO_TOPLEVEL_DECLARE(name) \
  extern const struct z_device_mmio_rom Z_TOPLEVEL_ROM_NAME(name)
#define DEVICE_MMIO_TOPLEVEL_ROM_PTR(name) (&Z_TOPLEVEL_ROM_NAME(name))
#define DEVICE_MMIO_TOPLEVEL_MAP(name, flags) \
  do {                                        \
  } while (false)
#define DEVICE_MMIO_TOPLEVEL_GET(name) (Z_TOPLEVEL_ROM_NAME(name).addr)

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_DEVICE_MMIO_H_ */
