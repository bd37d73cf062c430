// SPDX-License-Identifier: Apache-2.0
// The same from C++.
#include <zephyr/ztest.h>

#include "state.h"

struct h_cpp_fixture {
  int value;
};

static void* setup(void) {
  static h_cpp_fixture fixture{5};
  return &fixture;
}

ZTEST_SUITE(h_cpp, in_state_one, setup, NULL, NULL, NULL);
ZTEST_EXPECT_FAIL(h_cpp, test_expected);

ZTEST_F(h_cpp, test_fixture) {
  zassert_equal(fixture->value, 5, "value %d", fixture->value);
}

ZTEST(h_cpp, test_expected) {
  zexpect_equal(1, 2, "from %s", "C++");
  zassert_is_null(nullptr, nullptr);
}
