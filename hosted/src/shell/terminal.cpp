// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include <zephyr/sys/cbprintf.h>

#include "shell/shell.hpp"

namespace hosted {
namespace {

void put_char(const shell* sh, char c) {
  shell_ctx& ctx = *sh->ctx;
  ctx.printf_buff[ctx.printf_len++] = c;
  if (ctx.printf_len == sizeof ctx.printf_buff) {
    shell_flush(sh);
  }
}

int put_formatted(int c, void* context) {
  const auto* sh = static_cast<const shell*>(context);
  if (c == '\n' && sh->shell_flag == SHELL_FLAG_OLF_CRLF) {
    put_char(sh, '\r');
  }
  put_char(sh, static_cast<char>(c));
  return c;
}

}  // namespace

void shell_write(const shell* sh, const void* data, std::size_t length) {
  std::size_t done = 0;
  while (done < length) {
    std::size_t count = 0;
    if (sh->iface->api->write(sh->iface, static_cast<const char*>(data) + done, length - done,
                              &count) != 0 ||
        (count == 0 && k_is_in_isr())) {
      break;
    }
    done += count;
    if (count == 0) {
      k_msleep(1);  // the transport has no room
    }
  }
}

void shell_flush(const shell* sh) {
  std::uint32_t length = sh->ctx->printf_len;
  sh->ctx->printf_len = 0;  // first: an interrupt may log, and begins with an empty buffer
  shell_write(sh, sh->ctx->printf_buff, length);
}

void shell_put(const shell* sh, const char* text, std::size_t length) {
  for (std::size_t i = 0; i < length; ++i) {
    (void)put_formatted(static_cast<unsigned char>(text[i]), const_cast<shell*>(sh));
  }
}

void shell_text(const shell* sh, const char* text) {
  shell_put(sh, text, std::strlen(text));
}

void shell_newline(const shell* sh) {
  shell_put(sh, "\n", 1);
}

// Without printf's machinery: log messages take the line away and print it again on the stack of
// who logs, which may be small.
void shell_control(const shell* sh, const char* sequence) {
  if (IS_ENABLED(CONFIG_SHELL_VT100_COMMANDS) && sh->ctx->cfg.flags.use_vt100 != 0) {
    shell_text(sh, sequence);
  }
}

void shell_control_count(const shell* sh, int count, char letter) {
  constexpr std::size_t kMostDigits = 5;
  char sequence[kMostDigits + sizeof "\x1b[C"];
  char* at = sequence + sizeof sequence - 1;
  *at = '\0';
  *--at = letter;
  do {
    *--at = static_cast<char>('0' + count % 10);
    count /= 10;
  } while (count > 0 && at > sequence + 2);
  *--at = '[';
  *--at = '\x1b';
  shell_control(sh, at);
}

void shell_move_columns(const shell* sh, int columns) {
  if (columns != 0) {
    shell_control_count(sh, columns > 0 ? columns : -columns, columns > 0 ? 'C' : 'D');
  }
}

void shell_set_colour(const shell* sh, shell_vt100_color colour) {
  shell_vt100_color& now = sh->ctx->vt100_ctx.col.col;
  if (!IS_ENABLED(CONFIG_SHELL_VT100_COLORS) || colour >= VT100_COLOR_END || colour == now) {
    return;
  }
  now = colour;
  char sequence[] = "\x1b[1;30m";
  sequence[5] = static_cast<char>('0' + colour);
  shell_control(sh, colour == SHELL_NORMAL ? "\x1b[m" : sequence);
}

void shell_colour_text(const shell* sh, shell_vt100_color colour, const char* text) {
  shell_vt100_color before = sh->ctx->vt100_ctx.col.col;
  bool coloured = sh->ctx->cfg.flags.use_colors != 0;
  if (coloured) {
    shell_set_colour(sh, colour);
  }
  shell_text(sh, text);
  if (coloured) {
    shell_set_colour(sh, before);
  }
}

void shell_colour_vprint(const shell* sh, shell_vt100_color colour, const char* format,
                         std::va_list args) {
  shell_vt100_color before = sh->ctx->vt100_ctx.col.col;
  bool coloured = sh->ctx->cfg.flags.use_colors != 0;
  if (coloured) {
    shell_set_colour(sh, colour);
  }
  (void)cbvprintf(reinterpret_cast<cbprintf_cb>(put_formatted), const_cast<shell*>(sh), format,
                  args);
  shell_flush(sh);
  if (coloured) {
    shell_set_colour(sh, before);
  }
}

void shell_colour_print(const shell* sh, shell_vt100_color colour, const char* format, ...) {
  std::va_list args;
  va_start(args, format);
  shell_colour_vprint(sh, colour, format, args);
  va_end(args);
}

}  // namespace hosted
