/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_UTIL_MINMAX_H_
#define ZEPHYR_INCLUDE_SYS_UTIL_MINMAX_H_

/*
 * Smallest and largest; part of <zephyr/sys/util.h>. Capitals may evaluate an argument more than
 * once and are constant expressions. The Z_ forms (Z_MAX, Z_MIN and Z_CLAMP: toolchain.h) evaluate
 * each argument once, inside functions.
 *
 * Zephyr 4.3 calls these min, max, clamp, min3 and max3. Applications written before may have
 * functions of those names, so they have them here in tests (CONFIG_ZTEST) only; as in Zephyr, C++
 * gets min3 and max3.
 */

#include <zephyr/sys/util_macro.h>
#include <zephyr/toolchain.h>

#ifndef MAX
#define MAX(a, b) (((a) > (b)) ? (a) : (b))
#endif
#ifndef MIN
#define MIN(a, b) (((a) < (b)) ? (a) : (b))
#endif
#ifndef CLAMP
#define CLAMP(val, low, high) (((val) <= (low)) ? (low) : MIN(val, high))
#endif

/* The largest of 1 to 10 arguments. */
#define MAX_FROM_LIST(...) UTIL_CAT(Z_MAX_OF_, NUM_VA_ARGS(__VA_ARGS__))(__VA_ARGS__)
#define Z_MAX_OF_1(a) (a)
#define Z_MAX_OF_2(a, b) MAX(a, b)
#define Z_MAX_OF_3(a, b, c) MAX(MAX(a, b), c)
#define Z_MAX_OF_4(a, b, ...) MAX(MAX(a, b), Z_MAX_OF_2(__VA_ARGS__))
#define Z_MAX_OF_5(a, b, ...) MAX(MAX(a, b), Z_MAX_OF_3(__VA_ARGS__))
#define Z_MAX_OF_6(a, b, ...) MAX(MAX(a, b), Z_MAX_OF_4(__VA_ARGS__))
#define Z_MAX_OF_7(a, b, ...) MAX(MAX(a, b), Z_MAX_OF_5(__VA_ARGS__))
#define Z_MAX_OF_8(a, b, ...) MAX(MAX(a, b), Z_MAX_OF_6(__VA_ARGS__))
#define Z_MAX_OF_9(a, b, ...) MAX(MAX(a, b), Z_MAX_OF_7(__VA_ARGS__))
#define Z_MAX_OF_10(a, b, ...) MAX(MAX(a, b), Z_MAX_OF_8(__VA_ARGS__))

#define Z_MAX3(a, b, c) Z_MAX(Z_MAX(a, b), c)
#define Z_MIN3(a, b, c) Z_MIN(Z_MIN(a, b), c)

#if defined(CONFIG_ZTEST) || defined(ZTEST_UNITTEST)
#ifndef __cplusplus
#define max(a, b) Z_MAX(a, b)
#define min(a, b) Z_MIN(a, b)
#define clamp(val, low, high) Z_CLAMP(val, low, high)
#endif
#define max3(a, b, c) Z_MAX3(a, b, c)
#define min3(a, b, c) Z_MIN3(a, b, c)
#endif

#endif
