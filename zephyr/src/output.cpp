// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#include "core/port.hpp"

// One call a line: the console and the logger keep what one call prints together.
bool tidemark::port::write_line(const char* line) {
  printk("%s", line);
  return true;
}
