/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_ALLOCATE_H_
#define TIDEMARK_ALLOCATE_H_

/*
 * Allocations that do not give up at once: CONFIG_TIDEMARK_LADDER. One that the heap refuses climbs
 * a ladder: reclaimers give memory back (<tidemark/reclaim.h>), the emergency reserve is released,
 * optional work is switched off, and after each the request is tried again. What comes then is the
 * application's choice. Each rung is bounded in time, and the whole in steps. One that succeeds
 * costs a comparison more.
 *
 * Where one may not wait (an interrupt handler, before the kernel runs, with interrupts or the
 * scheduler locked, in the idle thread, in a reclaimer), NULL comes at once, and is counted.
 * In a build without the ladder the allocating functions are the kernel's own.
 */

#include <tidemark/tidemark.h>

#if defined(__ZEPHYR__)
#include <zephyr/kernel.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/**
 * As k_malloc(), k_calloc(), k_realloc(), k_aligned_alloc() and k_free(), with whose blocks theirs
 * are interchangeable. NULL: the ladder ended there; realloc leaves the former block as it was.
 * Need a system heap (CONFIG_HEAP_MEM_POOL_SIZE).
 */
void* tidemark_malloc(size_t bytes);
void* tidemark_calloc(size_t count, size_t bytes);
void* tidemark_realloc(void* block, size_t bytes);
void* tidemark_aligned_alloc(size_t align, size_t bytes);
#if defined(__ZEPHYR__)
static inline void tidemark_free(void* block) {
  k_free(block);
}

/** As k_heap_aligned_alloc(); `align` 0: that of a pointer. The ladder comes after `timeout`, and
 *  not at all with K_NO_WAIT. Free with k_heap_free(). */
void* tidemark_heap_alloc(struct k_heap* heap, size_t align, size_t bytes, k_timeout_t timeout);
#else
void tidemark_free(void* block);
#endif

/** An allocation that found no rung. */
struct tidemark_oom_failure {
  size_t bytes;     /**< Requested of the heap; for k_malloc() with a pointer before it. */
  const void* heap; /**< A struct k_heap; NULL: the C library's. */
  const void* at;   /**< Return address of the call. */
  bool has_free;    /**< Of the heap, when it failed. */
  uint32_t free_bytes;
  bool has_largest_free;
  uint32_t largest_free_bytes;
  uint32_t steps; /**< Calls and retries so far. */
};

/** What becomes of it. */
enum tidemark_oom_choice {
  TIDEMARK_OOM_FAIL,    /**< It returns NULL. */
  TIDEMARK_OOM_RETRY,   /**< Memory was freed, a subsystem restarted: once more. Once only. */
  TIDEMARK_OOM_RESTART, /**< The device restarts in good order. */
};

/**
 * Called in the thread whose allocation failed, on its stack, with no lock of Tidemark's held. What
 * fails within it gets NULL at once. Where there is none, CONFIG_TIDEMARK_OOM_RESTART or else
 * CONFIG_TIDEMARK_OOM_NULL says what happens.
 */
typedef enum tidemark_oom_choice (*tidemark_oom_handler)(const struct tidemark_oom_failure* failure,
                                                         void* user_data);

/** One handler; NULL takes it away. -ENOTSUP: CONFIG_TIDEMARK_LADDER is off. */
int tidemark_oom_handler_set(tidemark_oom_handler handler, void* user_data);

/** Counts since boot; they saturate. */
struct tidemark_ladder_status {
  uint32_t climbs;     /**< Allocations that the heap refused at first and that could wait. */
  uint32_t by_reclaim; /**< Of these, satisfied by that rung; and so on. */
  uint32_t by_reserve;
  uint32_t by_shed;
  uint32_t by_handler;
  uint32_t failed;     /**< That found no rung. */
  uint32_t at_once;    /**< Besides: refused at once, where one may not wait. */
  uint32_t impossible; /**< Besides: of no bytes, or more than the heap could ever hold. */
  uint32_t retries;
  uint32_t most_steps;  /**< That one took: calls of reclaimers and shedders, and retries. */
  uint32_t steps_bound; /**< More than these none can take in this image. */
  uint32_t longest_ms;  /**< That one took. */
  bool has_reserve;     /**< Iff there is one (CONFIG_TIDEMARK_RESERVE_BYTES). */
  bool is_reserve_held;
};

/** -EINVAL: `out` is NULL. -ENOTSUP. */
int tidemark_ladder_get(struct tidemark_ladder_status* out);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_ALLOCATE_H_ */
