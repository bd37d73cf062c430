// SPDX-License-Identifier: Apache-2.0
#include <zephyr/retention/retention.h>

#ifdef CONFIG_RETENTION

#include <zephyr/drivers/retained_mem.h>
#include <zephyr/sys/crc.h>

#include <algorithm>
#include <cstring>

#ifdef CONFIG_RETENTION_BOOT_MODE
#include <zephyr/retention/bootmode.h>
#endif

namespace hosted {
namespace {

constexpr std::size_t kMostArea = 256;

struct Area {
  const device* parent;
  std::size_t offset;
  std::size_t size;            // all of it
  std::size_t checksum_bytes;  // 0, 1, 2 or 4
  std::size_t prefix_bytes;
  const std::uint8_t* prefix;
};

struct AreaData {
#ifdef CONFIG_RETENTION_MUTEXES
  k_mutex mutex;
#endif
};

class AreaLock {
 public:
  explicit AreaLock([[maybe_unused]] const device* dev) {
#ifdef CONFIG_RETENTION_MUTEXES
    mutex_ = &static_cast<AreaData*>(dev->data)->mutex;
    (void)k_mutex_lock(mutex_, K_FOREVER);
#endif
  }
  AreaLock(const AreaLock&) = delete;
  AreaLock& operator=(const AreaLock&) = delete;
  ~AreaLock() {
#ifdef CONFIG_RETENTION_MUTEXES
    (void)k_mutex_unlock(mutex_);
#endif
  }

 private:
  [[maybe_unused]] k_mutex* mutex_ = nullptr;
};

const Area& area_of(const device* dev) {
  return *static_cast<const Area*>(dev->config);
}

std::size_t data_bytes(const Area& area) {
  return area.size - area.prefix_bytes - area.checksum_bytes;
}

bool inside(const Area& area, off_t offset, std::size_t size) {
  return offset >= 0 && size <= data_bytes(area) &&
         static_cast<std::size_t>(offset) <= data_bytes(area) - size;
}

off_t place_of(const Area& area, std::size_t within) {
  return static_cast<off_t>(area.offset + within);
}

// The checksum that the data should have, little-endian in the last bytes of the area.
std::uint32_t checksum_of(const Area& area) {
  std::uint8_t data[kMostArea];
  std::size_t bytes = data_bytes(area);
  (void)retained_mem_read(area.parent, place_of(area, area.prefix_bytes), data, bytes);
  constexpr std::uint8_t kPolynomial8 = 0x12;
  switch (area.checksum_bytes) {
    case 1:
      return crc8(data, bytes, kPolynomial8, 0, false);
    case 2:
      return crc16_itu_t(0, data, bytes);
    default:
      return crc32_ieee_update(0, data, bytes);
  }
}

int area_init(const device* dev) {
  const Area& area = area_of(dev);
  if (!device_is_ready(area.parent)) {
    return -ENODEV;
  }
#ifdef CONFIG_RETENTION_MUTEXES
  (void)k_mutex_init(&static_cast<AreaData*>(dev->data)->mutex);
#endif
  return 0;
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

ssize_t retention_size(const device* dev) {
  return static_cast<ssize_t>(data_bytes(area_of(dev)));
}

int retention_is_valid(const device* dev) {
  const Area& area = area_of(dev);
  if (area.prefix_bytes == 0 && area.checksum_bytes == 0) {
    return -ENOTSUP;
  }
  AreaLock lock(dev);
  std::uint8_t prefix[kMostArea];
  (void)retained_mem_read(area.parent, place_of(area, 0), prefix, area.prefix_bytes);
  if (area.prefix_bytes != 0 && std::memcmp(prefix, area.prefix, area.prefix_bytes) != 0) {
    return 0;
  }
  std::uint32_t stored = 0;
  (void)retained_mem_read(area.parent, place_of(area, area.size - area.checksum_bytes),
                          reinterpret_cast<std::uint8_t*>(&stored), area.checksum_bytes);
  return area.checksum_bytes == 0 || stored == checksum_of(area) ? 1 : 0;
}

int retention_read(const device* dev, off_t offset, std::uint8_t* buffer, std::size_t size) {
  const Area& area = area_of(dev);
  if (!inside(area, offset, size)) {
    return -EINVAL;
  }
  AreaLock lock(dev);
  std::size_t within = area.prefix_bytes + static_cast<std::size_t>(offset);
  return retained_mem_read(area.parent, place_of(area, within), buffer, size);
}

int retention_write(const device* dev, off_t offset, const std::uint8_t* buffer, std::size_t size) {
  const Area& area = area_of(dev);
  if (!inside(area, offset, size)) {
    return -EINVAL;
  }
  AreaLock lock(dev);
  std::size_t within = area.prefix_bytes + static_cast<std::size_t>(offset);
  int result = retained_mem_write(area.parent, place_of(area, within), buffer, size);
  if (result == 0) {
    result = retained_mem_write(area.parent, place_of(area, 0), area.prefix, area.prefix_bytes);
  }
  if (result == 0 && area.checksum_bytes != 0) {
    std::uint32_t checksum = checksum_of(area);
    result =
        retained_mem_write(area.parent, place_of(area, area.size - area.checksum_bytes),
                           reinterpret_cast<const std::uint8_t*>(&checksum), area.checksum_bytes);
  }
  return result;
}

int retention_clear(const device* dev) {
  const Area& area = area_of(dev);
  static constexpr std::uint8_t kZeros[kMostArea] = {};
  AreaLock lock(dev);
  return retained_mem_write(area.parent, place_of(area, 0), kZeros, area.size);
}

#define HOSTED_PREFIX(node) DT_PROP_OR(node, prefix, {0})
#define HOSTED_AREA(node)                                                 \
  namespace {                                                             \
  constexpr std::uint8_t CONCAT(kPrefix_, node)[] = HOSTED_PREFIX(node);  \
  constexpr Area CONCAT(kArea_, node) = {DEVICE_DT_GET(DT_PARENT(node)),  \
                                         DT_REG_ADDR(node),               \
                                         DT_REG_SIZE(node),               \
                                         DT_PROP_OR(node, checksum, 0),   \
                                         DT_PROP_LEN_OR(node, prefix, 0), \
                                         CONCAT(kPrefix_, node)};         \
  AreaData CONCAT(g_area_, node);                                         \
  }                                                                       \
  DEVICE_DT_DEFINE(node, area_init, nullptr, &CONCAT(g_area_, node),      \
                   const_cast<Area*>(&CONCAT(kArea_, node)), POST_KERNEL, \
                   CONFIG_RETENTION_INIT_PRIORITY, nullptr);
DT_FOREACH_STATUS_OKAY(zephyr_retention, HOSTED_AREA)

#ifdef CONFIG_RETENTION_BOOT_MODE
int bootmode_check(std::uint8_t boot_mode) {
  const device* dev = DEVICE_DT_GET(DT_CHOSEN(zephyr_boot_mode));
  std::uint8_t stored = 0;
  int result = retention_read(dev, 0, &stored, sizeof stored);
  return result == 0 ? static_cast<int>(stored == boot_mode) : result;
}

int bootmode_set(std::uint8_t boot_mode) {
  return retention_write(DEVICE_DT_GET(DT_CHOSEN(zephyr_boot_mode)), 0, &boot_mode,
                         sizeof boot_mode);
}

int bootmode_clear(void) {
  return retention_clear(DEVICE_DT_GET(DT_CHOSEN(zephyr_boot_mode)));
}
#endif

}  // extern "C"

#endif
