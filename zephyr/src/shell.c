/* SPDX-License-Identifier: Apache-2.0 */
/* The command "tidemark": what the C API says, in tables. Runs in the shell's thread. */
#include <zephyr/kernel.h>
#include <zephyr/shell/shell.h>

#include "zephyr/src/shell_guard.h"
#include "zephyr/src/shell_profile.h"
#include "zephyr/src/shell_reclaim.h"
#include "zephyr/src/shell_recovery.h"
#include "zephyr/src/shell_table.h"

/* What the subcommands list. `off`: why there may be none of it at all. */
struct group {
  const char* what;
  tidemark_view_get get;
  const struct tidemark_column* columns;
  const char* off;
};

enum { GROUP_HEAPS, GROUP_STACKS, GROUP_POOLS, GROUP_COUNT };

static const struct group groups[GROUP_COUNT] = {
    {"heaps", tidemark_view_heap, tidemark_heap_columns, NULL},
    {"stacks", tidemark_view_stack, tidemark_stack_columns,
     IS_ENABLED(CONFIG_TIDEMARK_THREAD_STACKS) ? NULL : "CONFIG_TIDEMARK_THREAD_STACKS is off"},
    {"pools", tidemark_view_pool, tidemark_pool_columns,
     IS_ENABLED(CONFIG_TIDEMARK_MEM_SLABS) ? NULL : "CONFIG_TIDEMARK_MEM_SLABS is off"},
};

/* None of the subcommands here has arguments. */
static int refuse_arguments(const struct shell* sh, size_t argc, char** argv) {
  if (argc <= 1) {
    return 0;
  }
  shell_error(sh, "tidemark %s: \"%s\": there are no arguments; leave it out", argv[0], argv[1]);
  return -EINVAL;
}

/* Says why a table has no rows. */
static void explain_none(const struct shell* sh, int group) {
  struct tidemark_self self;
  struct tidemark_coverage coverage;

  if (groups[group].off != NULL) {
    shell_print(sh, "%s: not watched: %s", groups[group].what, groups[group].off);
  } else if (tidemark_self_get(&self) == 0 && self.samples == 0) {
    shell_print(sh, "%s: not known yet: there was no sample; try \"tidemark sample\"",
                groups[group].what);
  } else if (group == GROUP_STACKS && tidemark_coverage_get(&coverage) == 0 &&
             coverage.threads != 0) {
    shell_print(sh, "stacks: not known: threads do not run on the stacks that the kernel has");
  } else {
    shell_print(sh, "%s: there are none", groups[group].what);
  }
}

static int print_group(const struct shell* sh, size_t argc, char** argv, int group) {
  const int err = refuse_arguments(sh, argc, argv);

  if (err == 0 && tidemark_print_table(sh, groups[group].columns, &groups[group].get, 1,
                                       tidemark_is_any) == 0) {
    explain_none(sh, group);
  }
  return err;
}

static int heaps_command(const struct shell* sh, size_t argc, char** argv) {
  return print_group(sh, argc, argv, GROUP_HEAPS);
}

static int stacks_command(const struct shell* sh, size_t argc, char** argv) {
  return print_group(sh, argc, argv, GROUP_STACKS);
}

static int pools_command(const struct shell* sh, size_t argc, char** argv) {
  return print_group(sh, argc, argv, GROUP_POOLS);
}

/* What a group's resources come to. */
struct summary {
  unsigned int watched;
  unsigned int leaks;
  unsigned int watches;
  unsigned int levels[TIDEMARK_LEVEL_CRITICAL + 1];
  bool has_tightest;
  struct tidemark_view tightest; /* The one with the least headroom in percent. */
};

static uint32_t headroom_percent(const struct tidemark_view* view) {
  return view->size == 0U ? 0U : (uint32_t)(100ULL * (view->size - view->peak) / view->size);
}

static void summarize(int group, struct summary* summary) {
  struct tidemark_view view;

  *summary = (struct summary){0};
  for (size_t i = 0; groups[group].get(i, &view) == 0; i++) {
    summary->watched++;
    summary->leaks += view.has_verdict && view.verdict == TIDEMARK_VERDICT_LEAK ? 1U : 0U;
    summary->watches += view.has_verdict && view.verdict == TIDEMARK_VERDICT_WATCH ? 1U : 0U;
    summary->levels[view.level]++;
    if (view.has_peak && (!summary->has_tightest ||
                          headroom_percent(&view) < headroom_percent(&summary->tightest))) {
      summary->has_tightest = true;
      summary->tightest = view;
    }
  }
}

static void print_summary(const struct shell* sh, int group, uint32_t missed) {
  struct summary summary;

  summarize(group, &summary);
  shell_fprintf(sh, SHELL_NORMAL, "%-6s  %7u  %7u  %4u  %5u  %4u  %8u  ", groups[group].what,
                summary.watched, (unsigned int)missed, summary.leaks, summary.watches,
                summary.levels[TIDEMARK_LEVEL_WARN], summary.levels[TIDEMARK_LEVEL_CRITICAL]);
  if (summary.has_tightest) {
    shell_print(sh, "%3u %%  %s", (unsigned int)headroom_percent(&summary.tightest),
                summary.tightest.name);
  } else {
    shell_print(sh, "-");
  }
}

static int status_command(const struct shell* sh, size_t argc, char** argv) {
  struct tidemark_coverage coverage;
  int err = refuse_arguments(sh, argc, argv);

  if (err == 0) {
    err = tidemark_coverage_get(&coverage);
  }
  if (err != 0) {
    return err;
  }
  shell_print(sh, "        WATCHED  NO ROOM  LEAK  WATCH  WARN  CRITICAL  LEAST HEADROOM");
  print_summary(sh, GROUP_HEAPS, coverage.heaps_missed);
  print_summary(sh, GROUP_STACKS, coverage.threads_missed);
  print_summary(sh, GROUP_POOLS, coverage.mem_slabs_missed + coverage.pools_missed);
  shell_print(sh, "not seen: %s", coverage.blind[0] != '\0' ? coverage.blind : "-");
  return 0;
}

static int verdicts_command(const struct shell* sh, size_t argc, char** argv) {
  static const tidemark_view_get all[] = {tidemark_view_heap, tidemark_view_stack,
                                          tidemark_view_pool};
  const int err = refuse_arguments(sh, argc, argv);

  if (err == 0 && tidemark_print_table(sh, tidemark_verdict_columns, all, ARRAY_SIZE(all),
                                       tidemark_is_remarkable) == 0) {
    shell_print(sh, "verdicts: no leak, nothing that grows, nothing near its end");
  }
  return err;
}

static int sample_command(const struct shell* sh, size_t argc, char** argv) {
  struct tidemark_self self;
  int err = refuse_arguments(sh, argc, argv);

  if (err == 0) {
    err = tidemark_sample_now();
  }
  if (err == 0) {
    err = tidemark_self_get(&self);
  }
  if (err != 0) {
    return err;
  }
  if (self.has_sample_us) {
    shell_print(sh, "sample %u: took %u us", (unsigned int)self.samples,
                (unsigned int)self.sample_us);
  } else {
    shell_print(sh, "sample %u", (unsigned int)self.samples);
  }
  return 0;
}

static void print_own(const struct shell* sh, const char* what, bool is_known, uint32_t value,
                      const char* unit) {
  char text[TIDEMARK_CELL_SIZE];

  shell_print(sh, "%-24s  %8s%s", what, tidemark_number_cell(is_known, value, text),
              is_known ? unit : "");
}

static int self_command(const struct shell* sh, size_t argc, char** argv) {
  struct tidemark_self self;
  int err = refuse_arguments(sh, argc, argv);

  if (err == 0) {
    err = tidemark_self_get(&self);
  }
  if (err != 0) {
    return err;
  }
  print_own(sh, "samples", true, self.samples, "");
  print_own(sh, "latest sample", self.has_sample_us, self.sample_us, " us");
  print_own(sh, "longest sample", self.has_sample_us_max, self.sample_us_max, " us");
  print_own(sh, "longest lock", self.has_lock_us_max, self.lock_us_max, " us");
  print_own(sh, "static memory", true, self.ram_bytes, " B");
  print_own(sh, "lines lost", self.has_lines_lost, self.lines_lost, "");
  return 0;
}

static int reset_peaks_command(const struct shell* sh, size_t argc, char** argv) {
  int err = refuse_arguments(sh, argc, argv);

  if (err == 0) {
    err = tidemark_peaks_reset();
  }
  if (err == 0) {
    shell_print(sh,
                "peaks of heaps and pools begin anew; those of stacks stay, for they are what "
                "the stacks hold");
  }
  return err;
}

/* Called when no subcommand fits. */
static int tidemark_command(const struct shell* sh, size_t argc, char** argv) {
  if (argc > 1) {
    shell_error(sh, "tidemark: \"%s\": no such command; \"tidemark --help\" lists them", argv[1]);
    return -EINVAL;
  }
  shell_help(sh);
  return SHELL_CMD_HELP_PRINTED;
}

#define COMMAND(syntax, handler, help) \
  SHELL_CMD_ARG(syntax, NULL, help, handler, 1, SHELL_OPT_ARG_CHECK_SKIP)

#if defined(CONFIG_TIDEMARK_PROFILE)
#define PROFILE_COMMAND(syntax, handler, help) COMMAND(syntax, handler, help),
#else
#define PROFILE_COMMAND(syntax, handler, help)
#endif
#if defined(CONFIG_TIDEMARK_GUARD)
#define GUARD_COMMAND(syntax, handler, help) COMMAND(syntax, handler, help),
#else
#define GUARD_COMMAND(syntax, handler, help)
#endif
#if defined(CONFIG_TIDEMARK_RECLAIM)
#define RECLAIM_COMMAND(syntax, handler, help) COMMAND(syntax, handler, help),
#else
#define RECLAIM_COMMAND(syntax, handler, help)
#endif

#if defined(CONFIG_TIDEMARK_EVIDENCE)
#define EVIDENCE_COMMAND(syntax, handler, help) COMMAND(syntax, handler, help),
#else
#define EVIDENCE_COMMAND(syntax, handler, help)
#endif

/* The formatter would take the hyphen of a name for a minus. */
/* clang-format off */
SHELL_STATIC_SUBCMD_SET_CREATE(
    tidemark_commands,
    PROFILE_COMMAND(compare, tidemark_compare_command,
                    "Call sites by what is new since the mark. [ROWS]")
    GUARD_COMMAND(guard, tidemark_guard_command, "What guarded heaps hold, and faults found. [check]")
    COMMAND(heaps, heaps_command, "Each heap: use, peak, headroom above the peak, verdict."),
    PROFILE_COMMAND(live, tidemark_live_command, "Recorded live blocks, the oldest first. [ROWS]")
    PROFILE_COMMAND(mark, tidemark_mark_command, "What is allocated from now on is new.")
    COMMAND(pools, pools_command, "Each pool of blocks: the same, in blocks."),
    RECLAIM_COMMAND(reclaim, tidemark_reclaim_command,
                    "What reclaimers gave, and how failing allocations ended. [now]")
    COMMAND(reset-peaks, reset_peaks_command, "Let the peaks of heaps and pools begin anew."),
    EVIDENCE_COMMAND(restart, tidemark_restart_command, "How the life before ended, safe mode. [leave]")
    COMMAND(sample, sample_command, "Read everything now, beside the period."),
    COMMAND(self, self_command, "What the monitor itself costs."),
    PROFILE_COMMAND(sites, tidemark_sites_command, "Call sites by what they hold. [ROWS]")
    COMMAND(stacks, stacks_command, "Each thread's stack: high-water mark and headroom."),
    COMMAND(status, status_command, "All in four lines: how many, how healthy, what is tightest."),
    PROFILE_COMMAND(threads, tidemark_threads_command,
                    "Who holds memory: threads, ended ones too, and interrupts.")
    COMMAND(verdicts, verdicts_command, "What leaks, grows or is near its end, and how fast."),
    SHELL_SUBCMD_SET_END);
/* clang-format on */

SHELL_CMD_ARG_REGISTER(tidemark, &tidemark_commands, "Memory: heaps, stacks, pools, leaks.",
                       tidemark_command, 1, SHELL_OPT_ARG_CHECK_SKIP);
