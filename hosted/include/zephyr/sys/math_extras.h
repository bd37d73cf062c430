/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_MATH_EXTRAS_H_
#define ZEPHYR_INCLUDE_SYS_MATH_EXTRAS_H_

/*
 * Sums and products that say whether they overflowed (true; *result then holds the lower bits), and
 * counts of zero bits, where 0 has as many as the type.
 */

#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HOSTED_OVERFLOW(prefix, type)                                      \
  static inline bool prefix##_add_overflow(type a, type b, type* result) { \
    return __builtin_add_overflow(a, b, result);                           \
  }                                                                        \
  static inline bool prefix##_mul_overflow(type a, type b, type* result) { \
    return __builtin_mul_overflow(a, b, result);                           \
  }                                                                        \
  static inline bool prefix##_sub_overflow(type a, type b, type* result) { \
    return __builtin_sub_overflow(a, b, result);                           \
  }

HOSTED_OVERFLOW(u16, uint16_t)
HOSTED_OVERFLOW(u32, uint32_t)
HOSTED_OVERFLOW(u64, uint64_t)
HOSTED_OVERFLOW(size, size_t)

static inline int u32_count_leading_zeros(uint32_t x) {
  return x == 0U ? 32 : __builtin_clz(x);
}

static inline int u64_count_leading_zeros(uint64_t x) {
  return x == 0U ? 64 : __builtin_clzll(x);
}

static inline int u32_count_trailing_zeros(uint32_t x) {
  return x == 0U ? 32 : __builtin_ctz(x);
}

static inline int u64_count_trailing_zeros(uint64_t x) {
  return x == 0U ? 64 : __builtin_ctzll(x);
}

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_MATH_EXTRAS_H_ */
