// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <cstring>

#include "shell/commands.h"
#include "shell/shell.hpp"

using namespace hosted;

namespace {

// Reads the answer ESC [ row ; column R. Virtual time passes while there is none.
bool read_position(const shell* sh, int* row, int* column) {
  constexpr int kTries = 100;
  char answer[16];
  std::size_t length = 0;
  for (int i = 0; i < kTries; ++i) {
    std::size_t count = 1;
    while (sh->iface->api->read(sh->iface, answer + length, 1, &count) == 0 && count == 1) {
      if (length == 0 && answer[0] != '\x1b') {
        continue;
      }
      if (answer[length] == 'R') {
        char* end = nullptr;
        answer[length] = '\0';
        *row = static_cast<int>(std::strtol(answer + 2, &end, 10));
        *column = *end == ';' ? static_cast<int>(std::strtol(end + 1, nullptr, 10)) : 0;
        return *row > 0 && *column > 0;
      }
      if (++length == sizeof answer) {
        return false;
      }
    }
    k_msleep(10);
  }
  return false;
}

}  // namespace

void hosted_shell_print_roots(const shell* sh) {
  (void)k_mutex_lock(&sh->ctx->wr_mtx, K_FOREVER);
  shell_print_children(sh, nullptr);
  shell_flush(sh);
  (void)k_mutex_unlock(&sh->ctx->wr_mtx);
}

void hosted_shell_control(const shell* sh, const char* sequence) {
  (void)k_mutex_lock(&sh->ctx->wr_mtx, K_FOREVER);
  shell_control(sh, sequence);
  shell_flush(sh);
  (void)k_mutex_unlock(&sh->ctx->wr_mtx);
}

bool hosted_shell_ask_size(const shell* sh) {
  // The cursor goes as far right and down as the terminal lets it, and comes back.
  hosted_shell_control(sh,
                       "\x1b"
                       "7\x1b[250B\x1b[250C\x1b[6n");
  int row = 0;
  int column = 0;
  bool known = read_position(sh, &row, &column);
  hosted_shell_control(sh,
                       "\x1b"
                       "8");
  if (known && column >= 8) {
    sh->ctx->vt100_ctx.cons.terminal_wid = static_cast<std::uint16_t>(column);
    sh->ctx->vt100_ctx.cons.terminal_hei = static_cast<std::uint16_t>(row);
  }
  return known;
}

const shell_static_entry* hosted_shell_selectable(const shell* sh, std::size_t argc, char** argv) {
  const Entry* entry = sh->ctx->selected_cmd;
  Entry scratch{};
  for (std::size_t i = 0; i < argc; ++i) {
    entry = shell_find(entry, argv[i], &scratch);
    if (entry == nullptr || entry == &scratch) {
      return nullptr;
    }
  }
  bool no_arguments = entry->args.mandatory == 1 && entry->args.optional == 0;
  bool useful = entry->subcmd != nullptr || (entry->handler != nullptr && !no_arguments);
  return useful ? entry : nullptr;
}
