// SPDX-License-Identifier: Apache-2.0
#include <zephyr/drivers/hwinfo.h>

#ifdef CONFIG_HWINFO

#include <algorithm>
#include <cstring>

#include "host/peripherals.hpp"
#include "host/restart.hpp"

using namespace hosted;

extern "C" {

ssize_t hwinfo_get_device_id(std::uint8_t* buffer, std::size_t length) {
  std::size_t bytes = std::min(length, g_peripherals.device_id_bytes);
  std::memcpy(buffer, g_peripherals.device_id, bytes);
  return static_cast<ssize_t>(bytes);
}

int hwinfo_get_device_eui64(std::uint8_t*) {
  return -ENOSYS;
}

int hwinfo_get_reset_cause(std::uint32_t* cause) {
  *cause = g_boot.reset_cause;
  return 0;
}

int hwinfo_clear_reset_cause(void) {
  g_boot.reset_cause = 0;
  return 0;
}

int hwinfo_get_supported_reset_cause(std::uint32_t* supported) {
  *supported = RESET_POR | RESET_SOFTWARE | RESET_WATCHDOG;
  return 0;
}

}  // extern "C"

#endif
