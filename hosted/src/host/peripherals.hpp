// SPDX-License-Identifier: Apache-2.0
// Options of the command line for what lies around the processor: memory, identity, UARTs, network.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hosted {

constexpr std::size_t kMostDeviceId = 16;

struct Peripherals {
  int noinit_fill = 0;  // 0 to 255: what .noinit holds in a fresh process and after a cold restart
  const char* uart1 = "null";  // null, pty, file:PATH, tcp:HOST:PORT, tcp-listen:[HOST:]PORT
  bool network = false;        // sockets may leave the loopback interface
  std::size_t device_id_bytes = 8;
  std::uint8_t device_id[kMostDeviceId] = {0x74, 0x69, 0x64, 0x65, 0x6d, 0x61, 0x72, 0x6b};
};
extern Peripherals g_peripherals;

}  // namespace hosted
