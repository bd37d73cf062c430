/* SPDX-License-Identifier: Apache-2.0 */
/* A unit test: no KERNEL, a wide stack, and a function of the runtime replaced by the test's own.
 */
#include <string.h>
#include <zephyr/sys/slist.h>
#include <zephyr/sys/util.h>
#include <zephyr/ztest.h>

#if defined(KERNEL) || !defined(ZTEST_UNITTEST)
#error "not built as a unit test"
#endif

ZTEST_SUITE(unit, NULL, NULL, NULL, NULL, NULL);

ZTEST(unit, test_list) {
  sys_slist_t list;
  sys_snode_t nodes[3];

  sys_slist_init(&list);
  for (size_t i = 0; i < ARRAY_SIZE(nodes); i++) {
    sys_slist_append(&list, &nodes[i]);
  }
  zassert_equal_ptr(sys_slist_get(&list), &nodes[0]);
  zassert_equal(sys_slist_len(&list), 2);
}

ZTEST(unit, test_wide_stack) {
  volatile char wide[300000];

  memset((char*)wide, 1, sizeof(wide));
  zassert_equal(wide[sizeof(wide) - 1], 1);
}

uint8_t u8_to_dec(char* buf, uint8_t buflen, uint8_t value) {
  ARG_UNUSED(buflen);
  ARG_UNUSED(value);
  return (uint8_t)strlen(strcpy(buf, "mine"));
}

ZTEST(unit, test_own_definition) {
  char text[8];

  zassert_equal(u8_to_dec(text, sizeof(text), 7), 4);
  zassert_str_equal(text, "mine");
}
