// SPDX-License-Identifier: Apache-2.0
#ifndef ZEPHYR_INCLUDE_ARCH_COMMON_FFS_H_
#define ZEPHYR_INCLUDE_ARCH_COMMON_FFS_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The number, from 1, of the highest or lowest bit that is set; 0 if none is. */
static inline unsigned int find_msb_set(uint32_t op) {
  return op == 0U ? 0U : 32U - (unsigned int)__builtin_clz(op);
}
static inline unsigned int find_lsb_set(uint32_t op) {
  return (unsigned int)__builtin_ffs((int)op);
}

#ifdef __cplusplus
}
#endif
#endif
