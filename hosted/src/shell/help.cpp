// SPDX-License-Identifier: Apache-2.0
#include <cctype>
#include <cstring>

#include "shell/shell.hpp"

namespace hosted {
namespace {

bool is_blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

// Prints a text whose first line begins in column `margin`, and the others too; words stay whole
// where they can.
void print_wrapped(const shell* sh, const char* text, int margin) {
  if (text == nullptr) {
    return;
  }
  int room = MAX(shell_width(sh) - margin, 1);
  while (is_blank(*text)) {
    ++text;
  }
  for (;;) {
    int length = 0;
    int last_space = 0;
    for (; text[length] != '\0' && text[length] != '\n' && length < room; ++length) {
      last_space = is_blank(text[length]) ? length : last_space;
    }
    bool whole = text[length] == '\0' || text[length] == '\n';
    if (!whole && !is_blank(text[length]) && last_space > 0) {
      length = last_space;
    }
    shell_put(sh, text, static_cast<std::size_t>(length));
    text += length;
    if (*text == '\0') {
      break;
    }
    if (*text == '\n') {
      ++text;
    } else {
      for (; is_blank(*text) && *text != '\n'; ++text) {
      }
    }
    shell_newline(sh);
    shell_move_columns(sh, margin);
  }
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
