// SPDX-License-Identifier: Apache-2.0
// The inside of the shell. All functions expect that the caller holds ctx->wr_mtx.
#pragma once

#include <zephyr/shell/shell.h>

#include <cstdarg>
#include <cstddef>
#include <cstdint>

namespace hosted {

using Entry = shell_static_entry;

// --- terminal.cpp: output ---

void shell_put(const shell* sh, const char* text, std::size_t length);
void shell_text(const shell* sh, const char* text);
void shell_flush(const shell* sh);
// To the transport as it is, past the buffer.
void shell_write(const shell* sh, const void* data, std::size_t length);
[[gnu::format(printf, 3, 4)]] void shell_colour_print(const shell* sh, shell_vt100_color colour,
                                                      const char* format, ...);
void shell_colour_vprint(const shell* sh, shell_vt100_color colour, const char* format,
                         std::va_list args);
void shell_colour_text(const shell* sh, shell_vt100_color colour, const char* text);
void shell_set_colour(const shell* sh, shell_vt100_color colour);
// A control sequence, or one with a number of at most five digits; nothing if those are off.
void shell_control(const shell* sh, const char* sequence);
void shell_control_count(const shell* sh, int count, char letter);
void shell_newline(const shell* sh);
// Columns to the right, or to the left if negative.
void shell_move_columns(const shell* sh, int columns);

// --- line.cpp: the command line ---

void shell_clear_line(const shell* sh);  // the buffer; nothing is printed
void shell_print_prompt_and_line(const shell* sh);
void shell_erase_line(const shell* sh);
void shell_leave_line(const shell* sh);  // the cursor goes to the start of a line that is empty
void shell_move_to(const shell* sh, int position);
void shell_move_word(const shell* sh, int direction);
void shell_type(const shell* sh, char c);
void shell_insert(const shell* sh, const char* text, std::size_t length);
void shell_delete(const shell* sh);       // the character at the cursor
void shell_delete_rest(const shell* sh);  // what is behind the cursor
void shell_backspace(const shell* sh);
void shell_delete_word(const shell* sh);
void shell_replace_line(const shell* sh, const char* text);

// --- tree.cpp: the commands ---

// The subcommand number `index` of `parent`, a root command if that is null; null if there are no
// more. A dynamic one is made in *scratch.
const Entry* shell_child(const Entry* parent, std::size_t index, Entry* scratch);
const Entry* shell_find(const Entry* parent, const char* name, Entry* scratch);
const Entry* shell_find_root(const char* name);
bool is_dynamic(const Entry* entry);
// The command that the arguments lead to from `entry`; *used says how many of them name commands.
const Entry* shell_follow(const Entry* entry, std::size_t argc, char** argv, std::size_t* used,
                          Entry* scratch);

// --- execute.cpp ---

// Cuts the first argument off *rest: quotes and escapes are resolved in place. Null if there is
// none. *quote: the quotation mark that is not closed, or 0.
char* shell_next_argument(char** rest, char* quote);
bool has_wildcard(const char* text);
// Runs the command line.
int shell_execute(const shell* sh);

// --- help.cpp ---

// The help of the active command and of its subcommands.
void shell_print_help(const shell* sh);
// The subcommands with their help, of the root if parent is null.
void shell_print_children(const shell* sh, const Entry* parent);
bool asks_for_help(const char* argument);

// --- complete.cpp ---
void shell_complete(const shell* sh);

// --- input.cpp ---
void shell_collect(const shell* sh);

// --- core.cpp ---
void shell_set_state(const shell* sh, shell_state state);
// shell_init() with the default flags; log_level: 0 for no log messages, over LOG_LEVEL_DBG for
// all.
int shell_init_backend(const shell* sh, std::uint32_t log_level);
// The shell's thread finds a message in the log backend's queue.
void shell_wake_for_log(const shell* sh);

inline int shell_width(const shell* sh) {
  return sh->ctx->vt100_ctx.cons.terminal_wid;
}

}  // namespace hosted
