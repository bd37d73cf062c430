/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that passes: hooks and their order, fixtures, each assertion, expected results, states
 * with predicates. The trace of calls is printed by a suite of its own, so the expected output
 * checks the order.
 */
#include <string.h>
#include <zephyr/ztest.h>

#include "state.h"

static char trace[512];

static void note(const char* what) {
  strncat(trace, what, sizeof(trace) - strlen(trace) - 1);
}

/* Rules run around the hooks of every suite. */
static void rule_before(const struct ztest_unit_test* test, void* data) {
  ARG_UNUSED(data);
  if (strcmp(test->test_suite_name, "a_hooks") == 0) {
    note("rule<");
  }
}

static void rule_after(const struct ztest_unit_test* test, void* data) {
  ARG_UNUSED(data);
  if (strcmp(test->test_suite_name, "a_hooks") == 0) {
    note(">rule ");
  }
}
ZTEST_RULE(tracing, rule_before, rule_after);

struct a_hooks_fixture {
  int count;
};

static void* hooks_setup(void) {
  static struct a_hooks_fixture fixture = {.count = 40};

  note("setup ");
  return &fixture;
}

static void hooks_before(void* data) {
  note("before ");
  ((struct a_hooks_fixture*)data)->count++;
}

static void hooks_after(void* data) {
  ARG_UNUSED(data);
  note("after");
}

static void hooks_teardown(void* data) {
  ARG_UNUSED(data);
  note("teardown");
}
ZTEST_SUITE(a_hooks, in_state_one, hooks_setup, hooks_before, hooks_after, hooks_teardown);

ZTEST_F(a_hooks, test_fixture) {
  note("1 ");
  zassert_equal(fixture->count, 41);
}

ZTEST_USER_F(a_hooks, test_fixture_of_user) {
  note("2 ");
  zassert_equal(fixture->count, 42, "count %d", fixture->count);
}

ZTEST_P(a_hooks, test_parameter) {
  note("3 ");
  zassert_equal(((struct a_hooks_fixture*)data)->count, 43);
}

ZTEST_SUITE(b_trace, in_state_one, NULL, NULL, NULL, NULL);

ZTEST(b_trace, test_order) {
  printk("%s\n", trace);
  zassert_str_equal(
      trace,
      "setup rule<before 1 after>rule rule<before 2 after>rule rule<before 3 after>rule teardown");
}

ZTEST_SUITE(c_assertions, in_state_one, NULL, NULL, NULL, NULL);

#define BUFFERS_AND_SIZE "abc", "abd", 2

ZTEST_USER(c_assertions, test_all_hold) {
  static const char text[] = "text";
  int calls = 0;

  zassert(true, "never printed");
  zassert_true(1, NULL);
  zassert_false(0, "with %d and %s", 1, "two");
  zassert_ok(0);
  zassert_not_ok(-5);
  zassert_is_null(NULL);
  zassert_not_null(text, "no message %p", text);
  zassert_equal(++calls, 1);
  zassert_not_equal(calls, 2);
  zassert_equal_ptr(text, &text[0]);
  zassert_within(95, 100, 5);
  zassert_between_inclusive(3, 3, 4);
  zassert_mem_equal(BUFFERS_AND_SIZE);
  zassert_mem_equal(text, "textile", 4, "bytes");
  zassert_str_equal(text, "text");
  zassume_true(true);
  zassume_false(false);
  zassume_ok(0);
  zassume_not_ok(1);
  zassume_is_null(NULL);
  zassume_not_null(text);
  zassume_equal(1, 1);
  zassume_not_equal(1, 2);
  zassume_equal_ptr(text, text);
  zassume_within(1, 2, 1);
  zassume_between_inclusive(1, 0, 1);
  zassume_mem_equal(text, "text", 5);
  zassume_str_equal(text, "text");
  zexpect(true, "never printed");
  zexpect_true(true);
  zexpect_false(false);
  zexpect_ok(0);
  zexpect_not_ok(1);
  zexpect_is_null(NULL);
  zexpect_not_null(text);
  zexpect_equal(1, 1);
  zexpect_not_equal(1, 2);
  zexpect_equal_ptr(text, text);
  zexpect_within(1, 2, 1);
  zexpect_between_inclusive(1, 0, 1);
  zexpect_mem_equal(text, "text", 5);
  zexpect_str_equal(text, "text");
}

ZTEST_SUITE(d_results, in_state_one, NULL, NULL, NULL, NULL);
ZTEST_EXPECT_FAIL(d_results, test_fails_as_expected);
ZTEST_EXPECT_SKIP(d_results, test_skips_as_expected);

ZTEST(d_results, test_fails_as_expected) {
  zassert_unreachable("it must not matter");
}

ZTEST(d_results, test_passes_early) {
  ztest_test_pass();
  zassert_unreachable();
}

ZTEST(d_results, test_skips) {
  Z_TEST_SKIP_IFNDEF(CONFIG_THIS_IS_NOT_SET);
  zassert_unreachable();
}

ZTEST(d_results, test_skips_as_expected) {
  zassume_true(false, "assumed %d", 7);
}

ZTEST(d_results, test_takes_time) {
  k_busy_wait(1500);
}

ZTEST_SUITE(e_state, in_state_two, NULL, NULL, NULL, NULL);

ZTEST(e_state, test_in_state) {}

void test_main(void) {
  int state = 1;

  ztest_run_all(&state, false, 1, 1);
  state = 2;
  printk("ran %d\n", ztest_run_test_suites(&state, false, 1, 1));
  printk("failed %d\n", ztest_run_test_suite(e_state, false, 1, 1, NULL));
  ztest_verify_all_test_suites_ran();
}
