/* SPDX-License-Identifier: Apache-2.0 */
#include "zephyr/src/shell_reclaim.h"

#include <tidemark/allocate.h>
#include <tidemark/reclaim.h>
#include <zephyr/kernel.h>
#include <zephyr/shell/shell.h>

static bool is_word(const char* text, const char* word) {
  while (*word != '\0' && *text == *word) {
    text++;
    word++;
  }
  return *text == *word;
}

static const char* word_of(const struct tidemark_reclaimer_status* status) {
  static const char* const words[] = {"gave", "gave_nothing", "overstated", "late", "stuck"};
  return status->has_outcome ? words[status->outcome] : "-";
}

static void print_reclaimers(const struct shell* sh) {
  struct tidemark_reclaimer_status status;

  shell_print(sh, "%-24s  %8s  %6s  %9s  %10s  %7s  %5s  %s", "RECLAIMER", "PRIORITY", "CALLS",
              "SAID B", "MEASURED B", "MAX MS", "BAD", "LATEST");
  for (size_t i = 0; tidemark_reclaimer_get(i, &status) == 0; i++) {
    shell_print(sh, "%-24s  %8d  %6u  %9u  %10d  %7u  %5u  %s", status.name, status.priority,
                (unsigned int)status.calls, (unsigned int)status.said_bytes,
                (int)status.measured_bytes, (unsigned int)status.longest_ms,
                (unsigned int)status.bad_calls, word_of(&status));
  }
}

static void print_passes(const struct shell* sh) {
  struct tidemark_reclaim_status status;

  if (tidemark_reclaim_get(&status) == 0) {
    shell_print(sh, "passes %u, in vain %u, given back %u bytes; %u shedders, %s%s",
                (unsigned int)status.passes, (unsigned int)status.passes_in_vain,
                (unsigned int)status.given_bytes, (unsigned int)status.shedders,
                status.is_shed ? "shed" : "all on", status.is_stuck ? "; a callback is stuck" : "");
  }
}

static void print_ladder(const struct shell* sh) {
  struct tidemark_ladder_status status;

  if (tidemark_ladder_get(&status) != 0) {
    return; /* a build without the ladder */
  }
  shell_print(sh,
              "failing allocations %u: by reclaim %u, reserve %u, shedding %u, handler %u, "
              "failed %u; at once %u, impossible %u",
              (unsigned int)status.climbs, (unsigned int)status.by_reclaim,
              (unsigned int)status.by_reserve, (unsigned int)status.by_shed,
              (unsigned int)status.by_handler, (unsigned int)status.failed,
              (unsigned int)status.at_once, (unsigned int)status.impossible);
  shell_print(sh, "most steps %u of %u, longest %u ms; reserve: %s",
              (unsigned int)status.most_steps, (unsigned int)status.steps_bound,
              (unsigned int)status.longest_ms,
              !status.has_reserve ? "none" : (status.is_reserve_held ? "held" : "released"));
}

int tidemark_reclaim_command(const struct shell* sh, size_t argc, char** argv) {
  if (argc > 2 || (argc == 2 && !is_word(argv[1], "now"))) {
    shell_error(sh, "tidemark reclaim: \"%s\": no such word; \"now\" calls every reclaimer first",
                argv[argc - 1]);
    return -EINVAL;
  }
  if (argc == 2) {
    size_t given;
    const int err = tidemark_reclaim(0, &given);

    if (err != 0) {
      shell_error(sh, "tidemark reclaim: no pass: error %d; try again later", err);
      return err;
    }
    shell_print(sh, "given back: %u bytes", (unsigned int)given);
  }
  print_reclaimers(sh);
  print_passes(sh);
  print_ladder(sh);
  return 0;
}
