/* SPDX-License-Identifier: Apache-2.0 */
#include "zephyr/src/shell_guard.h"

#include <tidemark/guard.h>
#include <zephyr/kernel.h>
#include <zephyr/shell/shell.h>

static bool is_word(const char* text, const char* word) {
  while (*word != '\0' && *text == *word) {
    text++;
    word++;
  }
  return *text == *word;
}

static void print_count(const struct shell* sh, const char* what, uint32_t value) {
  shell_print(sh, "%-24s  %8u", what, (unsigned int)value);
}

/* `check`: all blocks first. */
static int print_status(const struct shell* sh, bool check) {
  struct tidemark_guard_status status;
  int err = check ? tidemark_guard_check() : 0;

  if (err == 0) {
    err = tidemark_guard_get(&status);
  }
  if (err != 0) {
    return err;
  }
  print_count(sh, "guarded heaps", status.heaps);
  print_count(sh, "heaps without room", status.heaps_missed);
  print_count(sh, "live blocks", status.blocks);
  print_count(sh, "blocks held back", status.held_blocks);
  print_count(sh, "bytes held back", status.held_bytes);
  print_count(sh, "faults", status.faults);
  print_count(sh, "faults not told", status.faults_untold);
  print_count(sh, "damaged blocks kept", status.kept_blocks);
  print_count(sh, "sweeps", status.sweeps);
  return 0;
}

int tidemark_guard_command(const struct shell* sh, size_t argc, char** argv) {
  if (argc <= 1) {
    return print_status(sh, false);
  }
  if (argc == 2 && is_word(argv[1], "check")) {
    return print_status(sh, true);
  }
  shell_error(sh, "tidemark guard: \"%s\": no such word; \"check\" checks every block now",
              argv[argc - 1]);
  return -EINVAL;
}
