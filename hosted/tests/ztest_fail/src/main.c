/* SPDX-License-Identifier: Apache-2.0 */
/* Each way to fail. */
#include <string.h>
#include <zephyr/ztest.h>

ZTEST_SUITE(a_assertions, NULL, NULL, NULL, NULL, NULL);

ZTEST(a_assertions, test_assert) {
  const char* text = "beta";

  zassert_str_equal(text, "alpha", "text %s", text);
  printk("not reached\n");
}

ZTEST(a_assertions, test_assume) {
  zassume_within(3, 10, 2);
  printk("not reached\n");
}

ZTEST(a_assertions, test_expect) {
  zexpect_between_inclusive(5, 6, 7);
  zexpect_not_null(NULL, "second of %d", 2);
  printk("goes on\n");
}

ZTEST(a_assertions, test_passes) {
  zassert_not_equal(1, 2);
}

ZTEST_SUITE(b_expectations, NULL, NULL, NULL, NULL, NULL);
ZTEST_EXPECT_FAIL(b_expectations, test_should_fail);
ZTEST_EXPECT_SKIP(b_expectations, test_should_skip);

ZTEST(b_expectations, test_should_fail) {}

ZTEST(b_expectations, test_should_skip) {
  ztest_test_fail();
}

static void mocked(int a, char* b) {
  ztest_check_expected_value(a);
  ztest_copy_return_data(b, 2);
}

ZTEST_SUITE(c_mocks, NULL, NULL, NULL, NULL, NULL);

ZTEST(c_mocks, test_missing_value) {
  char b[2];

  mocked(1, b);
}

ZTEST(c_mocks, test_return_left_over) {
  ztest_returns_value(mocked, 4);
}

ZTEST(c_mocks, test_too_many) {
  for (int i = 0; i < 3; i++) {
    ztest_expect_value(mocked, a, i);
  }
}

ZTEST(c_mocks, test_value_left_over) {
  ztest_expect_value(mocked, a, 4);
}

ZTEST(c_mocks, test_wrong_value) {
  ztest_expect_value(mocked, a, 4);
  mocked(5, NULL);
}

/* A hook that fails: in setup the suite, in before the test, each time. */
static void* fails_in_setup(void) {
  zassert_unreachable();
  return NULL;
}

static void* skips_in_setup(void) {
  ztest_test_skip();
  return NULL;
}

static void fails_in_before(void* data) {
  ARG_UNUSED(data);
  zassert_true(false, NULL);
}

ZTEST_SUITE(d_setup_fails, NULL, fails_in_setup, NULL, NULL, NULL);
ZTEST_SUITE(e_setup_skips, NULL, skips_in_setup, NULL, NULL, NULL);
ZTEST_SUITE(f_before_fails, NULL, NULL, fails_in_before, NULL, NULL);

ZTEST(d_setup_fails, test_not_run) {
  printk("not reached\n");
}

ZTEST(e_setup_skips, test_not_run) {
  printk("not reached\n");
}

ZTEST(f_before_fails, test_not_run) {
  printk("not reached\n");
}

/* Another thread than the test's may find the fault. */
static K_THREAD_STACK_DEFINE(stack, 1024 + CONFIG_TEST_EXTRA_STACK_SIZE);
static struct k_thread thread;

static void finds_fault(void* a, void* b, void* c) {
  ARG_UNUSED(a);
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  zassert_equal(strlen("four"), 5);
  printk("not reached\n");
}

ZTEST_SUITE(g_threads, NULL, NULL, NULL, NULL, NULL);

ZTEST(g_threads, test_other_thread) {
  k_thread_create(&thread, stack, K_THREAD_STACK_SIZEOF(stack), finds_fault, NULL, NULL, NULL, 1, 0,
                  K_MSEC(20));
  k_thread_join(&thread, K_FOREVER);
  printk("not reached\n");
}

/* The last suite: what it does wrong ends the run. */
static void fails_in_after(void* data) {
  ARG_UNUSED(data);
  zassert_true(false, "after the test");
}
ZTEST_SUITE(h_after_fails, NULL, NULL, NULL, fails_in_after, NULL);

ZTEST(h_after_fails, test_passes) {}

ZTEST(h_after_fails, test_passes_too) {
  printk("not reached: the run has ended\n");
}

static bool never(const void* state) {
  ARG_UNUSED(state);
  return false;
}
ZTEST_SUITE(i_never, never, NULL, NULL, NULL, NULL);

ZTEST(i_never, test_not_run) {}
