/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_MATH_ILOG2_H_
#define ZEPHYR_INCLUDE_MATH_ILOG2_H_

/* Logarithm to base two, rounded down, of a number from 1 to 2^32 - 1; 0 for 0. A constant if the
 * argument is one. */
#define ilog2_compile_time_const_u32(n) ((n) < 2 ? 0 : 31 - __builtin_clz((unsigned int)(n)))
#define ilog2(n) ilog2_compile_time_const_u32(n)

#endif /* ZEPHYR_INCLUDE_MATH_ILOG2_H_ */
