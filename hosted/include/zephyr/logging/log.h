// SPDX-License-Identifier: Apache-2.0
// Logging. LOG_MODULE_REGISTER(name[, level]) once in a module, LOG_MODULE_DECLARE(name[, level])
// in its other files (or in a function); then LOG_ERR, LOG_WRN, LOG_INF, LOG_DBG with printf
// formats. Messages above the module's level cost nothing. Levels: 0 none, 1 error, 2 warning, 3
// info, 4 debug; default CONFIG_LOG_DEFAULT_LEVEL. Threads and ISRs.
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_H_

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/logging/log_core.h>
#include <zephyr/sys/printk.h>

#ifdef __cplusplus
extern "C" {
#endif

#define Z_LOG_SOURCE(name) log_const_##name

#ifdef CONFIG_LOG

#define Z_LOG_IN_SCOPE(name, lvl)                                                      \
  static const struct log_source_const_data* const __log_current_const_data __unused = \
      &Z_LOG_SOURCE(name);                                                             \
  static const uint32_t __log_level __unused = (lvl)
#ifdef __cplusplus
#define Z_LOG_EXTERN extern "C"
#else
#define Z_LOG_EXTERN extern
#endif
#define Z_LOG_REGISTER(name, lvl)                                         \
  Z_LOG_EXTERN const struct log_source_const_data Z_LOG_SOURCE(name);     \
  const struct log_source_const_data Z_LOG_SOURCE(name) = {#name, (lvl)}; \
  Z_LOG_IN_SCOPE(name, lvl)
#define Z_LOG_DECLARE(name, lvl)                                \
  extern const struct log_source_const_data Z_LOG_SOURCE(name); \
  Z_LOG_IN_SCOPE(name, lvl)
#define Z_LOG_REGISTER2(name, lvl) Z_LOG_REGISTER(name, lvl)
#define Z_LOG_DECLARE2(name, lvl) Z_LOG_DECLARE(name, lvl)
#define LOG_MODULE_REGISTER(name, ...) Z_LOG_REGISTER2(name, Z_LOG_LEVEL_OF(__VA_ARGS__))
#define LOG_MODULE_DECLARE(name, ...) Z_LOG_DECLARE2(name, Z_LOG_LEVEL_OF(__VA_ARGS__))
#define LOG_LEVEL_SET(level) static const uint32_t __log_level __unused = (level)

/* CONFIG_LOG_OVERRIDE_LEVEL raises every module to at least that level; CONFIG_LOG_MAX_LEVEL caps
 * all. */
#define Z_LOG_ON(lvl) \
  ((lvl) <= CONFIG_LOG_MAX_LEVEL && ((lvl) <= __log_level || (lvl) <= CONFIG_LOG_OVERRIDE_LEVEL))
#if defined(CONFIG_LOG_FUNC_NAME_PREFIX_ERR)
#define Z_LOG_FUNC_1 __func__
#else
#define Z_LOG_FUNC_1 NULL
#endif
#if defined(CONFIG_LOG_FUNC_NAME_PREFIX_WRN)
#define Z_LOG_FUNC_2 __func__
#else
#define Z_LOG_FUNC_2 NULL
#endif
#if defined(CONFIG_LOG_FUNC_NAME_PREFIX_INF)
#define Z_LOG_FUNC_3 __func__
#else
#define Z_LOG_FUNC_3 NULL
#endif
#if defined(CONFIG_LOG_FUNC_NAME_PREFIX_DBG)
#define Z_LOG_FUNC_4 __func__
#else
#define Z_LOG_FUNC_4 NULL
#endif

#define Z_LOG(lvl, ...)                                                              \
  do {                                                                               \
    if (Z_LOG_ON(lvl)) {                                                             \
      z_log_message(__log_current_const_data, (lvl), Z_LOG_FUNC_##lvl, __VA_ARGS__); \
    }                                                                                \
  } while (false)
#define Z_LOG_HEXDUMP(lvl, data, length, title)                                                    \
  do {                                                                                             \
    if (Z_LOG_ON(lvl)) {                                                                           \
      z_log_hexdump(__log_current_const_data, (lvl), Z_LOG_FUNC_##lvl, (data), (length), (title)); \
    }                                                                                              \
  } while (false)
#define LOG_RAW(...) z_log_raw(__VA_ARGS__)
#define LOG_PRINTK(...) z_log_raw(__VA_ARGS__)

#else /* no CONFIG_LOG: arguments are still checked by the compiler, and nothing remains */

#define LOG_MODULE_REGISTER(name, ...) static const uint32_t __log_level __unused = 0
#define LOG_MODULE_DECLARE(name, ...) static const uint32_t __log_level __unused = 0
#define LOG_LEVEL_SET(level) static const uint32_t __log_level __unused = 0
#define Z_LOG(lvl, ...)       \
  do {                        \
    if (false) {              \
      z_log_raw(__VA_ARGS__); \
    }                         \
  } while (false)
#define Z_LOG_HEXDUMP(lvl, data, length, title)                    \
  do {                                                             \
    if (false) {                                                   \
      z_log_hexdump(NULL, (lvl), NULL, (data), (length), (title)); \
    }                                                              \
  } while (false)
#define LOG_RAW(...) Z_LOG(0, __VA_ARGS__)
#define LOG_PRINTK(...) printk(__VA_ARGS__)

#endif

#define LOG_ERR(...) Z_LOG(1, __VA_ARGS__)
#define LOG_WRN(...) Z_LOG(2, __VA_ARGS__)
#define LOG_INF(...) Z_LOG(3, __VA_ARGS__)
#define LOG_DBG(...) Z_LOG(4, __VA_ARGS__)
/* Once in the life of the program at each place where it stands. */
#define LOG_WRN_ONCE(...)   \
  do {                      \
    static bool z_warned;   \
    if (!z_warned) {        \
      z_warned = true;      \
      LOG_WRN(__VA_ARGS__); \
    }                       \
  } while (false)
#define LOG_HEXDUMP_ERR(data, length, str) Z_LOG_HEXDUMP(1, data, length, str)
#define LOG_HEXDUMP_WRN(data, length, str) Z_LOG_HEXDUMP(2, data, length, str)
#define LOG_HEXDUMP_INF(data, length, str) Z_LOG_HEXDUMP(3, data, length, str)
#define LOG_HEXDUMP_DBG(data, length, str) Z_LOG_HEXDUMP(4, data, length, str)

#ifdef __cplusplus
}
#endif
#endif
