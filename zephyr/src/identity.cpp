// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/identity.hpp"

#include <zephyr/init.h>
#include <zephyr/kernel.h>
#if defined(CONFIG_HWINFO)
#include <zephyr/drivers/hwinfo.h>
#endif

namespace {

std::uint8_t device_id[tidemark::wire::kMaxDeviceIdBytes];
__noinit std::uint16_t boot_number;

/// Copies as much of `text` as fits.
std::size_t take_text(tidemark::Text text) {
  std::size_t size = 0;
  for (; size < text.size() && size < sizeof(device_id); ++size) {
    device_id[size] = static_cast<std::uint8_t>(text[size]);
  }
  return size;
}

std::size_t find_device_id() {
  std::size_t size = take_text(tidemark::text_of(CONFIG_TIDEMARK_DEVICE_ID));
#if defined(CONFIG_HWINFO)
  if (size == 0) {
    const ssize_t found = hwinfo_get_device_id(device_id, sizeof(device_id));
    size = found > 0 ? static_cast<std::size_t>(found) : 0;
  }
#endif
  return size > 0 ? size : take_text(tidemark::text_of(CONFIG_BOARD));
}

}  // namespace

tidemark::Identity tidemark_identity() {
  // Two threads may both find it: they find the same, and the boot is counted before there are two.
  return {{device_id, find_device_id()}, tidemark_build_id(), boot_number};
}

// Before any thread asks.
static int tidemark_count_boot(void) {
  ++boot_number;
  return 0;
}
SYS_INIT(tidemark_count_boot, POST_KERNEL, 0);
