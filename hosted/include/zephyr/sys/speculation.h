// SPDX-License-Identifier: Apache-2.0
#ifndef ZEPHYR_MISC_SPECULATION_H
#define ZEPHYR_MISC_SPECULATION_H

#include <stdint.h>

/* The index if it is within the array, else 0 with CONFIG_BOUNDS_CHECK_BYPASS_MITIGATION. */
static inline uint32_t k_array_index_sanitize(uint32_t index, uint32_t array_size) {
#ifdef CONFIG_BOUNDS_CHECK_BYPASS_MITIGATION
  return index < array_size ? index : 0U;
#else
  (void)array_size;
  return index;
#endif
}

#endif
