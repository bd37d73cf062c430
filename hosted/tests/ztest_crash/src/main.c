/* SPDX-License-Identifier: Apache-2.0 */
/* Ends that no test expects, each chosen by --test; and an order of chance, by --seed. */
#include <stdlib.h>
#include <zephyr/ztest.h>

ZTEST_SUITE(crash, NULL, NULL, NULL, NULL, NULL);

ZTEST(crash, test_null) {
  volatile int* nowhere = NULL;

  *nowhere = 1;
}

ZTEST(crash, test_oops) {
  k_oops();
}

ZTEST(crash, test_deadlock) {
  k_sleep(K_FOREVER);
}

ZTEST(crash, test_exit) {
  exit(0);
}

ZTEST(crash, test_endless) {
  for (;;) {
    k_sleep(K_SECONDS(1));
  }
}

ZTEST_SUITE(order, NULL, NULL, NULL, NULL, NULL);

#define NUMBERED(n)        \
  ZTEST(order, test_##n) { \
    zassert_true(n < 10);  \
  }
NUMBERED(1)
NUMBERED(2)
NUMBERED(3)
NUMBERED(4)
NUMBERED(5)

ZTEST_SUITE(fast, NULL, NULL, NULL, NULL, NULL);

/* Fails once, then passes. */
ZTEST(fast, test_flaky) {
  static int runs;

  zassert_not_equal(runs++, 0);
}
