// SPDX-License-Identifier: Apache-2.0
#include <zephyr/shell/shell_history.h>

#include <cstring>

namespace {

// Lines lie one behind the other, each a node and its text, and wrap to the start as a whole.
struct Line {
  sys_dnode_t node;
  std::uint16_t length;
  std::uint16_t unused;  // so that as many lines fit as in Zephyr
  char text[];
};

std::size_t bytes_of(std::size_t length) {
  return (offsetof(Line, text) + length + sizeof(void*) - 1) & ~(sizeof(void*) - 1);
}

Line* line_of(sys_dnode_t* node) {
  return reinterpret_cast<Line*>(node);
}

// Where the bytes behind the newest line begin, and where the oldest line is.
std::uint8_t* end_of(sys_dnode_t* node) {
  return reinterpret_cast<std::uint8_t*>(node) + bytes_of(line_of(node)->length);
}

// Room for so many bytes, all lines kept; null if there is none.
std::uint8_t* find_room(const shell_history* history, std::size_t bytes) {
  std::uint8_t* limit = history->memory + history->size;
  sys_dnode_t* newest = sys_dlist_peek_head(&history->list);
  if (newest == nullptr) {
    return history->memory;
  }
  auto* oldest = reinterpret_cast<std::uint8_t*>(sys_dlist_peek_tail(&history->list));
  std::uint8_t* at = end_of(newest);
  if (reinterpret_cast<std::uint8_t*>(newest) < oldest) {
    return static_cast<std::size_t>(oldest - at) >= bytes ? at : nullptr;
  }
  if (static_cast<std::size_t>(limit - at) >= bytes) {
    return at;
  }
  return static_cast<std::size_t>(oldest - history->memory) >= bytes ? history->memory : nullptr;
}

}  // namespace

void z_shell_history_init(shell_history* history) {
  sys_dlist_init(&history->list);
  history->current = nullptr;
}

void z_shell_history_purge(shell_history* history) {
  z_shell_history_init(history);
}

void z_shell_history_mode_exit(shell_history* history) {
  history->current = nullptr;
}

bool z_shell_history_get(shell_history* history, bool up, std::uint8_t* dst, std::uint16_t* len) {
  *len = 0;
  if (sys_dlist_is_empty(&history->list) || (!up && history->current == nullptr)) {
    return false;
  }
  history->current = !up ? sys_dlist_peek_prev(&history->list, history->current)
                     : history->current == nullptr
                         ? sys_dlist_peek_head(&history->list)
                         : sys_dlist_peek_next(&history->list, history->current);
  if (history->current == nullptr) {
    return false;
  }
  const Line* line = line_of(history->current);
  std::memcpy(dst, line->text, line->length);
  dst[line->length] = '\0';
  *len = line->length;
  return true;
}

void z_shell_history_put(shell_history* history, std::uint8_t* line, std::size_t len) {
  if (bytes_of(len) > history->size) {
    return;
  }
  z_shell_history_mode_exit(history);
  sys_dnode_t* newest = sys_dlist_peek_head(&history->list);
  if (len == 0 || (newest != nullptr && line_of(newest)->length == len &&
                   std::memcmp(line_of(newest)->text, line, len) == 0)) {
    return;
  }
  std::uint8_t* room = nullptr;
  while ((room = find_room(history, bytes_of(len))) == nullptr) {
    sys_dlist_remove(sys_dlist_peek_tail(&history->list));
  }
  auto* added = reinterpret_cast<Line*>(room);
  added->length = static_cast<std::uint16_t>(len);
  std::memcpy(added->text, line, len);
  sys_dlist_prepend(&history->list, &added->node);
}
