// SPDX-License-Identifier: Apache-2.0
#include "../subsys/logging/log_cache.h"

#include <zephyr/sys/util.h>

#include <cstddef>

namespace hosted {
namespace {

log_cache_entry* entry_of(sys_snode_t* node) {
  return reinterpret_cast<log_cache_entry*>(node);
}

log_cache_entry* entry_of(std::uint8_t* data) {
  return reinterpret_cast<log_cache_entry*>(data - offsetof(log_cache_entry, data));
}

}  // namespace
}  // namespace hosted

extern "C" {

int log_cache_init(struct log_cache* cache, const struct log_cache_config* config) {
  sys_slist_init(&cache->active);
  sys_slist_init(&cache->idle);
  size_t step = ROUND_UP(sizeof(log_cache_entry) + config->item_size, sizeof(uintptr_t));
  auto* at = static_cast<uint8_t*>(config->buf);
  for (size_t i = 0; i < config->buf_len / step; ++i, at += step) {
    sys_slist_append(&cache->idle, reinterpret_cast<sys_snode_t*>(at));
  }
  cache->cmp = config->cmp;
  cache->item_size = config->item_size;
  cache->hit = 0;
  cache->miss = 0;
  return 0;
}

bool log_cache_get(struct log_cache* cache, uintptr_t id, uint8_t** data) {
  sys_snode_t* found = nullptr;
  for (sys_snode_t* node = sys_slist_peek_head(&cache->active); node != nullptr && found == nullptr;
       node = sys_slist_peek_next(node)) {
    found = cache->cmp(hosted::entry_of(node)->id, id) ? node : nullptr;
  }
  bool hit = found != nullptr;
  if (hit) {
    ++cache->hit;
    (void)sys_slist_find_and_remove(&cache->active, found);
    sys_slist_prepend(&cache->active, found);
  } else {
    ++cache->miss;
    found = sys_slist_get(&cache->idle);
    if (found == nullptr) {
      found = sys_slist_peek_tail(&cache->active);
      (void)sys_slist_find_and_remove(&cache->active, found);
    }
    hosted::entry_of(found)->id = id;
  }
  *data = hosted::entry_of(found)->data;
  return hit;
}

void log_cache_put(struct log_cache* cache, uint8_t* data) {
  sys_slist_prepend(&cache->active, &hosted::entry_of(data)->node);
}

void log_cache_release(struct log_cache* cache, uint8_t* data) {
  sys_slist_prepend(&cache->idle, &hosted::entry_of(data)->node);
}

}  // extern "C"
