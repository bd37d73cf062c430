/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_RATELIMIT_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_RATELIMIT_H_

/*
 * Log macros that write at most once in an interval at each place where they stand, of Zephyr 4.3;
 * part of <zephyr/logging/log.h>. What comes within the interval is dropped without a note. _RATE
 * takes the interval in milliseconds, the others have CONFIG_LOG_RATELIMIT_INTERVAL_MS. With
 * CONFIG_LOG_RATELIMIT=n they write always, or never with CONFIG_LOG_RATELIMIT_FALLBACK_DROP.
 */

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/kernel/clock.h>

#ifdef CONFIG_LOG_RATELIMIT
#define Z_LOG_RATELIMIT_MS CONFIG_LOG_RATELIMIT_INTERVAL_MS
#else
#define Z_LOG_RATELIMIT_MS 0
#endif

/* When it may be written next; 0 before the first time. */
static inline bool z_log_ratelimit_passes(int64_t* next, uint32_t interval_ms) {
#if defined(CONFIG_LOG_RATELIMIT)
  int64_t now = k_uptime_get();

  if (now < *next) {
    return false;
  }
  *next = now + interval_ms;
  return true;
#elif defined(CONFIG_LOG_RATELIMIT_FALLBACK_DROP)
  return (void)next, (void)interval_ms, false;
#else
  return (void)next, (void)interval_ms, true;
#endif
}

#define Z_LOG_RATELIMIT(rate_ms, write, ...)              \
  do {                                                    \
    static int64_t z_log_next;                            \
    if (z_log_ratelimit_passes(&z_log_next, (rate_ms))) { \
      write(__VA_ARGS__);                                 \
    }                                                     \
  } while (false)

#define LOG_ERR_RATELIMIT_RATE(rate_ms, ...) Z_LOG_RATELIMIT(rate_ms, LOG_ERR, __VA_ARGS__)
#define LOG_WRN_RATELIMIT_RATE(rate_ms, ...) Z_LOG_RATELIMIT(rate_ms, LOG_WRN, __VA_ARGS__)
#define LOG_INF_RATELIMIT_RATE(rate_ms, ...) Z_LOG_RATELIMIT(rate_ms, LOG_INF, __VA_ARGS__)
#define LOG_DBG_RATELIMIT_RATE(rate_ms, ...) Z_LOG_RATELIMIT(rate_ms, LOG_DBG, __VA_ARGS__)
#define LOG_ERR_RATELIMIT(...) Z_LOG_RATELIMIT(Z_LOG_RATELIMIT_MS, LOG_ERR, __VA_ARGS__)
#define LOG_WRN_RATELIMIT(...) Z_LOG_RATELIMIT(Z_LOG_RATELIMIT_MS, LOG_WRN, __VA_ARGS__)
#define LOG_INF_RATELIMIT(...) Z_LOG_RATELIMIT(Z_LOG_RATELIMIT_MS, LOG_INF, __VA_ARGS__)
#define LOG_DBG_RATELIMIT(...) Z_LOG_RATELIMIT(Z_LOG_RATELIMIT_MS, LOG_DBG, __VA_ARGS__)
#define LOG_HEXDUMP_ERR_RATELIMIT_RATE(rate_ms, ...) \
  Z_LOG_RATELIMIT(rate_ms, LOG_HEXDUMP_ERR, __VA_ARGS__)
#define LOG_HEXDUMP_WRN_RATELIMIT_RATE(rate_ms, ...) \
  Z_LOG_RATELIMIT(rate_ms, LOG_HEXDUMP_WRN, __VA_ARGS__)
#define LOG_HEXDUMP_INF_RATELIMIT_RATE(rate_ms, ...) \
  Z_LOG_RATELIMIT(rate_ms, LOG_HEXDUMP_INF, __VA_ARGS__)
#define LOG_HEXDUMP_DBG_RATELIMIT_RATE(rate_ms, ...) \
  Z_LOG_RATELIMIT(rate_ms, LOG_HEXDUMP_DBG, __VA_ARGS__)
#define LOG_HEXDUMP_ERR_RATELIMIT(...) \
  Z_LOG_RATELIMIT(Z_LOG_RATELIMIT_MS, LOG_HEXDUMP_ERR, __VA_ARGS__)
#define LOG_HEXDUMP_WRN_RATELIMIT(...) \
  Z_LOG_RATELIMIT(Z_LOG_RATELIMIT_MS, LOG_HEXDUMP_WRN, __VA_ARGS__)
#define LOG_HEXDUMP_INF_RATELIMIT(...) \
  Z_LOG_RATELIMIT(Z_LOG_RATELIMIT_MS, LOG_HEXDUMP_INF, __VA_ARGS__)
#define LOG_HEXDUMP_DBG_RATELIMIT(...) \
  Z_LOG_RATELIMIT(Z_LOG_RATELIMIT_MS, LOG_HEXDUMP_DBG, __VA_ARGS__)

#endif
