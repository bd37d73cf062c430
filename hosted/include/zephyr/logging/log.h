// SPDX-License-Identifier: Apache-2.0
// Logging. LOG_MODULE_REGISTER(name[, level]) once in a module, LOG_MODULE_DECLARE(name[, level])
// in its other files (or in a function); then LOG_ERR, LOG_WRN, LOG_INF, LOG_DBG with printf
// formats. Messages above the module's level cost nothing. Levels: 0 none, 1 error, 2 warning, 3
// info, 4 debug; without one LOG_LEVEL if that is defined, else CONFIG_LOG_DEFAULT_LEVEL. Threads
// and ISRs. With CONFIG_LOG=n the compiler still checks arguments, and nothing remains.
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_H_

#include <zephyr/logging/log_core.h>
#include <zephyr/logging/log_instance.h>

/* The level argument of LOG_MODULE_REGISTER(name, level), or LOG_LEVEL if it is defined as 0 to 4,
 * here or later, or the default. */
#define Z_LOG_LEVEL_SEEN_0 ,
#define Z_LOG_LEVEL_SEEN_1 ,
#define Z_LOG_LEVEL_SEEN_2 ,
#define Z_LOG_LEVEL_SEEN_3 ,
#define Z_LOG_LEVEL_SEEN_4 ,
#define Z_LOG_LEVEL_SEEN_0U ,
#define Z_LOG_LEVEL_SEEN_1U ,
#define Z_LOG_LEVEL_SEEN_2U ,
#define Z_LOG_LEVEL_SEEN_3U ,
#define Z_LOG_LEVEL_SEEN_4U ,
#define Z_LOG_SEEN_CAT(x) Z_LOG_LEVEL_SEEN_##x
#define Z_LOG_SEEN(x) Z_LOG_SEEN_CAT(x)
#define Z_LOG_SECOND(a, b, ...) b
#define Z_LOG_SECOND_OF(...) Z_LOG_SECOND(__VA_ARGS__)
#define Z_LOG_DEFAULT() Z_LOG_SECOND_OF(Z_LOG_SEEN(LOG_LEVEL) LOG_LEVEL, CONFIG_LOG_DEFAULT_LEVEL, )
#define Z_LOG_LEVEL_OF(...) Z_LOG_SECOND_OF(none __VA_OPT__(, ) __VA_ARGS__, Z_LOG_DEFAULT(), )

#ifdef CONFIG_LOG

#ifdef CONFIG_LOG_RUNTIME_FILTERING
#define Z_LOG_IN_SCOPE_DYNAMIC(name)                                                 \
  static struct log_source_dynamic_data* const __log_current_dynamic_data __unused = \
      &LOG_ITEM_DYNAMIC_DATA(name);
#define Z_LOG_DECLARE_DYNAMIC(name) \
  extern struct log_source_dynamic_data LOG_ITEM_DYNAMIC_DATA(name);
#else
#define Z_LOG_IN_SCOPE_DYNAMIC(name)
#define Z_LOG_DECLARE_DYNAMIC(name)
#endif
#define Z_LOG_IN_SCOPE(name, lvl)                                                      \
  Z_LOG_IN_SCOPE_DYNAMIC(name)                                                         \
  static const struct log_source_const_data* const __log_current_const_data __unused = \
      &Z_LOG_ITEM_CONST_DATA(name);                                                    \
  static const uint32_t __log_level __unused = (lvl)
#define Z_LOG_REGISTER(name, lvl)         \
  Z_LOG_ITEM(name, STRINGIFY(name), lvl); \
  Z_LOG_IN_SCOPE(name, lvl)
#define Z_LOG_DECLARE(name, lvl)                                         \
  extern const struct log_source_const_data Z_LOG_ITEM_CONST_DATA(name); \
  Z_LOG_DECLARE_DYNAMIC(name)                                            \
  Z_LOG_IN_SCOPE(name, lvl)
#define Z_LOG_REGISTER2(name, lvl) Z_LOG_REGISTER(name, lvl)
#define Z_LOG_DECLARE2(name, lvl) Z_LOG_DECLARE(name, lvl)
#define LOG_MODULE_REGISTER(name, ...) Z_LOG_REGISTER2(name, Z_LOG_LEVEL_OF(__VA_ARGS__))
#define LOG_MODULE_DECLARE(name, ...) Z_LOG_DECLARE2(name, Z_LOG_LEVEL_OF(__VA_ARGS__))
/* A level for a file or a function that logs through instances only. */
#define LOG_LEVEL_SET(level) static const uint32_t __log_level __unused = (level)

/* Whether the message passes what can change at run time; the source that it names. */
#ifdef CONFIG_LOG_RUNTIME_FILTERING
#define Z_LOG_SOURCE __log_current_dynamic_data
#ifdef CONFIG_LOG_FRONTEND
#define Z_LOG_PASSES(lvl, source) true
#else
#define Z_LOG_PASSES(lvl, source) ((lvl) <= Z_LOG_RUNTIME_FILTER((source)->filters))
#endif
#define Z_LOG_INST_PASSES(lvl, inst) Z_LOG_PASSES(lvl, inst)
#else
#define Z_LOG_SOURCE __log_current_const_data
#define Z_LOG_PASSES(lvl, source) true
#define Z_LOG_INST_PASSES(lvl, inst) ((lvl) <= (inst)->level)
#endif

#define Z_LOG_HOW(lvl) ((lvl) | (UTIL_CAT(Z_LOG_FUNC_PREFIX_, lvl) ? Z_LOG_HOW_PREFIX : 0U))
#ifdef CONFIG_LOG_MODE_MINIMAL
#define Z_LOG_EMIT(lvl, source, ...) z_log_minimal(lvl, __VA_ARGS__)
#define Z_LOG_EMIT_DATA(lvl, source, data, length, str)        \
  do {                                                         \
    z_log_minimal((lvl), "%s", (str));                         \
    z_log_minimal_hexdump_print((int)(lvl), (data), (length)); \
  } while (false)
#define Z_LOG_PRINTK(is_raw, ...) printk(__VA_ARGS__)
#else
#define Z_LOG_EMIT(lvl, source, ...) \
  z_log_emit((source), Z_LOG_HOW(lvl), Z_LOG_STR(lvl, __VA_ARGS__))
#define Z_LOG_EMIT_DATA(lvl, source, data, length, str) \
  z_log_emit_data((source), Z_LOG_HOW(lvl), (data), (length), Z_LOG_STR(lvl, "%s", (str)))
#define Z_LOG_PRINTK(is_raw, ...) \
  z_log_emit((const void*)(uintptr_t)(is_raw), LOG_LEVEL_INTERNAL_RAW_STRING, __VA_ARGS__)
#endif

#define Z_LOG(lvl, ...)                                                    \
  do {                                                                     \
    if (Z_LOG_CONST_LEVEL_CHECK(lvl) && Z_LOG_PASSES(lvl, Z_LOG_SOURCE)) { \
      Z_LOG_EMIT(lvl, Z_LOG_SOURCE, __VA_ARGS__);                          \
    }                                                                      \
  } while (false)
#define Z_LOG_HEXDUMP(lvl, data, length, str)                              \
  do {                                                                     \
    if (Z_LOG_CONST_LEVEL_CHECK(lvl) && Z_LOG_PASSES(lvl, Z_LOG_SOURCE)) { \
      Z_LOG_EMIT_DATA(lvl, Z_LOG_SOURCE, data, length, str);               \
    }                                                                      \
  } while (false)
#define Z_LOG_INSTANCE(lvl, inst, ...)                                  \
  do {                                                                  \
    if (Z_LOG_CONST_LEVEL_CHECK(lvl) && Z_LOG_INST_PASSES(lvl, inst)) { \
      Z_LOG_EMIT(lvl, inst, __VA_ARGS__);                               \
    }                                                                   \
  } while (false)
#define Z_LOG_HEXDUMP_INSTANCE(lvl, inst, data, length, str)            \
  do {                                                                  \
    if (Z_LOG_CONST_LEVEL_CHECK(lvl) && Z_LOG_INST_PASSES(lvl, inst)) { \
      Z_LOG_EMIT_DATA(lvl, inst, data, length, str);                    \
    }                                                                   \
  } while (false)

#else /* no CONFIG_LOG */

#define LOG_MODULE_REGISTER(name, ...) static const uint32_t __log_level __unused = 0
#define LOG_MODULE_DECLARE(name, ...) static const uint32_t __log_level __unused = 0
#define LOG_LEVEL_SET(level) static const uint32_t __log_level __unused = 0
#define Z_LOG(lvl, ...)                      \
  do {                                       \
    if (false) {                             \
      z_log_printf_arg_checker(__VA_ARGS__); \
    }                                        \
  } while (false)
#define Z_LOG_HEXDUMP(lvl, data, length, str) \
  do {                                        \
    if (false) {                              \
      (void)(data);                           \
      (void)(length);                         \
      z_log_printf_arg_checker("%s", (str));  \
    }                                         \
  } while (false)
#define Z_LOG_INSTANCE(lvl, inst, ...) Z_LOG(lvl, __VA_ARGS__)
#define Z_LOG_HEXDUMP_INSTANCE(lvl, inst, data, length, str) Z_LOG_HEXDUMP(lvl, data, length, str)
#define Z_LOG_PRINTK(is_raw, ...) Z_LOG(0, __VA_ARGS__)

#endif

#define LOG_ERR(...) Z_LOG(LOG_LEVEL_ERR, __VA_ARGS__)
#define LOG_WRN(...) Z_LOG(LOG_LEVEL_WRN, __VA_ARGS__)
#define LOG_INF(...) Z_LOG(LOG_LEVEL_INF, __VA_ARGS__)
#define LOG_DBG(...) Z_LOG(LOG_LEVEL_DBG, __VA_ARGS__)
/* Once in the life of the program at each place where it stands. */
#define LOG_WRN_ONCE(...)   \
  do {                      \
    static bool z_warned;   \
    if (!z_warned) {        \
      z_warned = true;      \
      LOG_WRN(__VA_ARGS__); \
    }                       \
  } while (false)
/* Text without prefix, whatever the levels are; LOG_PRINTK as printk does with CONFIG_LOG_PRINTK.
 */
#define LOG_PRINTK(...) Z_LOG_PRINTK(0, __VA_ARGS__)
#define LOG_RAW(...) Z_LOG_PRINTK(1, __VA_ARGS__)
/* A title and up to 4095 bytes. */
#define LOG_HEXDUMP_ERR(data, length, str) Z_LOG_HEXDUMP(LOG_LEVEL_ERR, data, length, str)
#define LOG_HEXDUMP_WRN(data, length, str) Z_LOG_HEXDUMP(LOG_LEVEL_WRN, data, length, str)
#define LOG_HEXDUMP_INF(data, length, str) Z_LOG_HEXDUMP(LOG_LEVEL_INF, data, length, str)
#define LOG_HEXDUMP_DBG(data, length, str) Z_LOG_HEXDUMP(LOG_LEVEL_DBG, data, length, str)
/* The same for instances: see log_instance.h. */
#define LOG_INST_ERR(inst, ...) Z_LOG_INSTANCE(LOG_LEVEL_ERR, inst, __VA_ARGS__)
#define LOG_INST_WRN(inst, ...) Z_LOG_INSTANCE(LOG_LEVEL_WRN, inst, __VA_ARGS__)
#define LOG_INST_INF(inst, ...) Z_LOG_INSTANCE(LOG_LEVEL_INF, inst, __VA_ARGS__)
#define LOG_INST_DBG(inst, ...) Z_LOG_INSTANCE(LOG_LEVEL_DBG, inst, __VA_ARGS__)
#define LOG_INST_HEXDUMP_ERR(inst, data, length, str) \
  Z_LOG_HEXDUMP_INSTANCE(LOG_LEVEL_ERR, inst, data, length, str)
#define LOG_INST_HEXDUMP_WRN(inst, data, length, str) \
  Z_LOG_HEXDUMP_INSTANCE(LOG_LEVEL_WRN, inst, data, length, str)
#define LOG_INST_HEXDUMP_INF(inst, data, length, str) \
  Z_LOG_HEXDUMP_INSTANCE(LOG_LEVEL_INF, inst, data, length, str)
#define LOG_INST_HEXDUMP_DBG(inst, data, length, str) \
  Z_LOG_HEXDUMP_INSTANCE(LOG_LEVEL_DBG, inst, data, length, str)

#include <zephyr/logging/log_ratelimit.h>

/* The application's own header may redefine the macros; the runtime's messages keep theirs. */
#if defined(CONFIG_LOG_CUSTOM_HEADER) && !defined(HOSTED_RUNTIME)
#include <zephyr_custom_log.h>
#endif

#endif
