/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_RECLAIM_H_
#define TIDEMARK_RECLAIM_H_

/*
 * Who gives memory back when there is too little: CONFIG_TIDEMARK_RECLAIM. The conventions of
 * <tidemark/tidemark.h> hold; in a build without it every function returns -ENOTSUP, and what is
 * defined here is never called.
 */

#include <tidemark/tidemark.h>

#if defined(__ZEPHYR__)
#include <zephyr/kernel.h>
#include <zephyr/sys/iterable_sections.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What a reclaimer is called for. */
enum tidemark_reclaim_cause {
  TIDEMARK_RECLAIM_WARN,       /**< A heap rose to TIDEMARK_LEVEL_WARN. */
  TIDEMARK_RECLAIM_CRITICAL,   /**< To TIDEMARK_LEVEL_CRITICAL. */
  TIDEMARK_RECLAIM_ALLOCATION, /**< An allocation failed, and its thread waits. */
  TIDEMARK_RECLAIM_REQUEST,    /**< tidemark_reclaim() was called. */
};

/** How a call of a reclaimer is judged. */
enum tidemark_reclaim_outcome {
  TIDEMARK_RECLAIM_GAVE,         /**< The heaps got bytes back, at least half of what it said. */
  TIDEMARK_RECLAIM_GAVE_NOTHING, /**< It said so, and the heaps got nothing. */
  TIDEMARK_RECLAIM_OVERSTATED,   /**< The heaps got less than half of what it said. */
  TIDEMARK_RECLAIM_LATE,         /**< It took longer than it had. */
  TIDEMARK_RECLAIM_STUCK,        /**< It had not returned by then, and has not since. */
};

struct tidemark_reclaim_request {
  enum tidemark_reclaim_cause cause;
  /** That would be enough; 0: not known. More is welcome where it is as cheap. */
  size_t wanted_bytes;
  /** Until the pass must be over, in milliseconds: at least 1. */
  uint32_t deadline_ms;
};

/**
 * Gives back what it can spare of one kind, and returns the bytes that it believes it freed; 0:
 * nothing. Runs in the thread of the pressure queue, never in an interrupt handler, never twice at
 * a time and never while another reclaimer runs. It may wait for a lock for a while, but not longer
 * than `deadline_ms`: who holds the lock may be the thread whose allocation failed, which waits so
 * long and no longer. It may allocate, but gets NULL at once where that fails.
 */
typedef size_t (*tidemark_reclaimer_fn)(const struct tidemark_reclaim_request* request,
                                        void* user_data);

/** Of the macros below. */
struct tidemark_reclaimer_state {
  uint32_t calls;
  uint32_t said_bytes;
  int32_t measured_bytes;
  uint32_t longest_ms;
  uint32_t bad_calls;
  uint64_t rests_until_ms;
  uint64_t quiet_until_ms;
  uint8_t rests;
  uint8_t outcome;
  uint8_t told;
};
struct tidemark_reclaimer {
  const char* name;
  int priority;
  tidemark_reclaimer_fn call;
  void* user_data;
  struct tidemark_reclaimer_state* state;
};

/**
 * Defines a reclaimer, at file scope. `name`: an identifier, by which it is reported; two of one
 * name fail to build. `priority`: the lower, the cheaper what it gives back is to lose, and the
 * earlier it is called. 20 bytes of ROM and 48 of RAM.
 */
#define TIDEMARK_RECLAIMER_DEFINE(name, priority, fn) \
  TIDEMARK_RECLAIMER_DEFINE_WITH(name, priority, fn, NULL)

/** The same with `user_data` for each call. */
#define TIDEMARK_RECLAIMER_DEFINE_WITH(name_, priority_, fn, data)                     \
  static struct tidemark_reclaimer_state tidemark_reclaimer_state_##name_;             \
  TIDEMARK_ONE_OF_ITS_NAME const struct tidemark_reclaimer tidemark_reclaimer_##name_; \
  const STRUCT_SECTION_ITERABLE(tidemark_reclaimer, tidemark_reclaimer_##name_) = {    \
      #name_, (priority_), (fn), (data), &tidemark_reclaimer_state_##name_}

/** Linkage that makes the linker refuse two definitions of one name, of C or of C++. */
#ifdef __cplusplus
#define TIDEMARK_ONE_OF_ITS_NAME extern "C"
#else
#define TIDEMARK_ONE_OF_ITS_NAME extern
#endif

/**
 * Runs one pass now, over all reclaimers or until `wanted_bytes` were given back (0: over all), and
 * waits for its end. `given_bytes`: what the heaps got back, or NULL. -EBUSY: a pass runs already.
 * -ETIMEDOUT: it has not ended by CONFIG_TIDEMARK_RECLAIM_DEADLINE_MS. -EWOULDBLOCK: not from where
 * one may not wait (an interrupt handler, with interrupts or the scheduler locked, a reclaimer).
 * -ENOENT: there is no reclaimer.
 */
int tidemark_reclaim(size_t wanted_bytes, size_t* given_bytes);

struct tidemark_reclaimer_status {
  char name[TIDEMARK_NAME_SIZE];
  int priority;
  uint32_t calls;
  /** Iff it was called; the next four mean nothing before. Bytes saturate. */
  bool has_outcome;
  enum tidemark_reclaim_outcome outcome; /**< Of the latest call. */
  uint32_t said_bytes;                   /**< In all calls together. */
  int32_t measured_bytes; /**< That all watched heaps got back meanwhile, what others allocated
                               and freed in that time included. */
  uint32_t longest_ms;
  uint32_t bad_calls; /**< That were not GAVE or GAVE_NOTHING. */
};

/** In the order of their calls. -EINVAL: `out` is NULL. -ENOENT: no such index. */
int tidemark_reclaimer_get(size_t index, struct tidemark_reclaimer_status* out);

/** Counts saturate. */
struct tidemark_reclaim_status {
  uint32_t reclaimers;
  uint32_t shedders;
  uint32_t passes;
  uint32_t passes_in_vain; /**< That gave nothing. */
  uint32_t given_bytes;    /**< Measured, in all passes. */
  bool is_running;
  bool is_stuck; /**< A callback has not returned by its deadline, and has not yet. */
  bool is_shed;  /**< Optional work is switched off. */
};
int tidemark_reclaim_get(struct tidemark_reclaim_status* out);

/**
 * Switches optional work off (`shed`) or on again. Runs where reclaimers do, under the same rules.
 * Off at TIDEMARK_LEVEL_CRITICAL of a heap, or when a failing allocation found no other way; on
 * again when all heaps are at TIDEMARK_LEVEL_OK.
 */
typedef void (*tidemark_shedder_fn)(bool shed, void* user_data);

struct tidemark_shedder {
  const char* name;
  int priority;
  tidemark_shedder_fn call;
  void* user_data;
};

/** As TIDEMARK_RECLAIMER_DEFINE. The one of the lowest priority value is switched off first, and on
 *  again last. 16 bytes of ROM. */
#define TIDEMARK_SHEDDER_DEFINE(name, priority, fn) \
  TIDEMARK_SHEDDER_DEFINE_WITH(name, priority, fn, NULL)
#define TIDEMARK_SHEDDER_DEFINE_WITH(name_, priority_, fn, data)                   \
  TIDEMARK_ONE_OF_ITS_NAME const struct tidemark_shedder tidemark_shedder_##name_; \
  const STRUCT_SECTION_ITERABLE(tidemark_shedder, tidemark_shedder_##name_) = {    \
      #name_, (priority_), (fn), (data)}

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_RECLAIM_H_ */
