/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_GUARD_H_
#define TIDEMARK_GUARD_H_

/*
 * The guard of heaps: CONFIG_TIDEMARK_GUARD. Nothing here has to be called while every heap is
 * guarded (CONFIG_TIDEMARK_GUARD_ALL) and faults are reported. The conventions of
 * <tidemark/tidemark.h> hold; in a build without the guard every function returns -ENOTSUP.
 */

#include <tidemark/tidemark.h>

#ifdef __cplusplus
extern "C" {
#endif

enum tidemark_guard_fault {
  TIDEMARK_GUARD_OVERRUN,        /**< Written behind a block's end. */
  TIDEMARK_GUARD_UNDERRUN,       /**< Written before its begin. */
  TIDEMARK_GUARD_USE_AFTER_FREE, /**< Written after it was freed. */
  TIDEMARK_GUARD_DOUBLE_FREE,    /**< Nothing was done. */
  TIDEMARK_GUARD_FOREIGN_FREE,   /**< Freed or reallocated what is no block. Nothing was done. */
};

struct tidemark_guard_event {
  uint64_t up_ms; /**< When it was found. */
  enum tidemark_guard_fault fault;
  const void* heap;                   /**< NULL: none is known there. */
  char heap_name[TIDEMARK_NAME_SIZE]; /**< Empty: not watched. */
  const void* block;                  /**< Of a foreign free that is in no block, what was freed. */
  bool has_size;
  uint32_t size_bytes;      /**< Requested. */
  const void* allocated_at; /**< A return address; NULL: unknown, as the next two. */
  const void* freed_at;     /**< Of a double free by the first one. */
  const void* found_at;     /**< By the caller of the call that found it; NULL: by a sweep. */
  const void* owner;        /**< The thread that allocated it; NULL: an interrupt handler. */
  char owner_name[TIDEMARK_NAME_SIZE]; /**< Empty: it has none, or has ended. */
  bool has_offset;
  uint32_t offset_bytes;  /**< Of the damaged byte nearest to the block: before its begin (1: the
                             byte  directly before it), behind its end (0: directly behind it); of a
                               freed one, and of a foreign pointer, from its begin. */
  uint32_t damaged_bytes; /**< That were found; there may be more beyond. */
};

/** Runs in the monitor's thread, holds no lock, and may call every function but
 *  tidemark_sample_now(). `event` lives as long as the call. */
typedef void (*tidemark_guard_listener)(const struct tidemark_guard_event* event, void* user_data);

/** One listener; NULL takes it away. -ENOTSUP: CONFIG_TIDEMARK_GUARD_CALLBACK is off.
 *  -EWOULDBLOCK. */
int tidemark_guard_listener_set(tidemark_guard_listener listener, void* user_data);

/**
 * Guards a heap from now on, while it is empty and nobody else uses it: with
 * CONFIG_TIDEMARK_GUARD_ALL=n. -EINVAL: `heap` is NULL. -ENOENT: it was not made yet, or found no
 * room (CONFIG_TIDEMARK_MAX_HEAPS). -EALREADY. -EBUSY: it has blocks.
 */
int tidemark_guard_heap(struct k_heap* heap);
int tidemark_guard_sys_heap(struct sys_heap* heap);

/**
 * Checks every live block and all that is held back, block by block, in this thread. Faults are
 * told by the monitor's thread with its next sample; tidemark_guard_get() counts them at once.
 * -EWOULDBLOCK.
 */
int tidemark_guard_check(void);

/** Counts saturate. */
struct tidemark_guard_status {
  uint32_t heaps;
  uint32_t heaps_missed; /**< Not guarded for want of room: CONFIG_TIDEMARK_MAX_HEAPS. */
  uint32_t blocks;       /**< Live and guarded. */
  uint32_t held_blocks;  /**< Freed and held back. */
  uint32_t held_bytes;   /**< With what is round them. */
  uint32_t faults;
  uint32_t faults_untold; /**< Of these, found while CONFIG_TIDEMARK_GUARD_FAULTS waited. */
  uint32_t kept_blocks;   /**< Damaged, and not given back to their heap. */
  uint32_t sweeps;        /**< Times that all was checked. */
};

/** -EINVAL: `out` is NULL. -EWOULDBLOCK. */
int tidemark_guard_get(struct tidemark_guard_status* out);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_GUARD_H_ */
