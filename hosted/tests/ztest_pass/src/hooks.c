/* SPDX-License-Identifier: Apache-2.0 */
/* Errors that are expected, and mocks. */
#include <zephyr/irq_offload.h>
#include <zephyr/ztest.h>
#include <zephyr/ztest_error_hook.h>

#include "state.h"

static K_THREAD_STACK_DEFINE(stack, 1024 + CONFIG_TEST_EXTRA_STACK_SIZE);
static struct k_thread thread;
static int hooks;

void ztest_post_fatal_error_hook(unsigned int reason, const z_arch_esf_t* esf) {
  ARG_UNUSED(esf);
  printk("after fatal error %u\n", reason);
  hooks++;
}

static void faults(void* which, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  ztest_set_fault_valid(true);
  if (which == NULL) {
    k_panic();
  } else {
    k_oops();
  }
  zassert_unreachable("a fatal error returned");
}

static void breaks_assertion(void* a, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  ztest_set_assert_valid(true);
  __ASSERT(a != NULL, "a is %p", NULL);
  zassert_unreachable("an assertion returned");
}

static void run(k_thread_entry_t entry, void* argument) {
  k_thread_create(&thread, stack, K_THREAD_STACK_SIZEOF(stack), entry, argument, NULL, NULL, 0, 0,
                  K_NO_WAIT);
  k_thread_name_set(&thread, "victim");
  zassert_ok(k_thread_join(&thread, K_SECONDS(1)));
}

ZTEST_SUITE(f_errors, in_state_one, NULL, NULL, NULL, NULL);

ZTEST(f_errors, test_assertion) {
  run(breaks_assertion, NULL);
}

ZTEST(f_errors, test_fatal) {
  run(faults, NULL);
  run(faults, "oops");
  zassert_equal(hooks, 2);
  hooks = 0;
}

/* The mock of a function that would be another module's. */
static int device_read(int port, const void* out, void* in) {
  ztest_check_expected_value(port);
  ztest_check_expected_data(out, 3);
  ztest_copy_return_data(in, 4);
  return ztest_get_return_value();
}

static const char* device_name(void) {
  return ztest_get_return_value_ptr();
}

ZTEST_SUITE(g_mocks, in_state_one, NULL, NULL, NULL, NULL);

ZTEST(g_mocks, test_values) {
  char in[4] = "";

  for (int port = 1; port <= 2; port++) {
    ztest_expect_value(device_read, port, port);
    ztest_expect_data(device_read, out, "ask");
    ztest_return_data(device_read, in, port == 1 ? "one" : "two");
    ztest_returns_value(device_read, -port);
  }
  ztest_returns_value(device_name, "flash");
  zassert_equal(device_read(1, "ask", in), -1);
  zassert_str_equal(in, "one");
  zassert_equal(device_read(2, "asks", in), -2);
  zassert_str_equal(in, "two");
  zassert_str_equal(device_name(), "flash");
}
