// SPDX-License-Identifier: Apache-2.0
// Suites, tests, rules and the calls that run them. Everything here is for threads, unless it says
// otherwise; the state is one for the whole program.
#ifndef ZEPHYR_TESTSUITE_ZTEST_TEST_H_
#define ZEPHYR_TESTSUITE_ZTEST_TEST_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zephyr/app_memory/app_memdomain.h>
#include <zephyr/init.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/sys/util.h>

#ifdef __cplusplus
extern "C" {
#endif

/* User memory partitions do not exist here: plain data. */
#define ZTEST_DMEM
#define ZTEST_BMEM
#define ZTEST_SECTION .data

enum ztest_expected_result {
  ZTEST_EXPECTED_RESULT_FAIL = 0,
  ZTEST_EXPECTED_RESULT_SKIP,
};

struct ztest_expected_result_entry {
  const char* test_suite_name;
  const char* test_name;
  enum ztest_expected_result expected_result;
};

/* Counts over all repetitions; duration in virtual milliseconds, rounded up. */
struct ztest_unit_test_stats {
  uint32_t run_count;
  uint32_t skip_count;
  uint32_t fail_count;
  uint32_t pass_count;
  uint32_t duration_worst_ms;
};

struct ztest_unit_test {
  const char* test_suite_name;
  const char* name;
  void (*test)(void* data);
  uint32_t thread_options;
  struct ztest_unit_test_stats* const stats;
};

struct ztest_suite_stats {
  uint32_t run_count;
  uint32_t skip_count;
  uint32_t fail_count;
};

typedef void* (*ztest_suite_setup_t)(void);
typedef void (*ztest_suite_before_t)(void* fixture);
typedef void (*ztest_suite_after_t)(void* fixture);
typedef void (*ztest_suite_teardown_t)(void* fixture);
typedef bool (*ztest_suite_predicate_t)(const void* global_state);

struct ztest_suite_node {
  const char* const name;
  const ztest_suite_setup_t setup;
  const ztest_suite_before_t before;
  const ztest_suite_after_t after;
  const ztest_suite_teardown_t teardown;
  const ztest_suite_predicate_t predicate;
  struct ztest_suite_stats* const stats;
};

typedef void (*ztest_rule_cb)(const struct ztest_unit_test* test, void* data);

struct ztest_test_rule {
  ztest_rule_cb before_each;
  ztest_rule_cb after_each;
};

extern struct ztest_expected_result_entry _ztest_expected_result_entry_list_start[];
extern struct ztest_expected_result_entry _ztest_expected_result_entry_list_end[];
extern struct ztest_unit_test _ztest_unit_test_list_start[];
extern struct ztest_unit_test _ztest_unit_test_list_end[];
extern struct ztest_suite_node _ztest_suite_node_list_start[];
extern struct ztest_suite_node _ztest_suite_node_list_end[];
extern struct ztest_test_rule _ztest_test_rule_list_start[];
extern struct ztest_test_rule _ztest_test_rule_list_end[];
#define ZTEST_TEST_COUNT (_ztest_unit_test_list_end - _ztest_unit_test_list_start)
#define ZTEST_SUITE_COUNT (_ztest_suite_node_list_end - _ztest_suite_node_list_start)

enum ztest_result {
  ZTEST_RESULT_PENDING,
  ZTEST_RESULT_PASS,
  ZTEST_RESULT_FAIL,
  ZTEST_RESULT_SKIP,
  ZTEST_RESULT_SUITE_SKIP,
  ZTEST_RESULT_SUITE_FAIL,
};

enum ztest_phase {
  TEST_PHASE_SETUP,
  TEST_PHASE_BEFORE,
  TEST_PHASE_TEST,
  TEST_PHASE_AFTER,
  TEST_PHASE_TEARDOWN,
  TEST_PHASE_FRAMEWORK,
};

/* A suite. Any hook may be NULL. setup runs once on main's stack and returns the fixture, before
 * and after run for each test (before on the test's stack), teardown once. */
#define ZTEST_SUITE(SUITE_NAME, PREDICATE, setup_fn, before_fn, after_fn, teardown_fn) \
  struct ztest_suite_stats UTIL_CAT(z_ztest_suite_node_stats_, SUITE_NAME);            \
  static const STRUCT_SECTION_ITERABLE(ztest_suite_node,                               \
                                       UTIL_CAT(z_ztest_test_node_, SUITE_NAME)) = {   \
      STRINGIFY(SUITE_NAME),                                                           \
      (setup_fn),                                                                      \
      (before_fn),                                                                     \
      (after_fn),                                                                      \
      (teardown_fn),                                                                   \
      PREDICATE,                                                                       \
      &UTIL_CAT(z_ztest_suite_node_stats_, SUITE_NAME)}

/* A test; its body follows. _F: the body sees the fixture as `fixture`, of type struct
 * <suite>_fixture. _P: it sees it as `data`. _USER: the same as without, there is no user mode. */
#define HOSTED_ZTEST(suite, fn, options, parameters, arguments)                           \
  struct ztest_unit_test_stats z_ztest_unit_test_stats_##suite##_##fn;                    \
  static void suite##_##fn parameters;                                                    \
  static void _##suite##_##fn##_wrapper(void* hosted_data) {                              \
    ARG_UNUSED(hosted_data);                                                              \
    suite##_##fn arguments;                                                               \
  }                                                                                       \
  static STRUCT_SECTION_ITERABLE(ztest_unit_test, z_ztest_unit_test__##suite##__##fn) = { \
      STRINGIFY(suite), STRINGIFY(fn), _##suite##_##fn##_wrapper, (options),              \
      &z_ztest_unit_test_stats_##suite##_##fn};                                           \
  static void suite##_##fn parameters
#define Z_ZTEST(suite, fn, t_options) HOSTED_ZTEST(suite, fn, t_options, (void), ())
#define Z_ZTEST_F(suite, fn, t_options)                                  \
  HOSTED_ZTEST(suite, fn, t_options, (struct suite##_fixture * fixture), \
               ((struct suite##_fixture*)hosted_data))
#define Z_TEST_P(suite, fn, t_options) \
  HOSTED_ZTEST(suite, fn, t_options, (void* data), (hosted_data))
#define ZTEST(suite, fn) Z_ZTEST(suite, fn, 0)
#define ZTEST_USER(suite, fn) Z_ZTEST(suite, fn, K_USER)
#define ZTEST_F(suite, fn) Z_ZTEST_F(suite, fn, 0)
#define ZTEST_USER_F(suite, fn) Z_ZTEST_F(suite, fn, K_USER)
#define ZTEST_P(suite, fn) Z_TEST_P(suite, fn, 0)
#define ZTEST_USER_P(suite, fn) Z_TEST_P(suite, fn, K_USER)

/* The named test passes if it fails, or is skipped, and fails otherwise. */
#define HOSTED_ZTEST_EXPECT(suite, fn, result)                                               \
  static const STRUCT_SECTION_ITERABLE(ztest_expected_result_entry,                          \
                                       UTIL_CAT(UTIL_CAT(z_ztest_expected_, suite), fn)) = { \
      STRINGIFY(suite), STRINGIFY(fn), result}
#define ZTEST_EXPECT_FAIL(suite, fn) HOSTED_ZTEST_EXPECT(suite, fn, ZTEST_EXPECTED_RESULT_FAIL)
#define ZTEST_EXPECT_SKIP(suite, fn) HOSTED_ZTEST_EXPECT(suite, fn, ZTEST_EXPECTED_RESULT_SKIP)

/* Functions that run before and after every test of every suite, around the suite's own. */
#define ZTEST_RULE(name, before_each_fn, after_each_fn)                                          \
  static STRUCT_SECTION_ITERABLE(ztest_test_rule, z_ztest_test_rule_##name) = {(before_each_fn), \
                                                                               (after_each_fn)}

#define Z_TEST_SKIP_IFDEF(config) COND_CODE_1(config, (ztest_test_skip()), ())
#define Z_TEST_SKIP_IFNDEF(config) COND_CODE_1(config, (), (ztest_test_skip()))

/* Ends the current test. Of a hook: in setup the whole suite has that result and the call returns;
 * in before it is the test's; after that it is an error that ends the run after this test. May be
 * called by another thread than the test's, which then ends too. */
void ztest_test_fail(void);
void ztest_test_pass(void);
void ztest_test_skip(void);
/* The test has failed, but goes on. */
void ztest_test_expect_fail(void);
void ztest_skip_failed_assumption(void);

/* How often and in which order: CONFIG_ZTEST_SHUFFLE and CONFIG_ZTEST_REPEAT. */
#define HOSTED_ZTEST_SHUFFLE IS_ENABLED(CONFIG_ZTEST_SHUFFLE)
#if defined(CONFIG_ZTEST_REPEAT)
#define HOSTED_ZTEST_SUITE_REPEAT CONFIG_ZTEST_SUITE_REPEAT_COUNT
#define HOSTED_ZTEST_TEST_REPEAT CONFIG_ZTEST_TEST_REPEAT_COUNT
#elif defined(CONFIG_ZTEST_SHUFFLE)
#define HOSTED_ZTEST_SUITE_REPEAT CONFIG_ZTEST_SHUFFLE_SUITE_REPEAT_COUNT
#define HOSTED_ZTEST_TEST_REPEAT CONFIG_ZTEST_SHUFFLE_TEST_REPEAT_COUNT
#else
#define HOSTED_ZTEST_SUITE_REPEAT 1
#define HOSTED_ZTEST_TEST_REPEAT 1
#endif

void hosted_ztest_run_all(const void* state, bool shuffle, int suite_iter, int case_iter);
int hosted_ztest_run_suites(const void* state, bool shuffle, int suite_iter, int case_iter);
int z_ztest_run_test_suite(const char* name, bool shuffle, int suite_iter, int case_iter,
                           void* param);
struct ztest_unit_test* z_ztest_get_next_test(const char* suite, struct ztest_unit_test* prev);

/* Each takes the arguments of Zephyr 3.4 (state, or suite) or those of 3.7 (state, shuffle,
 * suite_iter, case_iter; for one suite a parameter for its tests too). The first two run the suites
 * whose predicate says so and return the number run; the third returns the number of failed tests,
 * or -1 if there is no such suite. */
#define HOSTED_ZTEST_4(function, state, shuffle, suites, cases, ...) \
  function(state, shuffle, suites, cases)
#define ztest_run_all(...)                                                \
  HOSTED_ZTEST_4(hosted_ztest_run_all, __VA_ARGS__, HOSTED_ZTEST_SHUFFLE, \
                 HOSTED_ZTEST_SUITE_REPEAT, HOSTED_ZTEST_TEST_REPEAT, 0)
#define ztest_run_test_suites(...)                                           \
  HOSTED_ZTEST_4(hosted_ztest_run_suites, __VA_ARGS__, HOSTED_ZTEST_SHUFFLE, \
                 HOSTED_ZTEST_SUITE_REPEAT, HOSTED_ZTEST_TEST_REPEAT, 0)
#define HOSTED_ZTEST_SUITE(suite, shuffle, suites, cases, param, ...) \
  z_ztest_run_test_suite(#suite, shuffle, suites, cases, param)
#define ztest_run_test_suite(...)                                                  \
  HOSTED_ZTEST_SUITE(__VA_ARGS__, HOSTED_ZTEST_SHUFFLE, HOSTED_ZTEST_SUITE_REPEAT, \
                     HOSTED_ZTEST_TEST_REPEAT, NULL, 0)

/* The program fails if a suite never ran or a test belongs to none (CONFIG_ZTEST_VERIFY_RUN_ALL).
 */
void ztest_verify_all_test_suites_ran(void);

/* There is one CPU: no effect. */
void ztest_simple_1cpu_before(void* data);
void ztest_simple_1cpu_after(void* data);
static inline void z_test_1cpu_start(void) {}
static inline void z_test_1cpu_stop(void) {}

#ifdef __cplusplus
}
#endif

#include <zephyr/ztest_error_hook.h>

#endif /* ZEPHYR_TESTSUITE_ZTEST_TEST_H_ */
