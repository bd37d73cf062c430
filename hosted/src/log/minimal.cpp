// SPDX-License-Identifier: Apache-2.0
// CONFIG_LOG_MODE_MINIMAL: messages are printed by printk.
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>

#include <cctype>

#include "host/process.hpp"

#ifdef CONFIG_LOG_MODE_MINIMAL

namespace {

constexpr char kInitial[] = "?EWID";
constexpr std::size_t kHexLine = 8;

char initial(std::uint32_t level) {
  return level < sizeof kInitial - 1 ? kInitial[level] : '?';
}

}  // namespace

extern "C" {

void z_log_minimal(uint32_t level, const char* fmt, ...) {
  va_list args;
  va_start(args, fmt);
  printk("%c: ", initial(level));
  vprintk(fmt, args);
  printk("\n");
  va_end(args);
}

void z_log_minimal_hexdump_print(int level, const void* data, size_t size) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  for (size_t done = 0; done < size; done += kHexLine) {
    printk("%c: ", initial(static_cast<uint32_t>(level)));
    for (size_t i = done; i < done + kHexLine; ++i) {
      if (i < size) {
        printk("%02x ", bytes[i]);
      } else {
        printk("   ");
      }
    }
    printk("|");
    for (size_t i = done; i < done + kHexLine; ++i) {
      printk("%c", i >= size ? ' ' : std::isprint(bytes[i]) != 0 ? bytes[i] : '.');
    }
    printk("\n");
  }
}

void z_log_emit_v(const void*, uint32_t how, const char* fmt, va_list ap) {
  printk("%c: ", initial(how));
  vprintk(fmt, ap);
  printk("\n");
}

}  // extern "C"

#endif
