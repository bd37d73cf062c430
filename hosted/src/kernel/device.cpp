// SPDX-License-Identifier: Apache-2.0
#include <zephyr/device.h>

#include <cstring>

// At global scope: the iteration macro declares the section's symbols.
extern "C" const device* device_get_binding(const char* name) {
  STRUCT_SECTION_FOREACH (device, dev) {
    if (std::strcmp(dev->name, name) == 0 && device_is_ready(dev)) {
      return dev;
    }
  }
  return nullptr;
}
