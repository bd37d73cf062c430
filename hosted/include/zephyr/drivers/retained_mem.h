// SPDX-License-Identifier: Apache-2.0
// Memory that keeps its contents over warm reboots and watchdog resets, and is cleared by cold ones
// and in a fresh process: DT_NODELABEL(retainedmem), 1024 bytes. Needs CONFIG_RETAINED_MEM. With a
// mutex (threads only) unless CONFIG_RETAINED_MEM_MUTEX_FORCE_DISABLE.
#ifndef ZEPHYR_INCLUDE_DRIVERS_RETAINED_MEM_H_
#define ZEPHYR_INCLUDE_DRIVERS_RETAINED_MEM_H_

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <zephyr/device.h>
#include <zephyr/kernel.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef ssize_t (*retained_mem_size_api)(const struct device* dev);
typedef int (*retained_mem_read_api)(const struct device* dev, off_t offset, uint8_t* buffer,
                                     size_t size);
typedef int (*retained_mem_write_api)(const struct device* dev, off_t offset, const uint8_t* buffer,
                                      size_t size);
typedef int (*retained_mem_clear_api)(const struct device* dev);

struct retained_mem_driver_api {
  retained_mem_size_api size;
  retained_mem_read_api read;
  retained_mem_write_api write;
  retained_mem_clear_api clear;
};

#define Z_RETAINED_MEM_API(dev) ((const struct retained_mem_driver_api*)(dev)->api)

/* Bytes. */
static inline ssize_t retained_mem_size(const struct device* dev) {
  return Z_RETAINED_MEM_API(dev)->size(dev);
}

static inline bool z_retained_mem_within(const struct device* dev, off_t offset, size_t size) {
  size_t area = (size_t)Z_RETAINED_MEM_API(dev)->size(dev);
  return offset >= 0 && size <= area && area - size >= (size_t)offset;
}

/* 0; -EINVAL if the range is not inside. To read or write nothing succeeds. */
static inline int retained_mem_read(const struct device* dev, off_t offset, uint8_t* buffer,
                                    size_t size) {
  if (size == 0) {
    return 0;
  }
  return z_retained_mem_within(dev, offset, size)
             ? Z_RETAINED_MEM_API(dev)->read(dev, offset, buffer, size)
             : -EINVAL;
}
static inline int retained_mem_write(const struct device* dev, off_t offset, const uint8_t* buffer,
                                     size_t size) {
  if (size == 0) {
    return 0;
  }
  return z_retained_mem_within(dev, offset, size)
             ? Z_RETAINED_MEM_API(dev)->write(dev, offset, buffer, size)
             : -EINVAL;
}
/* Zeros everywhere; 0. */
static inline int retained_mem_clear(const struct device* dev) {
  return Z_RETAINED_MEM_API(dev)->clear(dev);
}

#ifdef __cplusplus
}
#endif
#endif
