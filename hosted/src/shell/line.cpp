// SPDX-License-Identifier: Apache-2.0
// The command line and the cursor in it. A terminal keeps the cursor in the last column until the
// next character; so a line that fills a row is followed by a line end, and the cursor's place is
// always what the arithmetic says.
#include <cctype>
#include <cstring>

#include "shell/shell.hpp"

namespace hosted {
namespace {

bool echoes(const shell* sh) {
  return sh->ctx->cfg.flags.echo != 0;
}

int column_of(const shell* sh, int position) {
  return (position + sh->ctx->vt100_ctx.cons.name_len) % shell_width(sh);
}

int row_of(const shell* sh, int position) {
  return (position + sh->ctx->vt100_ctx.cons.name_len) / shell_width(sh);
}

void move_cursor(const shell* sh, int from, int to) {
  int rows = row_of(sh, to) - row_of(sh, from);
  if (rows != 0) {
    shell_control(sh, "\x1b[%d%c", rows > 0 ? rows : -rows, rows > 0 ? 'B' : 'A');
  }
  shell_move_columns(sh, column_of(sh, to) - column_of(sh, from));
}

void echo(const shell* sh, const char* text, std::size_t length) {
  if (sh->ctx->cfg.flags.obscure == 0) {
    shell_put(sh, text, length);
    return;
  }
  while (length-- > 0) {
    shell_put(sh, "*", 1);
  }
}

// Prints what is behind the cursor, which stays where it is.
void print_tail(const shell* sh, bool shorter) {
  shell_ctx& ctx = *sh->ctx;
  if (shorter) {
    shell_control(sh, "\x1b[J");
  }
  std::size_t length = static_cast<std::size_t>(ctx.cmd_buff_len - ctx.cmd_buff_pos);
  echo(sh, ctx.cmd_buff + ctx.cmd_buff_pos, length);
  if (length > 0 && column_of(sh, ctx.cmd_buff_len) == 0) {
    shell_newline(sh);
  }
  move_cursor(sh, ctx.cmd_buff_len, ctx.cmd_buff_pos);
}

}  // namespace

void shell_clear_line(const shell* sh) {
  sh->ctx->cmd_buff[0] = '\0';
  sh->ctx->cmd_buff_pos = 0;
  sh->ctx->cmd_buff_len = 0;
}

void shell_print_prompt_and_line(const shell* sh) {
  shell_ctx& ctx = *sh->ctx;
  shell_colour_print(sh, SHELL_INFO, "%s", ctx.prompt);
  if (echoes(sh)) {
    std::uint16_t position = ctx.cmd_buff_pos;
    ctx.cmd_buff_pos = 0;
    print_tail(sh, false);
    shell_move_to(sh, position);
  }
}

void shell_erase_line(const shell* sh) {
  int position = echoes(sh) ? sh->ctx->cmd_buff_pos : 0;
  shell_move_columns(sh, -column_of(sh, position));
  if (int rows = row_of(sh, position); rows > 0) {
    shell_control(sh, "\x1b[%dA", rows);
  }
  shell_control(sh, "\x1b[J");
}

void shell_leave_line(const shell* sh) {
  shell_move_to(sh, sh->ctx->cmd_buff_len);
  if (column_of(sh, echoes(sh) ? sh->ctx->cmd_buff_pos : 0) != 0) {
    shell_newline(sh);
  }
}

void shell_move_to(const shell* sh, int position) {
  if (echoes(sh)) {
    move_cursor(sh, sh->ctx->cmd_buff_pos, position);
  }
  sh->ctx->cmd_buff_pos = static_cast<std::uint16_t>(position);
}

void shell_move_word(const shell* sh, int direction) {
  const shell_ctx& ctx = *sh->ctx;
  int at = ctx.cmd_buff_pos;
  auto is_space = [&](int i) { return std::isspace(static_cast<unsigned char>(ctx.cmd_buff[i])); };
  if (direction < 0) {
    for (; at > 0 && is_space(at - 1); --at) {
    }
    for (; at > 0 && !is_space(at - 1); --at) {
    }
  } else {
    for (; at < ctx.cmd_buff_len && !is_space(at); ++at) {
    }
    for (; at < ctx.cmd_buff_len && is_space(at); ++at) {
    }
  }
  shell_move_to(sh, at);
}

void shell_insert(const shell* sh, const char* text, std::size_t length) {
  shell_ctx& ctx = *sh->ctx;
  if (ctx.cmd_buff_len + length >= sizeof ctx.cmd_buff) {
    return;
  }
  char* at = ctx.cmd_buff + ctx.cmd_buff_pos;
  std::memmove(at + length, at, static_cast<std::size_t>(ctx.cmd_buff_len - ctx.cmd_buff_pos) + 1);
  std::memcpy(at, text, length);
  ctx.cmd_buff_len = static_cast<std::uint16_t>(ctx.cmd_buff_len + length);
  int after = ctx.cmd_buff_pos + static_cast<int>(length);
  if (!echoes(sh)) {
    ctx.cmd_buff_pos = static_cast<std::uint16_t>(after);
    return;
  }
  // At the end of the line this is the text alone.
  echo(sh, at, length);
  ctx.cmd_buff_pos = static_cast<std::uint16_t>(after);
  if (column_of(sh, after) == 0 && after == ctx.cmd_buff_len) {
    shell_newline(sh);
  }
  print_tail(sh, false);
}

void shell_type(const shell* sh, char c) {
  shell_ctx& ctx = *sh->ctx;
  if (ctx.cfg.flags.insert_mode == 0 || ctx.cmd_buff_pos == ctx.cmd_buff_len) {
    shell_insert(sh, &c, 1);
    return;
  }
  ctx.cmd_buff[ctx.cmd_buff_pos++] = c;
  if (echoes(sh)) {
    echo(sh, &c, 1);
    if (column_of(sh, ctx.cmd_buff_pos) == 0) {
      shell_newline(sh);
    }
  }
}

void shell_delete(const shell* sh, std::size_t count) {
  shell_ctx& ctx = *sh->ctx;
  count = MIN(count, static_cast<std::size_t>(ctx.cmd_buff_len - ctx.cmd_buff_pos));
  if (count == 0) {
    return;
  }
  char* at = ctx.cmd_buff + ctx.cmd_buff_pos;
  std::memmove(at, at + count, std::strlen(at + count) + 1);
  ctx.cmd_buff_len = static_cast<std::uint16_t>(ctx.cmd_buff_len - count);
  if (echoes(sh)) {
    print_tail(sh, true);
  }
}

void shell_backspace(const shell* sh) {
  if (sh->ctx->cmd_buff_pos > 0) {
    shell_move_to(sh, sh->ctx->cmd_buff_pos - 1);
    shell_delete(sh, 1);
  }
}

void shell_delete_word(const shell* sh) {
  std::uint16_t end = sh->ctx->cmd_buff_pos;
  shell_move_word(sh, -1);
  shell_delete(sh, static_cast<std::size_t>(end - sh->ctx->cmd_buff_pos));
}

void shell_replace_line(const shell* sh, const char* text) {
  shell_move_to(sh, 0);
  shell_delete(sh, sh->ctx->cmd_buff_len);
  shell_insert(sh, text, std::strlen(text));
}

}  // namespace hosted
