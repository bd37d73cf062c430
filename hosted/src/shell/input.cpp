// SPDX-License-Identifier: Apache-2.0
// Keys.
#include <cctype>
#include <cstring>

#include "shell/shell.hpp"

namespace hosted {
namespace {

constexpr char control(char letter) {
  return static_cast<char>(letter - 'a' + 1);
}

constexpr char kEscape = 0x1b;
constexpr char kDelete = 0x7f;

void leave_history([[maybe_unused]] const shell* sh) {
#ifdef CONFIG_SHELL_HISTORY
  z_shell_history_mode_exit(sh->history);
#endif
}

void show_history([[maybe_unused]] const shell* sh, [[maybe_unused]] bool up) {
#ifdef CONFIG_SHELL_HISTORY
  shell_ctx& ctx = *sh->ctx;
  if (!z_shell_history_active(sh->history)) {
    if (!up) {
      return;
    }
    std::strcpy(ctx.temp_buff, ctx.cmd_buff);  // comes back below the newest line
  }
  static char line[CONFIG_SHELL_CMD_BUFF_SIZE];
  std::uint16_t length = 0;
  bool found = z_shell_history_get(sh->history, up, reinterpret_cast<std::uint8_t*>(line), &length);
  shell_replace_line(sh, found ? line : ctx.temp_buff);
#endif
}

void clear_screen(const shell* sh) {
  shell_control(sh, "\x1b[H");
  shell_control(sh, "\x1b[2J");
  shell_print_prompt_and_line(sh);
}

void cancel(const shell* sh) {
  shell_leave_line(sh);
  leave_history(sh);
  shell_set_state(sh, SHELL_STATE_ACTIVE);
}

void control_key(const shell* sh, char key) {
  shell_ctx& ctx = *sh->ctx;
  switch (key) {
    case control('a'):
      shell_move_to(sh, 0);
      break;
    case control('b'):
      shell_move_to(sh, MAX(ctx.cmd_buff_pos - 1, 0));
      break;
    case control('c'):
      cancel(sh);
      break;
    case control('d'):
      shell_delete(sh);
      break;
    case control('e'):
      shell_move_to(sh, ctx.cmd_buff_len);
      break;
    case control('f'):
      shell_move_to(sh, MIN(ctx.cmd_buff_pos + 1, ctx.cmd_buff_len));
      break;
    case control('k'):
      shell_delete_rest(sh);
      break;
    case control('l'):
      clear_screen(sh);
      break;
    case control('n'):
      show_history(sh, false);
      break;
    case control('p'):
      show_history(sh, true);
      break;
    case control('u'):
      leave_history(sh);
      shell_move_to(sh, 0);
      shell_delete_rest(sh);
      break;
    case control('w'):
      leave_history(sh);
      shell_delete_word(sh);
      break;
    default:
      break;
  }
}

void alt_key(const shell* sh, char key) {
  shell_ctx& ctx = *sh->ctx;
  if (!IS_ENABLED(CONFIG_SHELL_METAKEYS)) {
    return;
  }
  if (key == 'b') {
    shell_move_word(sh, -1);
  } else if (key == 'f') {
    shell_move_word(sh, 1);
  } else if (key == 'r' && IS_ENABLED(CONFIG_SHELL_CMDS_SELECT) && ctx.selected_cmd != nullptr) {
    shell_erase_line(sh);
    shell_colour_print(sh, SHELL_WARNING, "Restored default root commands\n");
    ctx.selected_cmd = shell_find_root(CONFIG_SHELL_CMD_ROOT);
    shell_print_prompt_and_line(sh);
  }
}

// Behind ESC [. Whether a ~ follows.
bool sequence_key(const shell* sh, char key) {
  shell_ctx& ctx = *sh->ctx;
  switch (key) {
    case 'A':
      show_history(sh, true);
      break;
    case 'B':
      show_history(sh, false);
      break;
    case 'C':
      shell_move_to(sh, MIN(ctx.cmd_buff_pos + 1, ctx.cmd_buff_len));
      break;
    case 'D':
      shell_move_to(sh, MAX(ctx.cmd_buff_pos - 1, 0));
      break;
    case '4':
    case 'F':
      shell_move_to(sh, ctx.cmd_buff_len);
      break;
    case '1':
    case 'H':
      shell_move_to(sh, 0);
      break;
    case '2':
    case 'L':
      ctx.cfg.flags.insert_mode = ctx.cfg.flags.insert_mode == 0 ? 1 : 0;
      break;
    case '3':
      shell_delete(sh);
      break;
    default:
      break;
  }
  return key >= '1' && key <= '4';
}

void plain_key(const shell* sh, char key) {
  shell_ctx& ctx = *sh->ctx;
  bool echo = ctx.cfg.flags.echo != 0;
  if (key == kEscape) {
    ctx.receive_state = SHELL_RECEIVE_ESC;
  } else if (key == '\t') {
#ifdef CONFIG_SHELL_TAB
    if (echo) {
      leave_history(sh);
      shell_complete(sh);
    }
#endif
  } else if (key == '\b' || (key == kDelete && ctx.cfg.flags.mode_delete != 0)) {
    if (echo) {
      leave_history(sh);
      shell_backspace(sh);
    }
  } else if (key == kDelete) {
    if (echo) {
      leave_history(sh);
      shell_delete(sh);
    }
  } else if (std::isprint(static_cast<unsigned char>(key)) != 0) {
    leave_history(sh);
    shell_type(sh, key);
  } else if (echo && IS_ENABLED(CONFIG_SHELL_METAKEYS)) {
    control_key(sh, key);
  }
}

// Whether it ends a line; of \r\n and \n\r the second does not.
bool ends_line(const shell* sh, char key) {
  char& last = sh->ctx->last_nl;
  if (key != '\r' && key != '\n') {
    last = 0;
    return false;
  }
  if (last != 0 && last != key) {
    return false;
  }
  last = key;
  return true;
}

void enter(const shell* sh) {
  if (sh->ctx->cmd_buff_len == 0) {
    leave_history(sh);
    shell_newline(sh);
  } else {
    sh->ctx->ret_val = shell_execute(sh);
  }
  shell_set_state(sh, SHELL_STATE_ACTIVE);
}

void take_key(const shell* sh, char key) {
  shell_ctx& ctx = *sh->ctx;
  shell_receive_state state = ctx.receive_state;
  ctx.receive_state = SHELL_RECEIVE_DEFAULT;
  if (state == SHELL_RECEIVE_DEFAULT) {
    if (ends_line(sh, key)) {
      enter(sh);
    } else if (key != '\0' && key != '\r' && key != '\n') {
      plain_key(sh, key);
    }
  } else if (state == SHELL_RECEIVE_ESC) {
    if (key == '[') {
      ctx.receive_state = SHELL_RECEIVE_ESC_SEQ;
    } else if (ctx.cfg.flags.echo != 0) {
      alt_key(sh, key);
    }
  } else if (state == SHELL_RECEIVE_ESC_SEQ && ctx.cfg.flags.echo != 0 && sequence_key(sh, key)) {
    ctx.receive_state = SHELL_RECEIVE_TILDE_EXP;
  }
}

}  // namespace

void shell_collect(const shell* sh) {
  shell_ctx& ctx = *sh->ctx;
  std::uint8_t input[16];
  std::size_t count = 0;
  for (;;) {
    // One key at a time: what follows a command may be for the bypass that it sets.
    std::size_t most = ctx.bypass != nullptr ? sizeof input : 1;
    if (sh->iface->api->read(sh->iface, input, most, &count) != 0 || count == 0) {
      break;
    }
    if (ctx.bypass != nullptr) {
      ctx.cmd_ctx = true;
      ctx.bypass(sh, input, count);
      ctx.cmd_ctx = false;
      if (ctx.bypass == nullptr) {
        shell_set_state(sh, SHELL_STATE_ACTIVE);
      }
    } else if (input[0] < 0x80 || !IS_ENABLED(CONFIG_SHELL_ASCII_FILTER)) {
      take_key(sh, static_cast<char>(input[0]));
    }
  }
  shell_flush(sh);
}

}  // namespace hosted
