// SPDX-License-Identifier: Apache-2.0
// Zephyr's test framework: suites, tests, assertions, expected faults and mocks. Needs
// CONFIG_ZTEST=y. The framework has its own main(); an application may define test_main().
#ifndef ZEPHYR_TESTSUITE_INCLUDE_ZTEST_H_
#define ZEPHYR_TESTSUITE_INCLUDE_ZTEST_H_

#if !defined(CONFIG_ZTEST) && !defined(ZTEST_UNITTEST)
#error "tidemark-hosted: <zephyr/ztest.h>: CONFIG_ZTEST is not set; add CONFIG_ZTEST=y to prj.conf"
#endif

#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#ifndef PRINT
#define PRINT printk
#endif

#include <zephyr/tc_util.h>
#include <zephyr/ztest_assert.h>
#include <zephyr/ztest_mock.h>
#include <zephyr/ztest_test.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Runs the suites. The default runs all and verifies that each ran; an application that runs suites
 * in states of its own defines its own. */
void test_main(void);

#ifdef __cplusplus
}
#endif

/* The interface of Zephyr before 3.0 is gone from Zephyr 3.7, and from here. */
#define ztest_test_suite(...)                                                                    \
  _Static_assert(0,                                                                              \
                 "tidemark-hosted: ztest_test_suite() is the test interface that Zephyr 3.7 no " \
                 "longer has; use ZTEST_SUITE() and ZTEST()")

#endif /* ZEPHYR_TESTSUITE_INCLUDE_ZTEST_H_ */
