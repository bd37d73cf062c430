// SPDX-License-Identifier: Apache-2.0
#include <cctype>
#include <cstring>

#include "shell/shell.hpp"

namespace hosted {
namespace {

bool is_blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

const char* skip_blanks(const char* text) {
  while (is_blank(*text)) {
    ++text;
  }
  return text;
}

void next_row(const shell* sh, int margin) {
  shell_newline(sh);
  shell_move_columns(sh, margin);
}

// How much of a text that is longer than `room` goes into one row: up to a line end, or else the
// last blank, or else all that fits.
std::size_t row_length(const char* text, std::size_t room) {
  std::size_t length = room;
  for (std::size_t i = 0; i <= room && text[i] != '\0'; ++i) {
    if (is_blank(text[i])) {
      length = i;
      if (text[i] == '\n') {
        break;
      }
    }
  }
  return length;
}

// Prints a text whose rows begin in column `margin`. As Zephyr does: of a rest that fits into one
// row only the first line end is followed by the margin.
void print_wrapped(const shell* sh, const char* text, int margin) {
  if (text == nullptr) {
    return;
  }
  auto room = static_cast<std::size_t>(MAX(shell_width(sh) - margin, 1));
  text = skip_blanks(text);
  while (std::strlen(text) > room) {
    std::size_t length = row_length(text, room);
    shell_put(sh, text, length);
    text = skip_blanks(text + length);
    next_row(sh, margin);
  }
  if (const char* end = std::strchr(text, '\n'); end != nullptr) {
    shell_put(sh, text, static_cast<std::size_t>(end - text));
    text = end + 1;
    next_row(sh, margin);
  }
  shell_text(sh, text);
  shell_newline(sh);
}

}  // namespace

void shell_print_children(const shell* sh, const Entry* parent) {
  Entry scratch{};
  const Entry* entry = nullptr;
  int longest = 0;
  for (std::size_t i = 0; (entry = shell_child(parent, i, &scratch)) != nullptr; ++i) {
    longest = MAX(longest, static_cast<int>(std::strlen(entry->syntax)));
  }
  if (longest == 0) {
    return;
  }
  if (parent != nullptr) {
    shell_text(sh, "Subcommands:\n");
  }
  for (std::size_t i = 0; (entry = shell_child(parent, i, &scratch)) != nullptr; ++i) {
    if (entry->syntax[0] == '\0') {
      continue;
    }
    shell_text(sh, "  ");
    shell_text(sh, entry->syntax);
    if (entry->help == nullptr) {
      shell_newline(sh);
      continue;
    }
    for (int n = static_cast<int>(std::strlen(entry->syntax)); n < longest; ++n) {
      shell_text(sh, " ");
    }
    shell_text(sh, "  :");
    print_wrapped(sh, entry->help, longest + 5);
  }
}

void shell_print_help(const shell* sh) {
  if (!IS_ENABLED(CONFIG_SHELL_HELP)) {
    return;
  }
  Entry active = sh->ctx->active_cmd;
  shell_text(sh, active.syntax);
  shell_text(sh, " - ");
  print_wrapped(sh, active.help, static_cast<int>(std::strlen(active.syntax)) + 3);
  shell_print_children(sh, &active);
  shell_flush(sh);
}

bool asks_for_help(const char* argument) {
  return IS_ENABLED(CONFIG_SHELL_HELP_OPT_PARSE) &&
         (std::strcmp(argument, "-h") == 0 || std::strcmp(argument, "--help") == 0);
}

}  // namespace hosted
