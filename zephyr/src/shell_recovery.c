/* SPDX-License-Identifier: Apache-2.0 */
#include "zephyr/src/shell_recovery.h"

#include <tidemark/recovery.h>
#include <zephyr/kernel.h>
#include <zephyr/shell/shell.h>

static bool is_word(const char* text, const char* word) {
  while (*word != '\0' && *text == *word) {
    text++;
    word++;
  }
  return *text == *word;
}

static const char* word_of(const char* const* words, size_t count, unsigned int number) {
  return number < count ? words[number] : "?";
}

static const char* reason_word(enum tidemark_restart_reason reason) {
  static const char* const words[] = {
      "unknown",   "out of memory", "critical",  "monitor stalled", "stack overflow",
      "assertion", "panic",         "exception", "request",         "health check"};
  return word_of(words, ARRAY_SIZE(words), (unsigned int)reason);
}

static const char* level_word(enum tidemark_level level) {
  static const char* const words[] = {"ok", "warn", "critical"};
  return word_of(words, ARRAY_SIZE(words), (unsigned int)level);
}

static const char* event_word(enum tidemark_restart_event_kind kind) {
  static const char* const words[] = {"level", "verdict", "reclaim", "allocation failure", "guard"};
  return word_of(words, ARRAY_SIZE(words), (unsigned int)kind);
}

static void print_address(const struct shell* sh, const char* what, uint64_t address) {
  shell_print(sh, "%-16s  0x%lx", what, (unsigned long)address);
}

static void print_text(const struct shell* sh, const char* what, const char* text) {
  if (text[0] != '\0') {
    shell_print(sh, "%-16s  %s", what, text);
  }
}

static void print_end(const struct shell* sh, const struct tidemark_restart_status* past) {
  print_text(sh, "reason", reason_word(past->reason));
  shell_print(sh, "%-16s  %u s",
              past->reason == TIDEMARK_RESTART_UNKNOWN ? "lived at least" : "lived",
              (unsigned int)(past->lived_ms / MSEC_PER_SEC));
  print_text(sh, "resource", past->resource);
  print_text(sh, "thread", past->thread);
  if (past->at != 0) {
    print_address(sh, "at", past->at);
  }
  if (past->has_size) {
    shell_print(sh, "%-16s  %u B", "refused", past->size_bytes);
  }
  if (past->has_largest_free) {
    shell_print(sh, "%-16s  %u B", "largest free", past->largest_free_bytes);
  }
  print_text(sh, "build", past->build);
  shell_print(sh, "%-16s  %u that nobody asked for, %u of late", "restarts", past->restarts,
              past->recent);
  print_text(sh, "safe mode", tidemark_in_safe_mode() ? "yes" : "no");
}

static void print_lists(const struct shell* sh) {
  struct tidemark_restart_level level;
  struct tidemark_restart_site site;
  struct tidemark_restart_event event;

  for (size_t i = 0; tidemark_restart_level_get(i, &level) == 0; i++) {
    shell_print(sh, "%-16s  %s: %u of %u used", level_word(level.level), level.name, level.used,
                level.capacity);
  }
  for (size_t i = 0; tidemark_restart_site_get(i, &site) == 0; i++) {
    shell_print(sh, "%-16s  0x%lx: %u B in %u blocks", "held", (unsigned long)site.at,
                site.live_bytes, site.live_blocks);
  }
  for (size_t i = 0; tidemark_restart_event_get(i, &event) == 0; i++) {
    shell_print(sh, "%6u s before  %s: %s %u", event.before_end_s, event.name,
                event_word(event.kind), event.value);
  }
}

static int leave_safe_mode(const struct shell* sh) {
  int err = tidemark_safe_mode_leave();

  if (err == -ENOENT) {
    shell_error(sh, "tidemark restart: leave: the device is not in safe mode; nothing to do");
  }
  return err;
}

int tidemark_restart_command(const struct shell* sh, size_t argc, char** argv) {
  struct tidemark_restart_status past;
  int err;

  if (argc == 2 && is_word(argv[1], "leave")) {
    return leave_safe_mode(sh);
  }
  if (argc > 1) {
    shell_error(sh, "tidemark restart: \"%s\": no such word; \"leave\" ends safe mode",
                argv[argc - 1]);
    return -EINVAL;
  }
  err = tidemark_restart_get(&past);
  if (err == -ENOENT) {
    shell_print(sh, "nothing is known of a life before this one");
    return 0;
  }
  if (err != 0) {
    return err;
  }
  print_end(sh, &past);
  print_lists(sh);
  return 0;
}
