/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_PRESSURE_H_
#define TIDEMARK_PRESSURE_H_

/*
 * Levels of heaps, stacks and pools: limits of one resource, who is called when a level changes,
 * and what the levels are: CONFIG_TIDEMARK_PRESSURE. The levels themselves are there without it,
 * with the limits that Kconfig gives. The conventions of <tidemark/tidemark.h> hold; in a build
 * without it every function returns -ENOTSUP but tidemark_level_get and tidemark_worst_level.
 *
 * A level is reached when a sample meets any of its limits, CONFIG_TIDEMARK_WARN_SAMPLES or
 * CONFIG_TIDEMARK_CRITICAL_SAMPLES times on end. It is left when none is met any more, not even by
 * a margin of CONFIG_TIDEMARK_LEVEL_HYSTERESIS_PERCENT of the capacity, for
 * CONFIG_TIDEMARK_CALM_SAMPLES on end.
 */

#include <tidemark/tidemark.h>

#if defined(__ZEPHYR__)
#include <zephyr/sys/iterable_sections.h>
#if defined(CONFIG_TIDEMARK_ZBUS)
#include <zephyr/zbus/zbus.h>
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Where a level begins; a rule of 0 is off. Of a stack, what it ever used counts. */
struct tidemark_limit {
  uint8_t used_percent; /**< More than this share of the capacity is used: 1 to 100. */
  uint32_t free; /**< Less than this is free: bytes of a heap or a stack, blocks of a pool. */
  uint32_t largest_free_bytes; /**< The largest free block of a heap is smaller. Where it is not
                                    known the rule is not met. */
  uint32_t left_s; /**< The growth that a verdict sees exhausts a heap or pool earlier. */
};
struct tidemark_limits {
  struct tidemark_limit warn;
  struct tidemark_limit critical;
};

/**
 * Gives one heap, pool or thread limits of its own, which replace all that Kconfig gives it;
 * `limits` NULL: those of Kconfig again. `object`: the struct k_heap, sys_heap, k_mem_slab,
 * sys_mem_blocks, net_buf_pool or k_thread, as it was sampled. They hold from the next sample on,
 * and end with the resource. -EINVAL: a share above 100, or a critical limit that a sample meets
 * before it meets that of WARN. -ENOENT: it is not watched. -ENOMEM: CONFIG_TIDEMARK_MAX_LIMITS
 * have them already. -EWOULDBLOCK.
 */
int tidemark_limits_set(const void* object, const struct tidemark_limits* limits);

/** Those that hold now. -EINVAL: `out` is NULL. -ENOENT. -EWOULDBLOCK. */
int tidemark_limits_get(const void* object, struct tidemark_limits* out);

/** The rule that brought a resource to its level. */
enum tidemark_level_cause {
  TIDEMARK_CAUSE_USED,
  TIDEMARK_CAUSE_FREE,
  TIDEMARK_CAUSE_LARGEST_FREE,
  TIDEMARK_CAUSE_LEFT,
};

/** A level that changed. */
struct tidemark_pressure_event {
  enum tidemark_kind kind;
  const void* object; /**< As above; of an interrupt stack its lowest byte. */
  char name[TIDEMARK_NAME_SIZE];
  enum tidemark_level level;
  enum tidemark_level before; /**< That was told last. */
  bool has_cause;             /**< Iff the level is not OK. */
  enum tidemark_level_cause cause;
  uint32_t used; /**< Of the latest sample; bytes of a heap or a stack, blocks of a pool. */
  uint32_t capacity;
};

/**
 * Called in the thread of the pressure queue when the level of a resource has changed, once for
 * each listener; never in an interrupt, with no lock held. It may block and allocate, and may call
 * every function here and in <tidemark/tidemark.h>; but others wait for it: the next listener, and
 * a thread whose failing allocation needs the queue. Changes that come meanwhile are told
 * afterwards, each resource's as one. `event` lives as long as the call.
 */
typedef void (*tidemark_pressure_fn)(const struct tidemark_pressure_event* event, void* user_data);

/** Memory of the caller's, which must live as long as it is added. Zero it, and set `call`. */
struct tidemark_pressure_listener {
  tidemark_pressure_fn call;
  void* user_data;
  struct tidemark_pressure_listener* next; /**< Tidemark's. */
};

/**
 * Adds a listener. It is told of changes from now on; tidemark_level_get() says what is. Listeners
 * may add and remove others and themselves. -EINVAL: it is NULL or has no `call`. -EALREADY.
 * -EWOULDBLOCK.
 */
int tidemark_pressure_listener_add(struct tidemark_pressure_listener* listener);

/** It may be running still when this returns in another thread. -ENOENT. -EWOULDBLOCK. */
int tidemark_pressure_listener_remove(struct tidemark_pressure_listener* listener);

/** Of the macro below. */
struct tidemark_pressure_listener_entry {
  tidemark_pressure_fn call;
  void* user_data;
};

/** Defines a listener that is there from the start, at file scope: 8 bytes of ROM. */
#define TIDEMARK_PRESSURE_LISTENER_DEFINE(name, fn) \
  TIDEMARK_PRESSURE_LISTENER_DEFINE_WITH(name, fn, NULL)

/** The same with `user_data` for each call. */
#define TIDEMARK_PRESSURE_LISTENER_DEFINE_WITH(name_, fn, data)          \
  static const STRUCT_SECTION_ITERABLE(tidemark_pressure_listener_entry, \
                                       tidemark_pressure_listener_##name_) = {(fn), (data)}

#if defined(CONFIG_TIDEMARK_ZBUS)
/** The same on zbus, a struct tidemark_pressure_event each: published from the pressure queue's
 *  thread, which runs those observers that are listeners. */
ZBUS_CHAN_DECLARE(tidemark_level_chan);
#endif

/**
 * Level of one resource, as of the latest sample. From any context, interrupts too: it takes no
 * lock. O(resources). -EINVAL: `out` is NULL. -ENOENT: it is not watched.
 */
int tidemark_level_get(const void* object, enum tidemark_level* out);

/** The worst level of all resources at the latest sample; OK before the first. From any context.
 *  O(resources). */
enum tidemark_level tidemark_worst_level(void);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_PRESSURE_H_ */
