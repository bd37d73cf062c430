// SPDX-License-Identifier: Apache-2.0
// Areas of retained memory with an optional prefix and checksum that tell whether what is there was
// written by this firmware. Which there are: zephyr/devicetree/nodes.h. Needs CONFIG_RETENTION.
// With a mutex (threads only) unless CONFIG_RETENTION_MUTEX_FORCE_DISABLE. The checksum is a CRC of
// 8, 16 or 32 bits over all data of the area, so a write costs O(area).
#ifndef ZEPHYR_INCLUDE_RETENTION_RETENTION_H_
#define ZEPHYR_INCLUDE_RETENTION_RETENTION_H_

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <zephyr/device.h>
#include <zephyr/kernel.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef ssize_t (*retention_size_api)(const struct device* dev);
typedef int (*retention_is_valid_api)(const struct device* dev);
typedef int (*retention_read_api)(const struct device* dev, off_t offset, uint8_t* buffer,
                                  size_t size);
typedef int (*retention_write_api)(const struct device* dev, off_t offset, const uint8_t* buffer,
                                   size_t size);
typedef int (*retention_clear_api)(const struct device* dev);

struct retention_api {
  retention_size_api size;
  retention_is_valid_api is_valid;
  retention_read_api read;
  retention_write_api write;
  retention_clear_api clear;
};

/* Bytes for data, without prefix and checksum. */
ssize_t retention_size(const struct device* dev);
/* 1: prefix and checksum are right; 0: they are not; -ENOTSUP: the area has neither. */
int retention_is_valid(const struct device* dev);
/* 0; -EINVAL if the range is not inside. A write also writes prefix and checksum. */
int retention_read(const struct device* dev, off_t offset, uint8_t* buffer, size_t size);
int retention_write(const struct device* dev, off_t offset, const uint8_t* buffer, size_t size);
/* Zeros everywhere, prefix and checksum too; 0. */
int retention_clear(const struct device* dev);

#ifdef __cplusplus
}
#endif
#endif
