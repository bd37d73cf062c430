// SPDX-License-Identifier: Apache-2.0
// Assertions of tests. Each takes the values, then optionally a printf format (or NULL) and its
// arguments for a message:
//   zassert_*   a failure ends the test as failed
//   zassume_*   a failure ends the test as skipped; with CONFIG_ZTEST_FAIL_ON_ASSUME the program
//               fails in the end
//   zexpect_*   the test has failed, but goes on
// Values are evaluated once, except those of _within and _between_inclusive. On failure the place
// and the condition are printed (CONFIG_ZTEST_ASSERT_VERBOSE). In an interrupt handler the calls
// return although the test has ended.
#ifndef ZEPHYR_TESTSUITE_ZTEST_ASSERT_H_
#define ZEPHYR_TESTSUITE_ZTEST_ASSERT_H_

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <zephyr/ztest_test.h>

#ifdef __cplusplus
extern "C" {
#endif

/* `file` relative to the working directory, if it is below it. */
const char* ztest_relative_filename(const char* file);

enum hosted_ztest_kind { HOSTED_ZTEST_ASSERT, HOSTED_ZTEST_ASSUME, HOSTED_ZTEST_EXPECT };
/* Reports a condition that does not hold, and ends the test as its kind says. `msg` may be NULL. */
void hosted_ztest_broken(enum hosted_ztest_kind kind, const char* text, const char* file, int line,
                         const char* func, const char* msg, ...);
/* Reports one that holds: CONFIG_ZTEST_ASSERT_VERBOSE=2. */
void hosted_ztest_held(enum hosted_ztest_kind kind, const char* file, int line, const char* func);

#ifdef __cplusplus
}
#endif

#if defined(CONFIG_ZTEST_ASSERT_VERBOSE) && CONFIG_ZTEST_ASSERT_VERBOSE == 2
#define HOSTED_ZTEST_HELD(kind) else hosted_ztest_held(kind, __FILE__, __LINE__, __func__)
#else
#define HOSTED_ZTEST_HELD(kind)
#endif

/* The condition goes through a bool, so that one that is constant raises no warning. */
#define HOSTED_ZTEST_CHECK(kind, cond, text, ...)                                 \
  do {                                                                            \
    bool hosted_holds = (cond);                                                   \
    if (!hosted_holds) {                                                          \
      hosted_ztest_broken(kind, text, __FILE__, __LINE__, __func__, __VA_ARGS__); \
    }                                                                             \
    HOSTED_ZTEST_HELD(kind);                                                      \
  } while (0)

#define HOSTED_ZTEST_MESSAGE(...) COND_CODE_1(__VA_OPT__(1), (__VA_ARGS__), (NULL))
#define zassert(cond, default_msg, ...) \
  HOSTED_ZTEST_CHECK(HOSTED_ZTEST_ASSERT, cond, default_msg, HOSTED_ZTEST_MESSAGE(__VA_ARGS__))
#define zassume(cond, default_msg, ...) \
  HOSTED_ZTEST_CHECK(HOSTED_ZTEST_ASSUME, cond, default_msg, HOSTED_ZTEST_MESSAGE(__VA_ARGS__))
#define zexpect(cond, default_msg, ...) \
  HOSTED_ZTEST_CHECK(HOSTED_ZTEST_EXPECT, cond, default_msg, HOSTED_ZTEST_MESSAGE(__VA_ARGS__))

#define zassert_unreachable(...) zassert(0, "Reached unreachable code", ##__VA_ARGS__)

#define zassert_true(cond, ...) zassert((cond), #cond " is false", ##__VA_ARGS__)
#define zassert_false(cond, ...) zassert(!(cond), #cond " is true", ##__VA_ARGS__)
#define zassert_ok(cond, ...) zassert(!(cond), #cond " is non-zero", ##__VA_ARGS__)
#define zassert_not_ok(cond, ...) zassert(!!(cond), #cond " is zero", ##__VA_ARGS__)
#define zassert_is_null(ptr, ...) zassert((ptr) == NULL, #ptr " is not NULL", ##__VA_ARGS__)
#define zassert_not_null(ptr, ...) zassert((ptr) != NULL, #ptr " is NULL", ##__VA_ARGS__)
#define zassert_equal(a, b, ...) zassert((a) == (b), #a " not equal to " #b, ##__VA_ARGS__)
#define zassert_not_equal(a, b, ...) zassert((a) != (b), #a " equal to " #b, ##__VA_ARGS__)
#define zassert_equal_ptr(a, b, ...) \
  zassert((void*)(a) == (void*)(b), #a " not equal to " #b, ##__VA_ARGS__)
#define zassert_within(a, b, d, ...)                                                     \
  zassert(((a) >= ((b) - (d))) && ((a) <= ((b) + (d))), #a " not within " #b " +/- " #d, \
          ##__VA_ARGS__)
#define zassert_between_inclusive(a, l, u, ...)                                        \
  zassert(((a) >= (l)) && ((a) <= (u)), #a " not between " #l " and " #u " inclusive", \
          ##__VA_ARGS__)
#define zassert_mem_equal(...) HOSTED_ZASSERT_MEM(__VA_ARGS__)
#define zassert_mem_equal__(...) HOSTED_ZASSERT_MEM(__VA_ARGS__)
#define HOSTED_ZASSERT_MEM(buf, exp, size, ...) \
  zassert(memcmp(buf, exp, size) == 0, #buf " not equal to " #exp, ##__VA_ARGS__)
#define zassert_str_equal(s1, s2, ...) \
  zassert(strcmp(s1, s2) == 0, #s1 " not equal to " #s2, ##__VA_ARGS__)

#define zassume_true(cond, ...) zassume((cond), #cond " is false", ##__VA_ARGS__)
#define zassume_false(cond, ...) zassume(!(cond), #cond " is true", ##__VA_ARGS__)
#define zassume_ok(cond, ...) zassume(!(cond), #cond " is non-zero", ##__VA_ARGS__)
#define zassume_not_ok(cond, ...) zassume(!!(cond), #cond " is zero", ##__VA_ARGS__)
#define zassume_is_null(ptr, ...) zassume((ptr) == NULL, #ptr " is not NULL", ##__VA_ARGS__)
#define zassume_not_null(ptr, ...) zassume((ptr) != NULL, #ptr " is NULL", ##__VA_ARGS__)
#define zassume_equal(a, b, ...) zassume((a) == (b), #a " not equal to " #b, ##__VA_ARGS__)
#define zassume_not_equal(a, b, ...) zassume((a) != (b), #a " equal to " #b, ##__VA_ARGS__)
#define zassume_equal_ptr(a, b, ...) \
  zassume((void*)(a) == (void*)(b), #a " not equal to " #b, ##__VA_ARGS__)
#define zassume_within(a, b, d, ...)                                                     \
  zassume(((a) >= ((b) - (d))) && ((a) <= ((b) + (d))), #a " not within " #b " +/- " #d, \
          ##__VA_ARGS__)
#define zassume_between_inclusive(a, l, u, ...)                                        \
  zassume(((a) >= (l)) && ((a) <= (u)), #a " not between " #l " and " #u " inclusive", \
          ##__VA_ARGS__)
#define zassume_mem_equal(...) HOSTED_ZASSUME_MEM(__VA_ARGS__)
#define zassume_mem_equal__(...) HOSTED_ZASSUME_MEM(__VA_ARGS__)
#define HOSTED_ZASSUME_MEM(buf, exp, size, ...) \
  zassume(memcmp(buf, exp, size) == 0, #buf " not equal to " #exp, ##__VA_ARGS__)
#define zassume_str_equal(s1, s2, ...) \
  zassume(strcmp(s1, s2) == 0, #s1 " not equal to " #s2, ##__VA_ARGS__)

#define zexpect_true(cond, ...) zexpect((cond), #cond " is false", ##__VA_ARGS__)
#define zexpect_false(cond, ...) zexpect(!(cond), #cond " is true", ##__VA_ARGS__)
#define zexpect_ok(cond, ...) zexpect(!(cond), #cond " is non-zero", ##__VA_ARGS__)
#define zexpect_not_ok(cond, ...) zexpect(!!(cond), #cond " is zero", ##__VA_ARGS__)
#define zexpect_is_null(ptr, ...) zexpect((ptr) == NULL, #ptr " is not NULL", ##__VA_ARGS__)
#define zexpect_not_null(ptr, ...) zexpect((ptr) != NULL, #ptr " is NULL", ##__VA_ARGS__)
#define zexpect_equal(a, b, ...) zexpect((a) == (b), #a " not equal to " #b, ##__VA_ARGS__)
#define zexpect_not_equal(a, b, ...) zexpect((a) != (b), #a " equal to " #b, ##__VA_ARGS__)
#define zexpect_equal_ptr(a, b, ...) \
  zexpect((void*)(a) == (void*)(b), #a " not equal to " #b, ##__VA_ARGS__)
#define zexpect_within(a, b, d, ...)                                                     \
  zexpect(((a) >= ((b) - (d))) && ((a) <= ((b) + (d))), #a " not within " #b " +/- " #d, \
          ##__VA_ARGS__)
#define zexpect_between_inclusive(a, l, u, ...)                                        \
  zexpect(((a) >= (l)) && ((a) <= (u)), #a " not between " #l " and " #u " inclusive", \
          ##__VA_ARGS__)
#define zexpect_mem_equal(...) HOSTED_ZEXPECT_MEM(__VA_ARGS__)
#define zexpect_mem_equal__(...) HOSTED_ZEXPECT_MEM(__VA_ARGS__)
#define HOSTED_ZEXPECT_MEM(buf, exp, size, ...) \
  zexpect(memcmp(buf, exp, size) == 0, #buf " not equal to " #exp, ##__VA_ARGS__)
#define zexpect_str_equal(s1, s2, ...) \
  zexpect(strcmp(s1, s2) == 0, #s1 " not equal to " #s2, ##__VA_ARGS__)

#endif /* ZEPHYR_TESTSUITE_ZTEST_ASSERT_H_ */
