/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_MEM_STATS_H_
#define ZEPHYR_INCLUDE_SYS_MEM_STATS_H_

#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Use of a heap or a slab, in bytes. For heaps without the allocator's own headers. */
struct sys_memory_stats {
  size_t free_bytes;          /**< now free, in as many pieces as there are */
  size_t allocated_bytes;     /**< now allocated */
  size_t max_allocated_bytes; /**< most ever allocated since the start or the last reset */
};

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_MEM_STATS_H_ */
