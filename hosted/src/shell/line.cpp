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
    shell_control_count(sh, rows > 0 ? rows : -rows, rows > 0 ? 'B' : 'A');
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

// The cursor is at the end of the line.
void leave_full_row(const shell* sh) {
  if (column_of(sh, sh->ctx->cmd_buff_len) == 0) {
    shell_newline(sh);
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
  if (length > 0) {
    leave_full_row(sh);
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
  shell_colour_text(sh, SHELL_INFO, ctx.prompt);
  if (echoes(sh)) {
    echo(sh, ctx.cmd_buff, ctx.cmd_buff_len);
    leave_full_row(sh);
    move_cursor(sh, ctx.cmd_buff_len, ctx.cmd_buff_pos);
  }
}

void shell_erase_line(const shell* sh) {
  int position = sh->ctx->cmd_buff_pos;
  shell_move_columns(sh, -column_of(sh, position));
  if (int rows = row_of(sh, position); rows > 0) {
    shell_control_count(sh, rows, 'A');
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

// To where the next run of letters and digits ends, counted from the character at the cursor.
void shell_move_word(const shell* sh, int direction) {
  const shell_ctx& ctx = *sh->ctx;
  int limit = direction < 0 ? 0 : ctx.cmd_buff_len;
  bool found = false;
  int at = ctx.cmd_buff_pos;
  for (; at != limit; at += direction) {
    bool in_word = std::isalnum(static_cast<unsigned char>(ctx.cmd_buff[at])) != 0;
    if (found && !in_word) {
      break;
    }
    found = found || in_word;
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

void shell_delete(const shell* sh) {
  shell_ctx& ctx = *sh->ctx;
  if (ctx.cmd_buff_pos == ctx.cmd_buff_len) {
    return;
  }
  char* at = ctx.cmd_buff + ctx.cmd_buff_pos;
  std::memmove(at, at + 1, static_cast<std::size_t>(ctx.cmd_buff_len - ctx.cmd_buff_pos));
  --ctx.cmd_buff_len;
  if (echoes(sh)) {
    print_tail(sh, true);
  }
}

void shell_backspace(const shell* sh) {
  if (sh->ctx->cmd_buff_pos > 0) {
    shell_move_to(sh, sh->ctx->cmd_buff_pos - 1);
    shell_delete(sh);
  }
}

// Up to the cursor: blanks, and what is before them up to a blank.
void shell_delete_word(const shell* sh) {
  shell_ctx& ctx = *sh->ctx;
  int end = ctx.cmd_buff_pos;
  int start = end;
  for (; start > 0 && ctx.cmd_buff[start - 1] == ' '; --start) {
  }
  for (; start > 0 && ctx.cmd_buff[start - 1] != ' '; --start) {
  }
  if (start == end) {
    return;
  }
  std::size_t behind = static_cast<std::size_t>(ctx.cmd_buff_len - end);
  std::memmove(ctx.cmd_buff + start, ctx.cmd_buff + end, behind + 1);
  ctx.cmd_buff_len = static_cast<std::uint16_t>(ctx.cmd_buff_len - (end - start));
  shell_move_to(sh, start);
  shell_control(sh,
                "\x1b"
                "7");
  echo(sh, ctx.cmd_buff + start, behind);
  shell_control(sh, "\x1b[J");
  shell_control(sh,
                "\x1b"
                "8");
}

void shell_delete_rest(const shell* sh) {
  shell_ctx& ctx = *sh->ctx;
  ctx.cmd_buff_len = ctx.cmd_buff_pos;
  ctx.cmd_buff[ctx.cmd_buff_pos] = '\0';
  shell_control(sh, "\x1b[J");
}

void shell_replace_line(const shell* sh, const char* text) {
  shell_ctx& ctx = *sh->ctx;
  shell_move_to(sh, 0);
  shell_control(sh, "\x1b[J");
  ctx.cmd_buff_len = static_cast<std::uint16_t>(std::strlen(text));
  std::memcpy(ctx.cmd_buff, text, ctx.cmd_buff_len + std::size_t{1});
  ctx.cmd_buff_pos = ctx.cmd_buff_len;
  echo(sh, ctx.cmd_buff, ctx.cmd_buff_len);
  leave_full_row(sh);
}

}  // namespace hosted
