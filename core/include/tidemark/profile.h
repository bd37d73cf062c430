/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_PROFILE_H_
#define TIDEMARK_PROFILE_H_

/*
 * Tidemark's heap profile: who holds the memory. C99. With CONFIG_TIDEMARK_PROFILE=y it samples by
 * itself, from the start of the image on; nothing here has to be called. Without it every function
 * returns -ENOTSUP.
 *
 * The conventions are those of tidemark.h, but for these:
 *  7. Values are read entry by entry while the device runs: a block that comes or goes meanwhile
 * may be in one answer and not in another. What is said of one block or one call site belongs
 *     together.
 *  8. Instead of an index a cursor goes through a table: it is 0 for the first entry, each call
 * moves it behind the one that it found, and -ENOENT says that there is no other one.
 * 11. Bytes and blocks of a site, an owner or a suspect are estimates, and saturate: they are exact
 *     where tidemark_profile.interval_bytes is 1 and nothing was thinned, else their error is about
 *     1 / sqrt(live_samples) of them. What is displaced or merged (tidemark_profile) they lack.
 * 12. Addresses in the code are return addresses: the call is in the line before. For addr2line
 * take one less, on Arm after the lowest bit is cleared.
 * 13. Interrupts are off, or a spin lock is held, for one entry at a time, never longer.
 */

#include "tidemark/tidemark.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Most frames of a call site; CONFIG_TIDEMARK_PROFILE_FRAMES are recorded. */
#define TIDEMARK_SITE_FRAMES 4
/** Number of the site or the owner of a block for which there was no room. */
#define TIDEMARK_NO_SLOT 255U
/** Buckets of tidemark_site.lifetimes. */
#define TIDEMARK_LIFETIMES 6

/** How the profile was taken, and what it lacks. */
struct tidemark_profile {
  uint32_t interval_bytes;  /**< Between two samples on average; 1: every block. */
  uint32_t blocks;          /**< Recorded now. */
  uint32_t blocks_capacity; /**< CONFIG_TIDEMARK_PROFILE_RECORDS, as the next capacities. */
  uint32_t sites;
  uint32_t sites_capacity;
  uint32_t owners;
  uint32_t owners_capacity;
  uint32_t samples;       /**< Blocks that were ever recorded. Saturates, as the next. */
  uint32_t thinned;       /**< Taken out again by a coin, to make room: this spoils no estimate. */
  uint32_t displaced;     /**< Lost without one. */
  uint32_t sites_merged;  /**< Recorded without a site of their own. */
  uint32_t owners_merged; /**< Recorded without an owner of their own. */
  bool has_cycles;        /**< Iff a cycle has ended. */
  uint32_t cycles;
  bool has_mark; /**< Iff tidemark_mark() was called. */
  uint64_t mark_ms;
};

/** A place in the code that allocates from one heap or pool. */
struct tidemark_site {
  unsigned int number; /**< What tidemark_block.site means. TIDEMARK_NO_SLOT: all those for which
                            there was no room; it has no callers and no totals. */
  const void* pool;    /**< struct k_heap, sys_heap, k_mem_slab ...; NULL: the C library's heap. */
  char pool_name[TIDEMARK_NAME_SIZE];
  const void* callers[TIDEMARK_SITE_FRAMES]; /**< Innermost first; NULL: none further out. */
  uint32_t live_bytes;
  uint32_t live_blocks;
  uint32_t live_samples; /**< Records that say so. */
  bool has_oldest;       /**< Iff there are any. */
  uint32_t oldest_s;     /**< Age of the oldest recorded block. */
  uint32_t marked_bytes; /**< Of the live ones those allocated since tidemark_mark(). */
  uint32_t marked_blocks;
  uint64_t total_bytes; /**< Ever allocated. */
  uint64_t total_blocks;
  uint8_t lifetimes[TIDEMARK_LIFETIMES]; /**< Freed samples that lived less than 64 ms, 512 ms, 4 s,
                                              33 s, 4.4 min, and longer; all are halved when one
                                            would exceed 255. */
  uint32_t cycles_grown;                 /**< Latest cycles that each ended with more live bytes. */
};

enum tidemark_owner_state {
  TIDEMARK_OWNER_INTERRUPT, /**< Interrupts, and what ran before there were threads. */
  TIDEMARK_OWNER_ALIVE,
  TIDEMARK_OWNER_ENDED, /**< A thread that has ended, and left its blocks behind. */
};

/** Whose blocks they are: of the thread that allocated them. */
struct tidemark_owner {
  unsigned int number; /**< What tidemark_block.owner means. */
  enum tidemark_owner_state state;
  const void* thread;            /**< A k_tid_t, NULL of interrupts. */
  char name[TIDEMARK_NAME_SIZE]; /**< May be empty. */
  uint32_t live_bytes;
  uint32_t live_blocks;
  uint32_t live_samples;
  bool has_oldest;
  uint32_t oldest_s;
};

/** A live block that was sampled. */
struct tidemark_block {
  const void* block;
  uint32_t size_bytes; /**< As asked for; of a pool of blocks the block size. */
  unsigned int level;  /**< It stands for 1/p blocks, p = 1 - exp(-size / (interval * 2^level)); for
                            itself where the interval is 1 and the level 0. */
  uint64_t age_ms;     /**< To 64 ms and the sampling period. */
  unsigned int site;   /**< A tidemark_site.number. */
  unsigned int owner;  /**< A tidemark_owner.number or TIDEMARK_NO_SLOT. */
  const void* caller;  /**< Innermost one of the site; NULL: not known. */
  bool since_mark;
};

/** A site that holds much of a heap. */
struct tidemark_suspect {
  unsigned int site;
  const void* caller;  /**< Innermost one. */
  uint32_t live_bytes; /**< Of the asked ages, as the next three. */
  uint32_t live_blocks;
  uint32_t live_samples;
  uint32_t oldest_s;
  char owner_name[TIDEMARK_NAME_SIZE]; /**< Thread that owns most of it; may be empty. */
};

/** -EINVAL: `out` is NULL. -ENOTSUP. -EWOULDBLOCK. O(CONFIG_TIDEMARK_PROFILE_RECORDS). */
int tidemark_profile_get(struct tidemark_profile* out);

/** The next site. -EINVAL: an argument is NULL. -ENOENT. -ENOTSUP. -EWOULDBLOCK. O(records). */
int tidemark_site_get(size_t* cursor, struct tidemark_site* out);
/** The next owner; the same. O(records + threads). */
int tidemark_owner_get(size_t* cursor, struct tidemark_owner* out);
/** The next block; the same. O(1) but for free entries between. */
int tidemark_live_get(size_t* cursor, struct tidemark_block* out);

/**
 * The sites that hold most of a heap or pool (as in tidemark_site; NULL: the C library's) in blocks
 * between an eighth of `window_s` and `window_s` old: with a verdict's window_s what has leaked
 * while it was watched. 0: of any age. Returns how many of `out[0]` to `out[count - 1]` are set,
 * most first, at most 8. -EINVAL: `out` is NULL. -ENOTSUP. -EWOULDBLOCK. O(sites * records).
 */
int tidemark_suspects_get(const void* pool, uint32_t window_s, struct tidemark_suspect* out,
                          size_t count);

/** Blocks from now on are `since_mark`. -ENOTSUP. -EWOULDBLOCK. O(records). */
int tidemark_mark(void);

/**
 * Ends a cycle of a test, and returns how many sites have held more at the end of each of the
 * latest `cycles` cycles than at the end of the one before: what is not 0 after a handful of cycles
 * of the same work is a leak. The first cycle after the start compares with nothing, so call it
 * once before. `cycles`: 1 to 255. -EINVAL. -ENOTSUP: also without CONFIG_TIDEMARK_PROFILE_CYCLES.
 * -EWOULDBLOCK. O(sites * records). Exact where the interval is 1 and the tables have room; else
 * the chance of sampling alone lets sites grow from time to time.
 */
int tidemark_cycle(uint32_t cycles);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_PROFILE_H_ */
