// SPDX-License-Identifier: Apache-2.0
#include <zephyr/device.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

extern "C" {

// The entries of SYS_INIT; the linker makes the two symbols.
extern const init_entry __start_hosted_init[] __attribute__((weak));
extern const init_entry __stop_hosted_init[] __attribute__((weak));

// Here and below at global scope: the iteration macros declare the section's symbols.
const device* device_get_binding(const char* name) {
  if (name == nullptr || name[0] == '\0') {
    return nullptr;
  }
  STRUCT_SECTION_FOREACH (device, dev) {
    if (std::strcmp(dev->name, name) == 0 && device_is_ready(dev)) {
      return dev;
    }
  }
  return nullptr;
}

size_t z_device_get_all_static(const device** devices) {
  size_t count = 0;
  STRUCT_SECTION_GET(device, 0, const_cast<device**>(devices));
  STRUCT_SECTION_COUNT(device, &count);
  return count;
}

int device_init(const device* dev) {
  if (dev->state->initialized) {
    return -EALREADY;
  }
  int result = 0;
  for (const init_entry* entry = __start_hosted_init; entry != __stop_hosted_init; ++entry) {
    if (entry->dev == dev && entry->device_init != nullptr) {
      result = entry->device_init(dev);
    }
  }
  constexpr int kMostResult = 255;
  dev->state->init_res = static_cast<std::uint8_t>(std::min(std::abs(result), kMostResult));
  dev->state->initialized = true;
  return result;
}

}  // extern "C"
