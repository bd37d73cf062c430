// SPDX-License-Identifier: Apache-2.0
// A cache of fixed-size entries found by a number; the one used longest ago goes first.
#ifndef ZEPHYR_SUBSYS_LOGGING_LOG_CACHE_H_
#define ZEPHYR_SUBSYS_LOGGING_LOG_CACHE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zephyr/sys/slist.h>

#ifdef __cplusplus
extern "C" {
#endif

struct log_cache_entry {
  sys_snode_t node;
  uintptr_t id;
  uint8_t data[];
};

typedef bool (*log_cache_cmp_func_t)(uintptr_t id0, uintptr_t id1);

struct log_cache_config {
  void* buf; /* for the entries, aligned to a pointer */
  size_t buf_len;
  size_t item_size;
  log_cache_cmp_func_t cmp;
};

struct log_cache {
  sys_slist_t active; /* latest first */
  sys_slist_t idle;
  log_cache_cmp_func_t cmp;
  uint32_t hit;
  uint32_t miss;
  size_t item_size;
};

/* 0. */
int log_cache_init(struct log_cache* cache, const struct log_cache_config* config);
/* True: *data is the entry's. False: it is a free entry's, to be filled and given to log_cache_put,
 * or to log_cache_release. O(entries). */
bool log_cache_get(struct log_cache* cache, uintptr_t id, uint8_t** data);
void log_cache_put(struct log_cache* cache, uint8_t* data);
void log_cache_release(struct log_cache* cache, uint8_t* data);

static inline uint32_t log_cache_get_hit(struct log_cache* cache) {
  return cache->hit;
}
static inline uint32_t log_cache_get_miss(struct log_cache* cache) {
  return cache->miss;
}

#ifdef __cplusplus
}
#endif
#endif
