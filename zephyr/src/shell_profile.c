/* SPDX-License-Identifier: Apache-2.0 */
#include "zephyr/src/shell_profile.h"

#include <tidemark/profile.h>
#include <zephyr/kernel.h>
#include <zephyr/shell/shell.h>

#include "zephyr/src/shell_format.h"

/* Rows that a table may have, and has if nothing is said. Each takes 8 to 16 bytes of stack. */
#define MOST_ROWS 16
#define USUAL_ROWS 10

/* Hexadecimal digits of an address, and what stands before them. */
#define ADDRESS_WIDTH ((int)(2U + 2U * sizeof(void*)))

/* An entry of a table by the value that it is ranked by. */
struct ranked {
  uint32_t value;
  size_t cursor; /* That leads to it. */
};

/* Moves the cursor behind the next entry, and says what it is ranked by; 0: it has no row. Returns
 * false iff there is none. */
typedef bool (*measure)(size_t* cursor, uint32_t* value);

static bool measure_live(size_t* cursor, uint32_t* value) {
  struct tidemark_site site;
  const bool exists = tidemark_site_get(cursor, &site) == 0;

  *value = exists ? site.live_bytes : 0U;
  return exists;
}

static bool measure_marked(size_t* cursor, uint32_t* value) {
  struct tidemark_site site;
  const bool exists = tidemark_site_get(cursor, &site) == 0;

  *value = exists ? site.marked_bytes : 0U;
  return exists;
}

static bool measure_age(size_t* cursor, uint32_t* value) {
  struct tidemark_block block;
  const bool exists = tidemark_live_get(cursor, &block) == 0;

  *value = exists ? (uint32_t)MIN(block.age_ms, UINT32_MAX - 1ULL) + 1U : 0U;
  return exists;
}

/* The entries with the greatest values, the greatest first. Returns how many of `best` are set. */
static size_t rank(measure next, struct ranked* best, size_t most) {
  size_t count = 0;
  uint32_t value;

  for (size_t cursor = 0, before = 0; next(&cursor, &value); before = cursor) {
    size_t place = count;

    while (place > 0 && best[place - 1].value < value) {
      place--;
    }
    if (value == 0U || place == most) {
      continue;
    }
    count = MIN(count + 1, most);
    for (size_t i = count - 1; i > place; i--) {
      best[i] = best[i - 1];
    }
    best[place] = (struct ranked){value, before};
  }
  return count;
}

/* How many rows the argument wants. */
static int parse_rows(const struct shell* sh, size_t argc, char** argv, size_t* rows) {
  size_t number = 0;

  *rows = USUAL_ROWS;
  if (argc <= 1) {
    return 0;
  }
  for (const char* at = argv[1]; *at >= '0' && *at <= '9' && number <= MOST_ROWS; at++) {
    number = 10 * number + (size_t)(*at - '0');
    if (at[1] == '\0' && number >= 1 && number <= MOST_ROWS && argc == 2) {
      *rows = number;
      return 0;
    }
  }
  shell_error(sh, "tidemark %s: \"%s\": not a number of rows; give one from 1 to %d", argv[0],
              argv[argc - 1], MOST_ROWS);
  return -EINVAL;
}

static int refuse_arguments(const struct shell* sh, size_t argc, char** argv) {
  if (argc <= 1) {
    return 0;
  }
  shell_error(sh, "tidemark %s: \"%s\": there are no arguments; leave it out", argv[0], argv[1]);
  return -EINVAL;
}

static void print_number(const struct shell* sh, int width, bool is_known, uint32_t value) {
  char cell[TIDEMARK_CELL_SIZE];

  shell_fprintf(sh, SHELL_NORMAL, "%*s  ", width, tidemark_number_cell(is_known, value, cell));
}

static void print_age(const struct shell* sh, bool is_known, uint32_t seconds) {
  char cell[TIDEMARK_CELL_SIZE];

  shell_fprintf(sh, SHELL_NORMAL, "%7s  ", tidemark_duration_cell(is_known, seconds, cell));
}

static void print_address(const struct shell* sh, const void* address, const char* if_none) {
  char cell[TIDEMARK_CELL_SIZE];

  shell_fprintf(sh, SHELL_NORMAL, "%-*s  ", ADDRESS_WIDTH,
                address == NULL ? if_none : tidemark_address_cell((uintptr_t)address, cell));
}

/* Where the call is, for addr2line: it names the line of the instruction that has this byte. */
static const void* call_before(const void* return_address) {
  uintptr_t address = (uintptr_t)return_address;

  if (address == 0U) {
    return NULL;
  }
#if defined(CONFIG_ARM)
  address &= ~(uintptr_t)1U; /* Thumb */
#endif
  return (const void*)(address - 1U);
}

/* What estimates lack. */
static void print_coverage(const struct shell* sh) {
  struct tidemark_profile profile;

  if (tidemark_profile_get(&profile) != 0) {
    return;
  }
  shell_fprintf(sh, SHELL_NORMAL, "%u of %u blocks recorded, ", (unsigned int)profile.blocks,
                (unsigned int)profile.blocks_capacity);
  if (profile.interval_bytes == 1U && profile.thinned == 0U) {
    shell_fprintf(sh, SHELL_NORMAL, "every one");
  } else {
    shell_fprintf(sh, SHELL_NORMAL, "one in %u B: estimates", (unsigned int)profile.interval_bytes);
  }
  shell_print(sh, "; %u displaced, %u without a site, %u without an owner",
              (unsigned int)profile.displaced, (unsigned int)profile.sites_merged,
              (unsigned int)profile.owners_merged);
}

static void print_site(const struct shell* sh, const struct tidemark_site* site, uint32_t bytes,
                       uint32_t blocks) {
  print_address(sh, call_before(site->callers[0]), "(no room)");
  print_number(sh, 9, true, bytes);
  print_number(sh, 7, true, blocks);
  print_number(sh, 9, site->number != TIDEMARK_NO_SLOT,
               (uint32_t)MIN(site->total_bytes, UINT32_MAX));
  print_age(sh, site->has_oldest, site->oldest_s);
  print_number(sh, 6, site->number != TIDEMARK_NO_SLOT, site->cycles_grown);
  shell_print(sh, "%s", site->pool_name);
  for (size_t i = 1; i < TIDEMARK_SITE_FRAMES && site->callers[i] != NULL; i++) {
    shell_fprintf(sh, SHELL_NORMAL, "  from ");
    print_address(sh, call_before(site->callers[i]), "");
    shell_print(sh, "");
  }
}

static int print_sites(const struct shell* sh, size_t argc, char** argv, measure next,
                       const char* what) {
  struct ranked best[MOST_ROWS];
  struct tidemark_site site;
  size_t rows;
  const int err = parse_rows(sh, argc, argv, &rows);

  if (err != 0) {
    return err;
  }
  rows = rank(next, best, rows);
  if (rows > 0) {
    shell_print(sh, "%-*s  %9s  %7s  %9s  %7s  %6s  POOL", ADDRESS_WIDTH, "CALL", what, "BLOCKS",
                "EVER B", "OLDEST", "CYCLES");
  }
  for (size_t i = 0; i < rows; i++) {
    if (tidemark_site_get(&best[i].cursor, &site) == 0) {
      const bool is_marked = next == measure_marked;

      print_site(sh, &site, is_marked ? site.marked_bytes : site.live_bytes,
                 is_marked ? site.marked_blocks : site.live_blocks);
    }
  }
  print_coverage(sh);
  return 0;
}

int tidemark_sites_command(const struct shell* sh, size_t argc, char** argv) {
  return print_sites(sh, argc, argv, measure_live, "LIVE B");
}

int tidemark_compare_command(const struct shell* sh, size_t argc, char** argv) {
  struct tidemark_profile profile;
  const int err = tidemark_profile_get(&profile);
  char cell[TIDEMARK_CELL_SIZE];

  if (err != 0) {
    return err;
  }
  if (!profile.has_mark) {
    shell_error(sh,
                "tidemark compare: there is no mark: what is new cannot be told; set one by "
                "\"tidemark mark\"");
    return -EINVAL;
  }
  shell_print(sh, "live, and allocated in the %s since the mark:",
              tidemark_duration_cell(
                  true, (uint32_t)(((uint64_t)k_uptime_get() - profile.mark_ms) / 1000U), cell));
  return print_sites(sh, argc, argv, measure_marked, "NEW B");
}

/* Name of an owner, or of what it is. */
static void print_owner(const struct shell* sh, unsigned int number) {
  struct tidemark_owner owner;

  for (size_t cursor = 0; tidemark_owner_get(&cursor, &owner) == 0;) {
    if (owner.number == number) {
      shell_print(sh, "%s", owner.state == TIDEMARK_OWNER_INTERRUPT ? "(interrupts)" : owner.name);
      return;
    }
  }
  shell_print(sh, "-");
}

int tidemark_live_command(const struct shell* sh, size_t argc, char** argv) {
  struct ranked oldest[MOST_ROWS];
  struct tidemark_block block;
  size_t rows;
  const int err = parse_rows(sh, argc, argv, &rows);

  if (err != 0) {
    return err;
  }
  rows = rank(measure_age, oldest, rows);
  if (rows > 0) {
    shell_print(sh, "%-*s  %9s  %7s  %5s  %-*s  OWNER", ADDRESS_WIDTH, "BLOCK", "SIZE B", "AGE",
                "SINCE", ADDRESS_WIDTH, "CALL");
  }
  for (size_t i = 0; i < rows; i++) {
    if (tidemark_live_get(&oldest[i].cursor, &block) == 0) {
      print_address(sh, block.block, "");
      print_number(sh, 9, true, block.size_bytes);
      print_age(sh, true, (uint32_t)MIN(block.age_ms / 1000U, UINT32_MAX));
      shell_fprintf(sh, SHELL_NORMAL, "%5s  ", block.since_mark ? "mark" : "-");
      print_address(sh, call_before(block.caller), "(no room)");
      print_owner(sh, block.owner);
    }
  }
  print_coverage(sh);
  return 0;
}

int tidemark_threads_command(const struct shell* sh, size_t argc, char** argv) {
  static const char* const states[] = {"-", "alive", "ended"};
  struct tidemark_owner owner;
  size_t rows = 0;
  const int err = refuse_arguments(sh, argc, argv);

  if (err != 0) {
    return err;
  }
  for (size_t cursor = 0; tidemark_owner_get(&cursor, &owner) == 0;) {
    if (rows++ == 0) {
      shell_print(sh, "%-*s  STATE     LIVE B   BLOCKS   OLDEST  THREAD", ADDRESS_WIDTH, "ADDRESS");
    }
    print_address(sh, owner.thread, "-");
    shell_fprintf(sh, SHELL_NORMAL, "%-5s  ", states[owner.state]);
    print_number(sh, 9, true, owner.live_bytes);
    print_number(sh, 7, true, owner.live_blocks);
    print_age(sh, owner.has_oldest, owner.oldest_s);
    shell_print(sh, "%s", owner.state == TIDEMARK_OWNER_INTERRUPT ? "(interrupts)" : owner.name);
  }
  print_coverage(sh);
  return 0;
}

int tidemark_mark_command(const struct shell* sh, size_t argc, char** argv) {
  int err = refuse_arguments(sh, argc, argv);

  if (err == 0) {
    err = tidemark_mark();
  }
  if (err == 0) {
    shell_print(sh, "marked; \"tidemark compare\" shows what is live and was allocated since");
  }
  return err;
}
