/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SHELL_TYPES_H__
#define SHELL_TYPES_H__

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum shell_vt100_color {
  SHELL_VT100_COLOR_BLACK,
  SHELL_VT100_COLOR_RED,
  SHELL_VT100_COLOR_GREEN,
  SHELL_VT100_COLOR_YELLOW,
  SHELL_VT100_COLOR_BLUE,
  SHELL_VT100_COLOR_MAGENTA,
  SHELL_VT100_COLOR_CYAN,
  SHELL_VT100_COLOR_WHITE,
  SHELL_VT100_COLOR_DEFAULT,
  VT100_COLOR_END
};

struct shell_vt100_colors {
  enum shell_vt100_color col;
  enum shell_vt100_color bgcol;
};

/* The terminal, in characters. */
struct shell_multiline_cons {
  uint16_t terminal_hei;
  uint16_t terminal_wid;
  uint16_t name_len; /* of the prompt */
};

struct shell_vt100_ctx {
  struct shell_multiline_cons cons;
  struct shell_vt100_colors col;
};

#ifdef __cplusplus
}
#endif

#endif /* SHELL_TYPES_H__ */
