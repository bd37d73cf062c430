/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_KERNEL_INCLUDE_KERNEL_INTERNAL_H_
#define ZEPHYR_KERNEL_INCLUDE_KERNEL_INTERNAL_H_

/* The part of Zephyr's kernel-internal interface that its tests use. */

#include <zephyr/kernel.h>

#ifdef __cplusplus
extern "C" {
#endif

/** From the calling thread's resource pool (k_thread_heap_assign, k_thread_system_pool_assign), in
 * an interrupt from the system heap; for k_free(). Null if there is no pool or no room. align is a
 * power of two or 0. */
void* z_thread_aligned_alloc(size_t align, size_t size);
static inline void* z_thread_malloc(size_t size) {
  return z_thread_aligned_alloc(0, size);
}

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_KERNEL_INCLUDE_KERNEL_INTERNAL_H_ */
