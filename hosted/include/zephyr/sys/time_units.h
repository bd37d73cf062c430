/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_TIME_UNITS_H_
#define ZEPHYR_INCLUDE_TIME_UNITS_H_

/*
 * Conversions between seconds, milliseconds, microseconds, nanoseconds, hardware cycles and ticks:
 *   k_<from>_to_<to>_<floor|ceil|near><32|64>(t)
 * Exact in 64 bits as long as the result fits; the 32-bit ones return its lower half. Pure,
 * callable from anywhere.
 */

#include <zephyr/sys/util_macro.h>
#include <zephyr/toolchain.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SYS_FOREVER_MS (-1)
#define SYS_FOREVER_US (-1)
#define SYS_TIMEOUT_MS(ms) ((ms) == SYS_FOREVER_MS ? K_FOREVER : K_MSEC(ms))
#define SYS_TIMEOUT_US(us) ((us) == SYS_FOREVER_US ? K_FOREVER : K_USEC(us))

#define MSEC_PER_SEC 1000U
#define USEC_PER_MSEC 1000U
#define NSEC_PER_USEC 1000U
#define NSEC_PER_MSEC 1000000U
#define USEC_PER_SEC 1000000U
#define NSEC_PER_SEC 1000000000U
#define SEC_PER_MIN 60U
#define MIN_PER_HOUR 60U
#define HOUR_PER_DAY 24U
#define SEC_PER_HOUR (SEC_PER_MIN * MIN_PER_HOUR)
#define SEC_PER_DAY (SEC_PER_HOUR * HOUR_PER_DAY)

#if defined(__cplusplus) && __cplusplus >= 201402L
#define TIME_CONSTEXPR constexpr
#else
#define TIME_CONSTEXPR
#endif

static TIME_CONSTEXPR inline int sys_clock_hw_cycles_per_sec(void) {
  return CONFIG_SYS_CLOCK_HW_CYCLES_PER_SEC;
}

static inline int sys_clock_hw_cycles_per_sec_runtime_get(void) {
  return CONFIG_SYS_CLOCK_HW_CYCLES_PER_SEC;
}

#define Z_HZ_sec 1
#define Z_HZ_ms 1000
#define Z_HZ_us 1000000
#define Z_HZ_ns 1000000000
#define Z_HZ_cyc CONFIG_SYS_CLOCK_HW_CYCLES_PER_SEC
#define Z_HZ_ticks CONFIG_SYS_CLOCK_TICKS_PER_SEC

/* t / from_hz * to_hz, with `extra` added to the numerator of the last division: 0 rounds down,
 * from_hz - 1 up. */
static TIME_CONSTEXPR inline uint64_t hosted_convert_time(uint64_t t, uint64_t from_hz,
                                                          uint64_t to_hz, uint64_t extra) {
  return t / from_hz * to_hz + (t % from_hz * to_hz + extra) / from_hz;
}

/* The general form that Zephyr builds the conversions from. const_hz is about code size only. */
static TIME_CONSTEXPR inline uint64_t z_tmcvt(uint64_t t, uint32_t from_hz, uint32_t to_hz,
                                              bool const_hz, bool result32, bool round_up,
                                              bool round_off) {
  (void)const_hz;
  (void)result32;
  return hosted_convert_time(t, from_hz, to_hz,
                             round_up    ? from_hz - 1
                             : round_off ? from_hz / 2
                                         : 0);
}

#define HOSTED_TIME_ROUNDED(from, to, rounding, extra)                                    \
  static TIME_CONSTEXPR inline uint64_t k_##from##_to_##to##_##rounding##64(uint64_t t) { \
    return hosted_convert_time(t, Z_HZ_##from, Z_HZ_##to, extra);                         \
  }                                                                                       \
  static TIME_CONSTEXPR inline uint32_t k_##from##_to_##to##_##rounding##32(uint32_t t) { \
    return (uint32_t)hosted_convert_time(t, Z_HZ_##from, Z_HZ_##to, extra);               \
  }

#define HOSTED_TIME_PAIR(from, to)                     \
  HOSTED_TIME_ROUNDED(from, to, floor, 0)              \
  HOSTED_TIME_ROUNDED(from, to, ceil, Z_HZ_##from - 1) \
  HOSTED_TIME_ROUNDED(from, to, near, Z_HZ_##from / 2)

HOSTED_TIME_PAIR(sec, cyc)
HOSTED_TIME_PAIR(sec, ticks)
HOSTED_TIME_PAIR(cyc, sec)
HOSTED_TIME_PAIR(ticks, sec)
HOSTED_TIME_PAIR(ms, us)
HOSTED_TIME_PAIR(ms, ns)
HOSTED_TIME_PAIR(ms, cyc)
HOSTED_TIME_PAIR(ms, ticks)
HOSTED_TIME_PAIR(us, ms)
HOSTED_TIME_PAIR(us, ns)
HOSTED_TIME_PAIR(us, cyc)
HOSTED_TIME_PAIR(us, ticks)
HOSTED_TIME_PAIR(ns, ms)
HOSTED_TIME_PAIR(ns, us)
HOSTED_TIME_PAIR(ns, cyc)
HOSTED_TIME_PAIR(ns, ticks)
HOSTED_TIME_PAIR(cyc, ms)
HOSTED_TIME_PAIR(cyc, us)
HOSTED_TIME_PAIR(cyc, ns)
HOSTED_TIME_PAIR(cyc, ticks)
HOSTED_TIME_PAIR(ticks, ms)
HOSTED_TIME_PAIR(ticks, us)
HOSTED_TIME_PAIR(ticks, ns)
HOSTED_TIME_PAIR(ticks, cyc)

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_TIME_UNITS_H_ */
