/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_RECOVERY_H_
#define TIDEMARK_RECOVERY_H_

/*
 * How the device restarts, and what it knows afterwards: CONFIG_TIDEMARK_EVIDENCE. The conventions
 * of <tidemark/tidemark.h> hold; in a build without it every function returns -ENOTSUP, but for
 * tidemark_restart(), which is not to be had there, and tidemark_in_safe_mode(), which is false.
 */

#include <tidemark/tidemark.h>

#if defined(__ZEPHYR__)
#include <zephyr/kernel.h>
#include <zephyr/sys/iterable_sections.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Why the device restarted. */
enum tidemark_restart_reason {
  TIDEMARK_RESTART_UNKNOWN,         /**< There was a life before, and no record of its end: a pin,
                                         a watchdog, the debugger, somebody's sys_reboot(). */
  TIDEMARK_RESTART_OUT_OF_MEMORY,   /**< An allocation found no rung of the ladder. */
  TIDEMARK_RESTART_CRITICAL,        /**< A resource stayed critical for longer than allowed. */
  TIDEMARK_RESTART_MONITOR_STALLED, /**< The monitor did not run for longer than allowed. */
  TIDEMARK_RESTART_STACK_OVERFLOW,  /**< This and the next: with CONFIG_TIDEMARK_FATAL_HANDLER. */
  TIDEMARK_RESTART_ASSERTION,
  TIDEMARK_RESTART_PANIC,        /**< k_panic(), k_oops(). */
  TIDEMARK_RESTART_EXCEPTION,    /**< Of the processor. */
  TIDEMARK_RESTART_REQUEST,      /**< tidemark_restart(). */
  TIDEMARK_RESTART_HEALTH_CHECK, /**< One of the application failed too often. */
};

/** Most bytes of a name in a record, with the terminating zero. */
#define TIDEMARK_RESTART_NAME_SIZE 17
/** Hexadecimal digits of a build id, with the terminating zero. */
#define TIDEMARK_RESTART_BUILD_SIZE 41
/** Most of each list. */
#define TIDEMARK_RESTART_LEVELS 4
#define TIDEMARK_RESTART_SITES 4
#define TIDEMARK_RESTART_EVENTS 8

/** A life that ended. */
struct tidemark_restart_status {
  enum tidemark_restart_reason reason;
  uint64_t lived_ms; /**< Uptime when it ended; with UNKNOWN at least that. */
  uint32_t restarts; /**< That nobody asked for, since the memory of the records was last empty. */
  uint32_t recent;   /**< Of these, within CONFIG_TIDEMARK_BOOT_LOOP_MINUTES of uptime before this
                          boot. */
  char resource[TIDEMARK_RESTART_NAME_SIZE]; /**< What was critical, refused, or failed; of a
                                                  request why; empty: unknown, as the next. */
  char thread[TIDEMARK_RESTART_NAME_SIZE];   /**< That ran. */
  uint64_t at;                               /**< Return address or program counter; 0: unknown. */
  bool has_size;
  uint32_t size_bytes; /**< Of the refused allocation. */
  bool has_largest_free;
  uint32_t largest_free_bytes;             /**< When it was refused. */
  char build[TIDEMARK_RESTART_BUILD_SIZE]; /**< Of the image that ended; empty: unknown. */
};

/** -ENOENT: nothing is known of a life before this one: first power, or memory that did not outlive
 *  it. -EINVAL: `out` is NULL. */
int tidemark_restart_get(struct tidemark_restart_status* out);

/** A resource that was not well when that life ended. */
struct tidemark_restart_level {
  enum tidemark_kind kind;
  char name[TIDEMARK_RESTART_NAME_SIZE];
  enum tidemark_level level;
  enum tidemark_verdict verdict;
  uint32_t used; /**< Bytes; of a pool blocks. */
  uint32_t capacity;
};
/** A call that had allocated much of what was live then. */
struct tidemark_restart_site {
  uint64_t at;
  uint32_t live_bytes;
  uint32_t live_blocks;
};
/** What an event was. */
enum tidemark_restart_event_kind {
  TIDEMARK_RESTART_EVENT_LEVEL,
  TIDEMARK_RESTART_EVENT_VERDICT,
  TIDEMARK_RESTART_EVENT_RECLAIM,
  TIDEMARK_RESTART_EVENT_ALLOCATION_FAILURE,
  TIDEMARK_RESTART_EVENT_GUARD,
};
struct tidemark_restart_event {
  uint32_t before_end_s;
  enum tidemark_restart_event_kind kind;
  uint8_t value; /**< tidemark_level, tidemark_verdict, tidemark_reclaim_outcome, the rung on which
                      an allocation ended, or tidemark_guard_fault. */
  char name[TIDEMARK_RESTART_NAME_SIZE]; /**< May be empty. */
};

/** By index, from 0 to the first -ENOENT. -EINVAL: `out` is NULL. */
int tidemark_restart_level_get(size_t index, struct tidemark_restart_level* out);
int tidemark_restart_site_get(size_t index, struct tidemark_restart_site* out);
/** Oldest first. */
int tidemark_restart_event_get(size_t index, struct tidemark_restart_event* out);

/**
 * Restarts the device in good order: keeps a record, calls those of TIDEMARK_BEFORE_RESTART_DEFINE,
 * then sys_reboot(SYS_REBOOT_WARM), at the latest after CONFIG_TIDEMARK_RESTART_DEADLINE_MS.
 * `why`: kept in the record (16 bytes of it), or NULL. Does not return. From any context; an
 * interrupt handler restarts at once and calls nobody.
 */
#if defined(__GNUC__)
__attribute__((noreturn)) /* and so never a tail call, which would hide who made it */
#endif
void tidemark_restart(const char* why);

/**
 * Called before a restart in good order, in the thread that restarts, one after another: to write
 * what must not be lost, to close a connection. It may wait, but the device restarts when the
 * deadline of all of them together has come. Not called after a fatal error.
 */
typedef void (*tidemark_before_restart_fn)(enum tidemark_restart_reason reason, void* user_data);

struct tidemark_before_restart {
  const char* name;
  tidemark_before_restart_fn call;
  void* user_data;
};

/** Defines one, at file scope, called in the order of the names. 12 bytes of ROM. `name`: an
 *  identifier, of which there are no two. */
#define TIDEMARK_BEFORE_RESTART_DEFINE(name, fn) TIDEMARK_BEFORE_RESTART_DEFINE_WITH(name, fn, NULL)
#if defined(__cplusplus)
#define TIDEMARK_BEFORE_RESTART_LINKAGE extern "C"
#else
#define TIDEMARK_BEFORE_RESTART_LINKAGE extern
#endif
#define TIDEMARK_BEFORE_RESTART_DEFINE_WITH(name_, fn, data)                                  \
  TIDEMARK_BEFORE_RESTART_LINKAGE const struct tidemark_before_restart                        \
      tidemark_before_restart_##name_;                                                        \
  const STRUCT_SECTION_ITERABLE(tidemark_before_restart, tidemark_before_restart_##name_) = { \
      #name_, (fn), (data)}

/**
 * Safe mode: after CONFIG_TIDEMARK_BOOT_LOOP_RESTARTS restarts that nobody asked for within
 * CONFIG_TIDEMARK_BOOT_LOOP_MINUTES of uptime, this boot is in it. The application leaves out what
 * it can do without, as it sees fit; Tidemark restarts nothing because of memory. It ends after so
 * many minutes. From any context; true at the earliest in main().
 */
bool tidemark_in_safe_mode(void);
/** Ends it now, and the series of restarts with it. -ENOENT: it is not in it. */
int tidemark_safe_mode_leave(void);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_RECOVERY_H_ */
