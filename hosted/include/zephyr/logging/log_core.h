// SPDX-License-Identifier: Apache-2.0
// Levels, and what the macros of <zephyr/logging/log.h> call. The names that begin with z_ or Z_
// are those that tests and backends written for Zephyr use.
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_CORE_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_CORE_H_

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zephyr/logging/log_instance.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/sys/printk.h>
#include <zephyr/sys/util.h>
#include <zephyr/syscall.h>
#include <zephyr/toolchain.h>

/* Files that log take these from here in Zephyr. */
#ifndef alloca
#define alloca __builtin_alloca
#endif
#ifndef __DEBRACKET
#define __DEBRACKET(...) __VA_ARGS__
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define LOG_LEVEL_NONE 0U
#define LOG_LEVEL_ERR 1U
#define LOG_LEVEL_WRN 2U
#define LOG_LEVEL_INF 3U
#define LOG_LEVEL_DBG 4U
/* The level of LOG_RAW, LOG_PRINTK and printk. */
#define LOG_LEVEL_INTERNAL_RAW_STRING LOG_LEVEL_NONE

#ifndef CONFIG_LOG
#define CONFIG_LOG_DEFAULT_LEVEL 0
#define CONFIG_LOG_MAX_LEVEL 0
#define CONFIG_LOG_OVERRIDE_LEVEL 0
#endif
#ifndef CONFIG_LOG_DOMAIN_ID
#define CONFIG_LOG_DOMAIN_ID 0
#endif
#define Z_LOG_LOCAL_DOMAIN_ID 0

/* 1 for a level whose messages begin with the name of the function. */
#define Z_LOG_FUNC_PREFIX_0U 0
#define Z_LOG_FUNC_PREFIX_1U IS_ENABLED(CONFIG_LOG_FUNC_NAME_PREFIX_ERR)
#define Z_LOG_FUNC_PREFIX_2U IS_ENABLED(CONFIG_LOG_FUNC_NAME_PREFIX_WRN)
#define Z_LOG_FUNC_PREFIX_3U IS_ENABLED(CONFIG_LOG_FUNC_NAME_PREFIX_INF)
#define Z_LOG_FUNC_PREFIX_4U IS_ENABLED(CONFIG_LOG_FUNC_NAME_PREFIX_DBG)
#define LOG_FUNCTION_PREFIX_MASK                                                   \
  (((uint32_t)Z_LOG_FUNC_PREFIX_1U << 1) | ((uint32_t)Z_LOG_FUNC_PREFIX_2U << 2) | \
   ((uint32_t)Z_LOG_FUNC_PREFIX_3U << 3) | ((uint32_t)Z_LOG_FUNC_PREFIX_4U << 4))
/* The format and its arguments, with that prefix if the level has it. */
#define Z_LOG_STR(level, ...) \
  COND_CODE_1(UTIL_CAT(Z_LOG_FUNC_PREFIX_, level), (Z_LOG_STR_PREFIXED(__VA_ARGS__)), (__VA_ARGS__))
#define Z_LOG_STR_PREFIXED(...) Z_LOG_STR_PREFIXED_OF("" __VA_ARGS__)
#define Z_LOG_STR_PREFIXED_OF(format, ...) "%s: " format, __func__ __VA_OPT__(, ) __VA_ARGS__

/* CONFIG_LOG_OVERRIDE_LEVEL raises every module to at least that level; CONFIG_LOG_MAX_LEVEL caps
 * all. */
#define Z_LOG_CONST_LEVEL_CHECK(lvl)          \
  ((lvl) <= CONFIG_LOG_OVERRIDE_LEVEL + 0U || \
   ((lvl) <= __log_level && (lvl) <= CONFIG_LOG_MAX_LEVEL + 0U))

#define LOG_LEVEL_BITS 3U
#define LOG_FILTER_SLOT_SIZE LOG_LEVEL_BITS
#define LOG_FILTERS_NUM_OF_SLOTS (32 / LOG_FILTER_SLOT_SIZE)
#define LOG_FILTER_SLOT_MASK (BIT(LOG_FILTER_SLOT_SIZE) - 1U)
#define LOG_FILTER_SLOT_SHIFT(id) (LOG_FILTER_SLOT_SIZE * (id))
#define LOG_FILTER_SLOT_GET(filters, id) \
  ((uint32_t)((*(filters) >> LOG_FILTER_SLOT_SHIFT(id)) & LOG_FILTER_SLOT_MASK))
#define LOG_FILTER_SLOT_SET(filters, id, filter)                                            \
  do {                                                                                      \
    *(filters) &= (uint32_t) ~(LOG_FILTER_SLOT_MASK << LOG_FILTER_SLOT_SHIFT(id));          \
    *(filters) |= (uint32_t)(((filter)&LOG_FILTER_SLOT_MASK) << LOG_FILTER_SLOT_SHIFT(id)); \
  } while (false)
#define LOG_FILTER_AGGR_SLOT_IDX 0
#define LOG_FILTER_AGGR_SLOT_GET(filters) LOG_FILTER_SLOT_GET(filters, LOG_FILTER_AGGR_SLOT_IDX)
#define LOG_FILTER_FIRST_BACKEND_SLOT_IDX 1
#define Z_LOG_RUNTIME_FILTER(filter) LOG_FILTER_SLOT_GET(&(filter), LOG_FILTER_AGGR_SLOT_IDX)

#ifdef CONFIG_LOG
TYPE_SECTION_START_EXTERN(struct log_source_const_data, log_const);
TYPE_SECTION_END_EXTERN(struct log_source_const_data, log_const);
TYPE_SECTION_START_EXTERN(struct log_source_dynamic_data, log_dynamic);
TYPE_SECTION_END_EXTERN(struct log_source_dynamic_data, log_dynamic);

/* The number of a source: sources are sorted by name. */
static inline uint32_t log_const_source_id(const struct log_source_const_data* data) {
  return (uint32_t)(data - TYPE_SECTION_START(log_const));
}
static inline uint32_t log_dynamic_source_id(struct log_source_dynamic_data* data) {
  return (uint32_t)(data - TYPE_SECTION_START(log_dynamic));
}
#define LOG_CURRENT_MODULE_ID() \
  (__log_level != 0U ? log_const_source_id(__log_current_const_data) : 0U)

/* Makes a message: formats nothing but copies what the format refers to. `how` is the level, plus
 * Z_LOG_HOW_PREFIX if the first string argument is a function's name. A NULL format: no text. The
 * caller's stack pays about 200 bytes. */
#define Z_LOG_HOW_PREFIX 0x100U
void z_log_emit(const void* source, uint32_t how, const char* fmt, ...) __printf_like(3, 4);
void z_log_emit_data(const void* source, uint32_t how, const void* data, size_t length,
                     const char* fmt, ...) __printf_like(5, 6);
void z_log_emit_v(const void* source, uint32_t how, const char* fmt, va_list ap);
/* CONFIG_LOG_MODE_MINIMAL. */
void z_log_minimal(uint32_t level, const char* fmt, ...) __printf_like(2, 3);
void z_log_minimal_hexdump_print(int level, const void* data, size_t size);
void z_log_vprintk(const char* fmt, va_list ap);

/* For other logging systems that end here. */
static inline void log_generic(uint8_t level, const char* fmt, va_list ap) {
  z_log_emit_v(NULL, level, fmt, ap);
}
#else
static inline void log_generic(uint8_t level, const char* fmt, va_list ap) {
  (void)level;
  (void)fmt;
  (void)ap;
}
#define LOG_CURRENT_MODULE_ID() 0U
#endif
#define log2_generic log_generic

/* Never called: has the compiler check the arguments. */
static inline __printf_like(1, 2) void z_log_printf_arg_checker(const char* fmt, ...) {
  (void)fmt;
}

#ifdef __cplusplus
}
#endif
#endif
