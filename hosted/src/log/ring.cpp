// SPDX-License-Identifier: Apache-2.0
// The buffer of deferred logging: messages lie in it one behind the other, each in one piece, so
// that what is left at the end of the buffer may have to be passed over. Sizes and order of drops
// are Zephyr's, so that as many messages are lost here as there.
#include <cstring>

#include "host/call.hpp"
#include "host/real_alloc.hpp"
#include "log/log.hpp"

#ifdef CONFIG_LOG_MODE_DEFERRED

#include <zephyr/logging/log_internal.h>

namespace hosted {
namespace {

constexpr std::uint32_t kWords = CONFIG_LOG_BUFFER_SIZE / sizeof(std::uint32_t);

alignas(16) std::uint32_t g_words[kWords];
std::uint32_t g_read = 0;
std::uint32_t g_write = 0;
bool g_full = false;
std::uint32_t g_most = 0;

union mpsc_pbuf_generic* item_at(std::uint32_t index) {
  return reinterpret_cast<union mpsc_pbuf_generic*>(&g_words[index]);
}

std::uint32_t advanced(std::uint32_t index, std::uint32_t words) {
  index += words;
  return index >= kWords ? index - kWords : index;
}

void advance_write(std::uint32_t words) {
  g_write = advanced(g_write, words);
  g_full = g_write == g_read;
}

void advance_read(std::uint32_t words) {
  g_read = advanced(g_read, words);
  g_full = false;
}

// Words free in one piece at the write position; `to_end`: they reach to the end of the buffer.
std::uint32_t free_words(bool& to_end) {
  to_end = !g_full && g_read <= g_write;
  return g_full ? 0 : to_end ? kWords - g_write : g_read - g_write;
}

std::uint32_t used_words() {
  bool to_end = false;
  std::uint32_t free = free_words(to_end);
  // One word less than there are, as in Zephyr.
  return kWords - 1 - (to_end ? free + g_read - 1 : free);
}

bool is_skip(const union mpsc_pbuf_generic* item) {
  return item->hdr.busy != 0 && item->hdr.valid == 0;
}

// Makes room at the read position; whether it could.
bool drop_oldest(bool may_drop) {
  auto* item = item_at(g_read);
  if (is_skip(item)) {
    advance_read(item->skip.len);
    return true;
  }
  if (!may_drop || item->hdr.valid == 0) {
    return false;
  }
  advance_read(log_msg_generic_get_wlen(item));
  z_log_dropped(true);
  return true;
}

}  // namespace

log_msg* ring_alloc(std::uint32_t words, bool may_drop) {
  if (words > kWords) {
    return nullptr;
  }
  for (;;) {
    bool to_end = false;
    std::uint32_t free = free_words(to_end);
    auto* item = item_at(g_write);
    if (free >= words) {
      std::memset(item, 0, words * sizeof(std::uint32_t));
      advance_write(words);
      return reinterpret_cast<log_msg*>(item);
    }
    if (to_end) {
      item->raw = 0;
      item->skip.busy = 1;
      item->skip.len = free & 0x3fffffffU;
      advance_write(free);
    } else if (!drop_oldest(may_drop)) {
      return nullptr;
    }
  }
}

void ring_commit(log_msg* message) {
  message->hdr.desc.valid = 1;
  std::uint32_t used = used_words();
  g_most = used > g_most ? used : g_most;
}

log_msg* ring_take() {
  while (ring_pending()) {
    auto* item = item_at(g_read);
    if (is_skip(item)) {
      advance_read(item->skip.len);
      continue;
    }
    if (item->hdr.valid == 0) {
      return nullptr;
    }
    std::uint32_t words = log_msg_generic_get_wlen(item);
    auto* copy = static_cast<log_msg*>(real::malloc(words * sizeof(std::uint32_t)));
    if (copy != nullptr) {
      std::memcpy(copy, item, words * sizeof(std::uint32_t));
    }
    item->hdr.valid = 0;
    advance_read(words);
    return copy;
  }
  return nullptr;
}

bool ring_pending() {
  return g_full || g_read != g_write;
}

void ring_clear() {
  g_read = 0;
  g_write = 0;
  g_full = false;
  g_most = 0;
}

RingUsage ring_usage() {
  constexpr std::uint32_t kBytes = sizeof(std::uint32_t);
  return {(kWords - 1) * kBytes, used_words() * kBytes, g_most * kBytes};
}

}  // namespace hosted

#endif
