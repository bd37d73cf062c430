/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_KERNEL_INCLUDE_KERNEL_INTERNAL_H_
#define ZEPHYR_KERNEL_INCLUDE_KERNEL_INTERNAL_H_

/* The part of Zephyr's kernel-internal interface that its tests use. */

#include <zephyr/kernel.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The idle thread's entry. */
void idle(void* unused1, void* unused2, void* unused3);

/** From the calling thread's resource pool (k_thread_heap_assign, k_thread_system_pool_assign), in
 * an interrupt from the system heap; for k_free(). Null if there is no pool or no room. align is a
 * power of two or 0. */
void* z_thread_aligned_alloc(size_t align, size_t size);
static inline void* z_thread_malloc(size_t size) {
  return z_thread_aligned_alloc(0, size);
}

static inline void hosted_essential_set(struct k_thread* thread) {
  thread->base.user_options |= K_ESSENTIAL;
}
static inline void hosted_essential_clear(struct k_thread* thread) {
  thread->base.user_options &= (uint8_t)~K_ESSENTIAL;
}
static inline bool hosted_is_essential(struct k_thread* thread) {
  return (thread->base.user_options & K_ESSENTIAL) != 0U;
}
/* Of the caller (Zephyr 3.4), or of the thread given (3.7). */
#define Z_HOSTED_THREAD_OR_SELF(...) \
  COND_CODE_1(IS_EMPTY(__VA_ARGS__), (k_current_get()), (__VA_ARGS__))
#define z_thread_essential_set(...) hosted_essential_set(Z_HOSTED_THREAD_OR_SELF(__VA_ARGS__))
#define z_thread_essential_clear(...) hosted_essential_clear(Z_HOSTED_THREAD_OR_SELF(__VA_ARGS__))
#define z_is_thread_essential(...) hosted_is_essential(Z_HOSTED_THREAD_OR_SELF(__VA_ARGS__))

static inline void z_thread_heap_assign(struct k_thread* thread, struct k_heap* heap) {
  k_thread_heap_assign(thread, heap);
}

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_KERNEL_INCLUDE_KERNEL_INTERNAL_H_ */
