/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_HEALTH_CHECK_H_
#define TIDEMARK_HEALTH_CHECK_H_

/*
 * Whether the device still does what it is for: CONFIG_TIDEMARK_HEALTH_CHECK. After each sample the
 * monitor's thread asks the application's checks and looks for heaps and pools that stay critical;
 * a watchdog (CONFIG_TIDEMARK_WATCHDOG) looks whether it does. What is not mended ends in a restart
 * whose reason is kept (<tidemark/recovery.h>). The conventions of <tidemark/tidemark.h> hold; in a
 * build without it every function returns -ENOTSUP, and what is defined here is never called.
 */

#include <tidemark/tidemark.h>

#if defined(__ZEPHYR__)
#include <zephyr/kernel.h>
#include <zephyr/sys/iterable_sections.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Returns 0 iff a part of the application works, else a negative errno. In the thread of the
 * monitor, on its stack (CONFIG_TIDEMARK_THREAD_STACK_SIZE), with no lock of Tidemark's held, once
 * a sample. It must come back at once: one that blocks keeps the watchdog from being fed.
 */
typedef int (*tidemark_health_check_fn)(void* user_data);

/** Of the macros below. */
struct tidemark_health_check_state {
  uint32_t calls;
  uint32_t failures;
  uint32_t failures_in_a_row;
  int latest;
};
struct tidemark_health_check {
  const char* name;
  tidemark_health_check_fn call;
  void* user_data;
  struct tidemark_health_check_state* state;
};

/**
 * Defines a check, at file scope. `name`: an identifier, by which it is told; two of one name fail
 * to build. When it has failed CONFIG_TIDEMARK_HEALTH_CHECK_FAILURES times in a row the device
 * restarts in good order. 16 bytes of ROM and 16 of RAM.
 */
#define TIDEMARK_HEALTH_CHECK_DEFINE(name, fn) TIDEMARK_HEALTH_CHECK_DEFINE_WITH(name, fn, NULL)

/** The same with `user_data` for each call. */
#ifdef __cplusplus
#define TIDEMARK_HEALTH_CHECK_LINKAGE extern "C"
#else
#define TIDEMARK_HEALTH_CHECK_LINKAGE extern
#endif
#define TIDEMARK_HEALTH_CHECK_DEFINE_WITH(name_, fn, data)                                        \
  static struct tidemark_health_check_state tidemark_health_check_state_##name_;                  \
  TIDEMARK_HEALTH_CHECK_LINKAGE const struct tidemark_health_check tidemark_health_check_##name_; \
  const STRUCT_SECTION_ITERABLE(tidemark_health_check, tidemark_health_check_##name_) = {         \
      #name_, (fn), (data), &tidemark_health_check_state_##name_}

struct tidemark_health_check_status {
  char name[TIDEMARK_NAME_SIZE];
  uint32_t calls; /**< Counts saturate. */
  uint32_t failures;
  uint32_t failures_in_a_row; /**< Up to the latest call. */
  bool has_latest;            /**< Iff it was called. */
  int latest;                 /**< What it returned. */
};

/** In the order of their names. -EINVAL: `out` is NULL. -ENOENT: no such index. */
int tidemark_health_check_get(size_t index, struct tidemark_health_check_status* out);

struct tidemark_health_status {
  uint32_t checks;
  bool has_watchdog;    /**< Iff it was set up and fed. */
  uint32_t watchdog_ms; /**< How long the monitor may stall. */
  bool is_critical;     /**< A heap or pool is at TIDEMARK_LEVEL_CRITICAL. */
  uint32_t critical_s;  /**< For so long, without a break. */
};

/** -EINVAL: `out` is NULL. */
int tidemark_health_get(struct tidemark_health_status* out);

#ifdef __cplusplus
}
#endif

#endif /* TIDEMARK_HEALTH_CHECK_H_ */
