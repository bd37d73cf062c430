// SPDX-License-Identifier: Apache-2.0
// Levels and the record of a log source.
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_CORE_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_CORE_H_

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/sys/util.h>
#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LOG_LEVEL_NONE 0
#define LOG_LEVEL_ERR 1
#define LOG_LEVEL_WRN 2
#define LOG_LEVEL_INF 3
#define LOG_LEVEL_DBG 4

struct log_source_const_data {
  const char* name;
  uint8_t level;
};

/* Formats and prints, or queues in deferred mode. `func` is named in debug messages; NULL for none.
 * The caller's stack pays about 300 bytes. */
void z_log_message(const struct log_source_const_data* source, uint8_t level, const char* func,
                   const char* fmt, ...) __attribute__((format(printf, 4, 5)));
void z_log_hexdump(const struct log_source_const_data* source, uint8_t level, const char* func,
                   const void* data, size_t length, const char* title);
void z_log_raw(const char* fmt, ...) __attribute__((format(printf, 1, 2)));

/* Makes LOG_MODULE_REGISTER(name) take LOG_LEVEL if that is defined, here or later, as 0 to 4, else
 * the default. */
#define Z_LOG_LEVEL_SEEN_0 ,
#define Z_LOG_LEVEL_SEEN_1 ,
#define Z_LOG_LEVEL_SEEN_2 ,
#define Z_LOG_LEVEL_SEEN_3 ,
#define Z_LOG_LEVEL_SEEN_4 ,
#define Z_LOG_SEEN_CAT(x) Z_LOG_LEVEL_SEEN_##x
#define Z_LOG_SEEN(x) Z_LOG_SEEN_CAT(x)
#define Z_LOG_SECOND(a, b, ...) b
#define Z_LOG_SECOND_OF(...) Z_LOG_SECOND(__VA_ARGS__)
#define Z_LOG_DEFAULT() Z_LOG_SECOND_OF(Z_LOG_SEEN(LOG_LEVEL) LOG_LEVEL, CONFIG_LOG_DEFAULT_LEVEL, )
/* The level argument of LOG_MODULE_REGISTER(name, level), or the default. */
#define Z_LOG_LEVEL_OF(...) Z_LOG_SECOND_OF(none __VA_OPT__(, ) __VA_ARGS__, Z_LOG_DEFAULT(), )

#ifdef __cplusplus
}
#endif
#endif
