// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include "core/port.hpp"

static K_MUTEX_DEFINE(tidemark_mutex);

bool tidemark::port::lock() {
  return !k_is_in_isr() && k_mutex_lock(&tidemark_mutex, K_FOREVER) == 0;
}

void tidemark::port::unlock() {
  k_mutex_unlock(&tidemark_mutex);
}
