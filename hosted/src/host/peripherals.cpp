// SPDX-License-Identifier: Apache-2.0
#include "host/peripherals.hpp"

#include <cstdlib>
#include <cstring>
#include <iterator>

#include "host/options.hpp"

namespace hosted {

Peripherals g_peripherals;

namespace {

int hex_digit_of(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

void read_noinit_fill(const char* argument, const char* value) {
  char* end = nullptr;
  long byte = std::strtol(value, &end, 0);
  constexpr long kMostByte = 255;
  if (*value == '\0' || *end != '\0' || byte < 0 || byte > kMostByte) {
    refuse(argument, "not a byte", "give 0 to 255 or 0x00 to 0xff, e.g. --noinit-fill=0xa5");
  }
  g_peripherals.noinit_fill = static_cast<int>(byte);
}

void read_device_id(const char* argument, const char* value) {
  std::size_t length = std::strlen(value);
  std::uint8_t id[kMostDeviceId] = {};
  bool valid = length >= 2 && length % 2 == 0 && length <= 2 * kMostDeviceId;
  for (std::size_t i = 0; valid && i < length; ++i) {
    int digit = hex_digit_of(value[i]);
    valid = digit >= 0;
    id[i / 2] = static_cast<std::uint8_t>(id[i / 2] << 4 | (digit & 0xf));
  }
  if (!valid) {
    refuse(argument, "not 1 to 16 bytes in hexadecimal",
           "give two digits a byte, e.g. --device-id=0011223344556677");
  }
  std::memcpy(g_peripherals.device_id, id, sizeof id);
  g_peripherals.device_id_bytes = length / 2;
}

void read_uart1(const char* argument, const char* value) {
#ifndef CONFIG_SERIAL
  refuse(argument, "this program has no UARTs", "build it with CONFIG_SERIAL=y");
#endif
  constexpr const char* kKinds[] = {"file:", "tcp:", "tcp-listen:"};
  bool known = std::strcmp(value, "null") == 0 || std::strcmp(value, "pty") == 0;
  for (const char* kind : kKinds) {
    std::size_t length = std::strlen(kind);
    known = known || (std::strncmp(value, kind, length) == 0 && value[length] != '\0');
  }
  if (!known) {
    refuse(argument, "no such peer",
           "give null, pty, file:PATH, tcp:HOST:PORT or tcp-listen:[HOST:]PORT");
  }
  g_peripherals.uart1 = value;
}

void read_network(const char*, const char*) {
  g_peripherals.network = true;
}

constexpr Option kPeripheralOptions[] = {
    {"uart1", "<peer>",
     "what the second UART is connected to: null (default), pty,\n"
     "file:PATH (output), tcp:HOST:PORT, tcp-listen:[HOST:]PORT",
     read_uart1},
    {"net", nullptr,
     "sockets may reach other machines and be reached by them, not only\n"
     "127.0.0.0/8 and ::1",
     read_network},
    {"device-id", "<hex>", "what hwinfo_get_device_id gives, 1 to 16 bytes", read_device_id},
    {"noinit-fill", "<byte>",
     "what __noinit memory holds at power-up and after a cold reboot\n"
     "(default 0; e.g. 0xa5 to find reads before writes)",
     read_noinit_fill},
};
constexpr OptionGroup kPeripheralGroup = {"Around the processor:", kPeripheralOptions,
                                          std::size(kPeripheralOptions), nullptr};
HOSTED_OPTIONS(kPeripheralGroup)

}  // namespace
}  // namespace hosted
