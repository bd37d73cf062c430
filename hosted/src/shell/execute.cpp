// SPDX-License-Identifier: Apache-2.0
// From a command line to the call of a handler.
#include <cctype>
#include <cerrno>
#include <cstring>

#include "shell/shell.hpp"

namespace hosted {
namespace {

constexpr std::size_t kMostArguments = CONFIG_SHELL_ARGC_MAX;

bool is_space(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

int digit_of(char c, int base) {
  int value = c >= '0' && c <= '9'   ? c - '0'
              : c >= 'a' && c <= 'f' ? c - 'a' + 10
              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                     : base;
  return value < base ? value : -1;
}

// \0 with up to three octal digits, \x with up to two hexadecimal ones; at: behind the letter.
// False if no digit follows.
bool take_number(const char*& at, int base, int most, char& value) {
  int sum = 0;
  int count = 0;
  for (; count < most && digit_of(*at, base) >= 0; ++count, ++at) {
    sum = sum * base + digit_of(*at, base);
  }
  value = static_cast<char>(sum);
  return count > 0;
}

// In quotes: the quote itself, or a number, may follow a backslash.
bool take_escape(const char*& at, char quote, char& value) {
  if (at[1] == quote) {
    value = quote;
    at += 2;
    return true;
  }
  if (at[1] == '0' || at[1] == 'x') {
    const char* digits = at + 2;
    if (take_number(digits, at[1] == '0' ? 8 : 16, at[1] == '0' ? 3 : 2, value)) {
      at = digits;
      return true;
    }
  }
  return false;
}

// '*' is any text, '?' any character.
bool matches(const char* pattern, const char* text) {
  for (; *pattern != '\0'; ++pattern, ++text) {
    if (*pattern == '*') {
      for (;; ++text) {
        if (matches(pattern + 1, text)) {
          return true;
        }
        if (*text == '\0') {
          return false;
        }
      }
    }
    if (*text == '\0' || (*pattern != '?' && *pattern != *text)) {
      return false;
    }
  }
  return *text == '\0';
}

// The way from a command line to a handler.
class Run {
 public:
  explicit Run(const shell* sh) : sh_(sh), ctx_(*sh->ctx), parent_(sh->ctx->selected_cmd) {}

  int go() {
    int status = parse();
    return status != 0 ? status : call();
  }

 private:
  // 0: the handler is to be called; else the result of the whole.
  int parse() {
    char* rest = ctx_.cmd_buff;
    if (parent_ != nullptr) {
      push(const_cast<char*>(parent_->syntax));
      found(parent_);
    }
    bool any = false;
    while (left_ > 0) {
      char quote = 0;
      char* argument = shell_next_argument(&rest, &quote);
      if (argument == nullptr) {
        return any ? 0 : -ENOEXEC;
      }
      any = true;
      if (quote != 0) {
        shell_colour_print(sh_, SHELL_ERROR, "not terminated: %c\n", quote);
        return -ENOEXEC;
      }
      int status = take(argument);
      if (status != 0 || ended_) {
        return status;
      }
    }
    if (raw_ && *rest != '\0' && !push(rest)) {
      return too_many();
    }
    return 0;
  }

  int take(char* argument) {
    if (argc_ > 0 && IS_ENABLED(CONFIG_SHELL_HELP) && asks_for_help(argument)) {
      return help();
    }
    if (argc_ > 0 && IS_ENABLED(CONFIG_SHELL_WILDCARD) && entry_ != nullptr &&
        has_wildcard(argument)) {
      return expand(argument);
    }
    // A dynamic entry is kept apart from its parent, from which it is made.
    const Entry* entry = searching_ ? shell_find(parent_, argument, &found_) : nullptr;
    if (searching_) {
      entry_ = entry;
    }
    if (entry == nullptr) {
      if (argc_ == 0) {
        shell_colour_print(sh_, SHELL_ERROR, "%s: command not found\n", argument);
      }
      searching_ = false;
      --left_;
      return push(argument) ? 0 : too_many();
    }
    if (expanded_ && entry->handler != nullptr) {
      shell_colour_print(sh_, SHELL_ERROR, "Error: requested multiple function executions\n");
      return -ENOEXEC;
    }
    if (!push(argument)) {
      return too_many();
    }
    --left_;
    found(entry);
    return 0;
  }

  // argv_ ends with the name of `entry`.
  void found(const Entry* entry) {
    if (entry->handler != nullptr) {
      handler_at_ = argc_ - 1;
      ctx_.active_cmd = *entry;
      raw_ = entry->subcmd == nullptr && entry->args.optional == SHELL_OPT_ARG_RAW;
      if (raw_) {
        left_ = entry->args.mandatory > 0 ? entry->args.mandatory - 1U : 0;
      }
    }
    if (entry->help != nullptr) {
      help_ = *entry;
    }
    kept_ = *entry;
    parent_ = &kept_;
    entry_ = parent_;
  }

  int expand(const char* pattern) {
    bool any = false;
    const Entry* child = nullptr;
    for (std::size_t i = 0; (child = shell_child(entry_, i, &found_)) != nullptr; ++i) {
      if (!matches(pattern, child->syntax)) {
        continue;
      }
      any = true;
      // Copied, because a dynamic name may be gone at the next.
      std::size_t bytes = std::strlen(child->syntax) + 1;
      if (bytes > sizeof ctx_.temp_buff - copied_ || argc_ == kMostArguments) {
        return too_many();
      }
      push(static_cast<char*>(std::memcpy(ctx_.temp_buff + copied_, child->syntax, bytes)));
      copied_ += bytes;
    }
    expanded_ = expanded_ || any;
    ended_ = !any;  // nothing fits: what follows is dropped
    return 0;
  }

  int help() {
    if (help_.help == nullptr) {
      shell_colour_print(sh_, SHELL_ERROR, "Please specify a subcommand.\n");
      return -ENOEXEC;
    }
    ctx_.active_cmd = help_;
    shell_print_help(sh_);
    return SHELL_CMD_HELP_PRINTED;
  }

  int call() {
    const Entry& active = ctx_.active_cmd;
    if (active.handler == nullptr) {
      if (!IS_ENABLED(CONFIG_SHELL_HELP)) {
        shell_colour_print(sh_, SHELL_ERROR, "Please specify a subcommand.\n");
        return -ENOEXEC;
      }
      return help_.help == nullptr ? -ENOEXEC : help();
    }
    std::size_t argc = argc_ - handler_at_;
    std::size_t most = active.args.optional == SHELL_OPT_ARG_CHECK_SKIP
                           ? UINT16_MAX
                           : std::size_t{active.args.mandatory} + active.args.optional;
    if (active.args.mandatory > 0 && (argc < active.args.mandatory || argc > most)) {
      shell_colour_print(sh_, SHELL_ERROR, "%s: wrong parameter count\n", active.syntax);
      if (IS_ENABLED(CONFIG_SHELL_HELP_ON_WRONG_ARGUMENT_COUNT)) {
        shell_print_help(sh_);
      }
      return -EINVAL;
    }
    argv_[argc_] = nullptr;
    ctx_.cmd_ctx = true;
    // The command may leave the printing to other threads.
    (void)k_mutex_unlock(&ctx_.wr_mtx);
    int result = active.handler(sh_, argc, argv_ + handler_at_);
    (void)k_mutex_lock(&ctx_.wr_mtx, K_FOREVER);
    ctx_.cmd_ctx = false;
    return result;
  }

  bool push(char* argument) {
    if (argc_ == kMostArguments) {
      return false;
    }
    argv_[argc_++] = argument;
    return true;
  }

  int too_many() {
    shell_colour_print(sh_, SHELL_ERROR, "Too many arguments in the command.\n\n");
    return -ENOEXEC;
  }

  const shell* sh_;
  shell_ctx& ctx_;
  const Entry* parent_;           // whose subcommands are searched; null: the root
  const Entry* entry_ = nullptr;  // the last argument's command, if it is one
  Entry found_{};
  Entry kept_{};
  Entry help_{};  // the last command with a help
  char* argv_[kMostArguments + 1];
  std::size_t argc_ = 0;
  std::size_t handler_at_ = 0;
  std::size_t left_ = SIZE_MAX;  // arguments to parse before the raw one
  std::size_t copied_ = 0;
  bool searching_ = true;
  bool expanded_ = false;
  bool ended_ = false;
  bool raw_ = false;
};

}  // namespace

char* shell_next_argument(char** rest, char* quote) {
  char* start = *rest;
  while (is_space(*start)) {
    ++start;
  }
  *quote = 0;
  *rest = start;
  if (*start == '\0') {
    return nullptr;
  }
  const char* from = start;
  char* to = start;
  while (*from != '\0' && (*quote != 0 || !is_space(*from))) {
    char escaped = 0;
    if (*quote == 0 && *from == '\\') {
      ++from;
      if (*from != '\0') {
        *to++ = *from++;
      }
    } else if (*quote == 0 && (*from == '"' || *from == '\'')) {
      *quote = *from++;
    } else if (*from == *quote) {
      *quote = 0;
      ++from;
    } else if (*quote != 0 && *from == '\\' && take_escape(from, *quote, escaped)) {
      *to++ = escaped;
    } else {
      *to++ = *from++;
    }
  }
  while (is_space(*from)) {
    ++from;
  }
  *rest = const_cast<char*>(from);
  *to = '\0';  // not beyond `rest`, as at least the separator lies between, or both are at the end
  return start;
}

bool has_wildcard(const char* text) {
  return std::strpbrk(text, "*?") != nullptr;
}

int shell_execute(const shell* sh) {
  shell_ctx& ctx = *sh->ctx;
  shell_leave_line(sh);
  ctx.active_cmd = {};
#ifdef CONFIG_SHELL_HISTORY
  std::size_t first = std::strspn(ctx.cmd_buff, " \t");
  std::size_t length = std::strlen(ctx.cmd_buff + first);
  while (length > 0 && is_space(ctx.cmd_buff[first + length - 1])) {
    --length;
  }
  z_shell_history_put(sh->history, reinterpret_cast<std::uint8_t*>(ctx.cmd_buff) + first, length);
#endif
  return Run(sh).go();
}

}  // namespace hosted
