// SPDX-License-Identifier: Apache-2.0
// What test programs print. With CONFIG_ZTEST_TC_UTIL_USER_OVERRIDE an application's
// <tc_util_user_override.h> may define any of the macros below beforehand; it is found through
// zephyr_include_directories().
#ifndef ZEPHYR_TESTSUITE_INCLUDE_TC_UTIL_H_
#define ZEPHYR_TESTSUITE_INCLUDE_TC_UTIL_H_

#include <stdint.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#ifdef CONFIG_ZTEST_TC_UTIL_USER_OVERRIDE
#include <tc_util_user_override.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif
/* Ends the process with this status, output written. */
FUNC_NORETURN void posix_exit(int exit_code);
#ifdef __cplusplus
}
#endif

#ifndef PRINT_DATA
#define PRINT_DATA(fmt, ...) printk(fmt, ##__VA_ARGS__)
#endif
#ifndef PRINT_LINE
#define PRINT_LINE \
  PRINT_DATA("===================================================================\n")
#endif

/* The name of this run, given by -DTC_RUNID=... to CMake. */
#ifdef TC_RUNID
#define TC_PRINT_RUNID PRINT_DATA("RunID: " STRINGIFY(TC_RUNID) "\n")
#else
#define TC_PRINT_RUNID \
  do {                 \
  } while (0)
#endif

#define TASK_STACK_SIZE 2048
#define FMT_ERROR "%s - %s@%d. "

#define TC_PASS 0
#define TC_FAIL 1
#define TC_SKIP 2
#define TC_FLAKY 3

#ifndef TC_PASS_STR
#define TC_PASS_STR "PASS"
#endif
#ifndef TC_FAIL_STR
#define TC_FAIL_STR "FAIL"
#endif
#ifndef TC_SKIP_STR
#define TC_SKIP_STR "SKIP"
#endif
#ifndef TC_FLAKY_STR
#define TC_FLAKY_STR "FLAKY"
#endif

static inline const char* TC_RESULT_TO_STR(int result) {
  static const char* const kNames[] = {TC_PASS_STR, TC_FAIL_STR, TC_SKIP_STR, TC_FLAKY_STR};
  return result >= TC_PASS && result <= TC_FLAKY ? kNames[result] : "?";
}

/* Start in cycles and duration in milliseconds, rounded up, of the test at hand. */
__unused static uint32_t tc_start_time;
__unused static uint32_t tc_spend_time;

static inline void get_start_time_cyc(void) {
  tc_start_time = k_cycle_get_32();
}

static inline void get_test_duration_ms(void) {
  tc_spend_time = k_cyc_to_ms_ceil32(k_cycle_get_32() - tc_start_time);
}

static inline void print_nothing(const char* fmt, ...) {
  ARG_UNUSED(fmt);
}

#if defined(CONFIG_ZTEST) && !defined(CONFIG_ZTEST_VERBOSE_OUTPUT)
#define HOSTED_TC_OUTPUT(...) print_nothing(__VA_ARGS__)
#define HOSTED_TC_LINE
#else
#define HOSTED_TC_OUTPUT(...) PRINT_DATA(__VA_ARGS__)
#define HOSTED_TC_LINE PRINT_LINE
#endif

#ifndef TC_ERROR
#define TC_ERROR(fmt, ...)                             \
  do {                                                 \
    PRINT_DATA(FMT_ERROR, "FAIL", __func__, __LINE__); \
    PRINT_DATA(fmt, ##__VA_ARGS__);                    \
  } while (0)
#endif
#ifndef TC_PRINT
#define TC_PRINT(fmt, ...) HOSTED_TC_OUTPUT(fmt, ##__VA_ARGS__)
#endif
#ifndef TC_SUMMARY_PRINT
#define TC_SUMMARY_PRINT(fmt, ...) PRINT_DATA(fmt, ##__VA_ARGS__)
#endif
#ifndef TC_START_PRINT
#define TC_START_PRINT(name) HOSTED_TC_OUTPUT("START - %s\n", name);
#endif
#ifndef TC_START
#define TC_START(name)    \
  do {                    \
    TC_START_PRINT(name); \
  } while (0)
#endif
#ifndef TC_END
#define TC_END(result, fmt, ...) PRINT_DATA(fmt, ##__VA_ARGS__)
#endif
#ifndef TC_END_PRINT
#define TC_END_PRINT(result, fmt, ...)  \
  HOSTED_TC_OUTPUT(fmt, ##__VA_ARGS__); \
  HOSTED_TC_LINE
#endif
#ifndef Z_TC_END_RESULT
#define Z_TC_END_RESULT(result, func)                                                     \
  do {                                                                                    \
    TC_END_PRINT(result, " %s - %s in %u.%03u seconds\n", TC_RESULT_TO_STR(result), func, \
                 tc_spend_time / 1000U, tc_spend_time % 1000U);                           \
  } while (0)
#endif
#ifndef TC_END_RESULT
#define TC_END_RESULT(result) Z_TC_END_RESULT((result), __func__)
#endif
#ifndef TC_END_RESULT_CUSTOM
#define TC_END_RESULT_CUSTOM(result, func) Z_TC_END_RESULT((result), func)
#endif
#ifndef TC_SUITE_PRINT
#define TC_SUITE_PRINT(fmt, ...) PRINT_DATA(fmt, ##__VA_ARGS__)
#endif
#ifndef TC_SUITE_START
#define TC_SUITE_START(name)                        \
  do {                                              \
    TC_SUITE_PRINT("Running TESTSUITE %s\n", name); \
    PRINT_LINE;                                     \
  } while (0)
#endif
#ifndef TC_SUITE_END
#define TC_SUITE_END(name, result)                                                            \
  do {                                                                                        \
    TC_SUITE_PRINT("TESTSUITE %s %s\n", name, (result) != TC_FAIL ? "succeeded" : "failed."); \
  } while (0)
#endif
/* As on native_sim, the end of the report is the end of the program; its status is the result. */
#define TC_END_POST(result) posix_exit(result)
#ifndef TC_END_REPORT
#define TC_END_REPORT(result)                                                                \
  do {                                                                                       \
    PRINT_LINE;                                                                              \
    TC_PRINT_RUNID;                                                                          \
    TC_END(result, "PROJECT EXECUTION %s\n", (result) == TC_PASS ? "SUCCESSFUL" : "FAILED"); \
    TC_END_POST(result);                                                                     \
  } while (0)
#endif

#ifdef CONFIG_SHELL
#include <zephyr/shell/shell.h>
#define TC_CMD_DEFINE(name)                                                 \
  static int cmd_##name(const struct shell* sh, size_t argc, char** argv) { \
    ARG_UNUSED(sh);                                                         \
    ARG_UNUSED(argc);                                                       \
    ARG_UNUSED(argv);                                                       \
    TC_START(__func__);                                                     \
    name();                                                                 \
    TC_END_RESULT(TC_PASS);                                                 \
    return 0;                                                               \
  }
#define TC_CMD_ITEM(name) cmd_##name
#else
#define TC_CMD_DEFINE(name)                \
  int cmd_##name(int argc, char* argv[]) { \
    ARG_UNUSED(argc);                      \
    ARG_UNUSED(argv);                      \
    TC_START(__func__);                    \
    name();                                \
    TC_END_RESULT(TC_PASS);                \
    return 0;                              \
  }
#define TC_CMD_ITEM(name) \
  { STRINGIFY(name), cmd_##name, "none" }
#endif

#endif /* ZEPHYR_TESTSUITE_INCLUDE_TC_UTIL_H_ */
