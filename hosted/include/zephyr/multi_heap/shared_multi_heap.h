/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_MULTI_HEAP_MANAGER_SMH_H_
#define ZEPHYR_INCLUDE_MULTI_HEAP_MANAGER_SMH_H_

/* One multi-heap for all, whose regions are chosen by attribute (CONFIG_SHARED_MULTI_HEAP). On the
 * host the attributes are names only. No call takes a lock. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum shared_multi_heap_attr {
  SMH_REG_ATTR_CACHEABLE,
  SMH_REG_ATTR_NON_CACHEABLE,
  SMH_REG_ATTR_EXTERNAL,
  SMH_REG_ATTR_NUM,
};
#define MAX_SHARED_MULTI_HEAP_ATTR SMH_REG_ATTR_NUM

struct shared_multi_heap_region {
  uint32_t attr;
  uintptr_t addr;
  size_t size;
};

/** Before the first shared_multi_heap_add(). 0, or -EALREADY at the second call. */
int shared_multi_heap_pool_init(void);
/** Makes a heap of the region. 0; -EINVAL: no such attribute; -ENOMEM: eight regions have it. */
int shared_multi_heap_add(struct shared_multi_heap_region* region, void* user_data);
/** From the first region of the attribute that has room; null if none has. */
void* shared_multi_heap_alloc(enum shared_multi_heap_attr attr, size_t bytes);
void* shared_multi_heap_aligned_alloc(enum shared_multi_heap_attr attr, size_t align, size_t bytes);
void shared_multi_heap_free(void* block);

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_MULTI_HEAP_MANAGER_SMH_H_ */
