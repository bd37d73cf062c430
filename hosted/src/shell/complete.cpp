// SPDX-License-Identifier: Apache-2.0
// The tab key.
#include <cctype>
#include <cstring>

#include "shell/shell.hpp"

#ifdef CONFIG_SHELL_TAB

namespace hosted {
namespace {

// What begins like the word under completion.
struct Candidates {
  const Entry* parent;
  const char* word;
  std::size_t length = 0;  // of the word
  std::size_t count = 0;
  std::size_t longest = 0;  // name
  std::size_t common = 0;   // characters that all names have in common
  char first[CONFIG_SHELL_CMD_BUFF_SIZE] = {};

  template <typename Visit>
  void each(Visit visit) const {
    Entry scratch{};
    const Entry* entry = nullptr;
    for (std::size_t i = 0; (entry = shell_child(parent, i, &scratch)) != nullptr; ++i) {
      // As in Zephyr a command that its condition leaves out has an empty name, and a place.
      if (std::strncmp(entry->syntax, word, length) == 0) {
        visit(entry->syntax);
      }
    }
  }

  void collect() {
    length = std::strlen(word);
    each([this](const char* name) {
      std::size_t size = std::strlen(name);
      longest = MAX(longest, size);
      if (count++ == 0) {
        std::strncpy(first, name, sizeof first - 1);
        common = MIN(size, sizeof first - 1);
      } else {
        std::size_t same = 0;
        for (; same < common && name[same] == first[same]; ++same) {
        }
        common = same;
      }
    });
  }
};

void print_all(const shell* sh, const Candidates& candidates) {
  constexpr std::size_t kGap = 2;
  std::size_t cell = candidates.longest + kGap;
  std::size_t columns = (static_cast<std::size_t>(shell_width(sh)) - kGap) / cell;
  columns = columns == 0 ? 1 : columns;
  std::size_t printed = 0;
  candidates.each([&](const char* name) {
    shell_colour_print(sh, SHELL_OPTION, "%s%s", printed++ % columns == 0 ? "\n  " : "", name);
    shell_move_columns(sh, static_cast<int>(cell - std::strlen(name)));
  });
  shell_newline(sh);
  shell_print_prompt_and_line(sh);
}

// The arguments before the word that the cursor is in or behind.
std::size_t split(const shell* sh, char** argv, bool* new_word) {
  shell_ctx& ctx = *sh->ctx;
  std::memcpy(ctx.temp_buff, ctx.cmd_buff, ctx.cmd_buff_pos);
  ctx.temp_buff[ctx.cmd_buff_pos] = '\0';
  *new_word = ctx.cmd_buff_pos == 0 ||
              std::isspace(static_cast<unsigned char>(ctx.cmd_buff[ctx.cmd_buff_pos - 1])) != 0;
  char* rest = ctx.temp_buff;
  std::size_t argc = 0;
  char quote = 0;
  while (argc < CONFIG_SHELL_ARGC_MAX) {
    char* argument = shell_next_argument(&rest, &quote);
    if (argument == nullptr) {
      break;
    }
    argv[argc++] = argument;
  }
  return argc;
}

void add_space(const shell* sh) {
  shell_ctx& ctx = *sh->ctx;
  if (ctx.cmd_buff[ctx.cmd_buff_pos] == ' ') {
    shell_move_to(sh, ctx.cmd_buff_pos + 1);
  } else {
    shell_insert(sh, " ", 1);
  }
}

}  // namespace

void shell_complete(const shell* sh) {
  char* argv[CONFIG_SHELL_ARGC_MAX + 1];
  bool new_word = false;
  std::size_t argc = split(sh, argv, &new_word);
  char** names = argv;
  if (IS_ENABLED(CONFIG_SHELL_CMDS_SELECT) && argc > 0 && sh->ctx->selected_cmd == nullptr &&
      std::strcmp(names[0], "select") == 0 && (argc > 1 || new_word)) {
    ++names;
    --argc;
  }
  std::size_t before = new_word || argc == 0 ? argc : argc - 1;
  std::size_t used = 0;
  Entry scratch{};
  const Entry* parent = shell_follow(sh->ctx->selected_cmd, before, names, &used, &scratch);
  if (used < before || (parent == nullptr && before > 0)) {
    return;
  }
  Entry kept{};
  if (parent != nullptr) {
    kept = *parent;
  }
  Candidates found{parent != nullptr ? &kept : nullptr, new_word ? "" : names[before]};
  found.collect();
  if (found.count == 1) {
    if (IS_ENABLED(CONFIG_SHELL_TAB_AUTOCOMPLETION)) {
      shell_insert(sh, found.first + found.length, found.common - found.length);
      add_space(sh);
    } else if (found.common == found.length) {
      shell_insert(sh, " ", 1);
    }
  } else if (found.count > 1) {
    print_all(sh, found);
    if (IS_ENABLED(CONFIG_SHELL_TAB_AUTOCOMPLETION)) {
      shell_insert(sh, found.first + found.length, found.common - found.length);
    }
  }
}

}  // namespace hosted

#endif
