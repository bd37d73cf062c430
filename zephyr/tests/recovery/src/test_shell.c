/* SPDX-License-Identifier: Apache-2.0
 * The shell's command. */
#include <string.h>
#include <zephyr/shell/shell.h>
#include <zephyr/shell/shell_dummy.h>
#include <zephyr/ztest.h>

#include "memory.h"

static int status_of_command;

/* What the command printed. */
static const char* reply(const char* command) {
  const struct shell* sh = shell_backend_dummy_get_ptr();
  size_t size;
  shell_backend_dummy_clear_output(sh);
  status_of_command = shell_execute_cmd(sh, command);
  return shell_backend_dummy_get_output(sh, &size);
}

static void before_case(void* fixture) {
  ARG_UNUSED(fixture);
  reset_memory();
}

ZTEST(reclaim_shell, test_says_what_reclaimers_gave) {
  lend_to_dear(k_malloc(200));
  const char* output = reply("tidemark reclaim now");
  zassert_equal(status_of_command, 0);
  zassert_not_null(strstr(output, "given back: 2"), "%s", output);
  zassert_not_null(strstr(output, "\ndear "), "%s", output);
  zassert_true(strstr(output, "\ncheap ") < strstr(output, "\nmoody "), "in their order");
  zassert_not_null(strstr(output, " gave\r\n"), "%s", output);
  zassert_not_null(strstr(output, "2 shedders, all on"), "%s", output);
  zassert_not_null(strstr(output, "reserve: held"), "%s", output);
  zassert_true(were_called("cmd"), "%s", calls);
}

ZTEST(reclaim_shell, test_calls_nobody_unless_told_to) {
  const char* output = reply("tidemark reclaim");
  zassert_is_null(strstr(output, "given back:"), "%s", output);
  zassert_true(were_called(""), "%s", calls);
  output = reply("tidemark reclaim noe");
  zassert_equal(status_of_command, -EINVAL);
  zassert_not_null(strstr(output, "\"noe\": no such word; \"now\""), "%s", output);
}

static void* wait_for_shell(void) {
  k_msleep(100);
  return NULL;
}

ZTEST_SUITE(reclaim_shell, NULL, wait_for_shell, before_case, NULL, NULL);
