// SPDX-License-Identifier: Apache-2.0
// Control of logging: processing of deferred messages, sources, filters, backends, time stamps.
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_CTRL_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_CTRL_H_

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <zephyr/logging/log_core.h>

#if defined(CONFIG_LOG) && !defined(CONFIG_LOG_MODE_MINIMAL)
#include <zephyr/kernel.h>
#include <zephyr/logging/log_backend.h>
#include <zephyr/logging/log_internal.h>
#include <zephyr/logging/log_msg.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef log_timestamp_t (*log_timestamp_get_t)(void);

/* Both have been called when the application begins; again they begin anew: nothing is pending, the
 * time stamps are the default ones, filters those compiled in. log_init: backends with autostart.
 */
void log_core_init(void);
void log_init(void);
/* Without CONFIG_LOG_PROCESS_THREAD: the thread that calls log_process. It is woken only if it
 * waits by k_sem or sleeps of its own; hosted notes it for the threshold. */
void log_thread_set(k_tid_t process_tid);
/* Wakes the logging thread; does nothing without one. */
void log_thread_trigger(void);
/* 0, or -EINVAL for NULL. `freq`: stamps a second, 0 unknown. Called on the stack of who logs. */
int log_set_timestamp_func(log_timestamp_get_t timestamp_getter, uint32_t freq);

/* Processes all that is pending and from then on each message at once. Called by the kernel for a
 * fatal error. */
void log_panic(void);
/* Processes the oldest pending message; whether more are pending. */
bool log_process(void);
/* Pending messages. */
uint32_t log_buffered_cnt(void);
static inline bool log_data_pending(void) {
  return z_log_msg_pending();
}
/* Processes all that is pending, on the caller's stack, or waits for the logging thread. */
void log_flush(void);

/* Sources: 0 to count - 1, sorted by name; domain 0 is the only one. NULL, -1 and 0: no such. */
uint32_t log_src_cnt_get(uint32_t domain_id);
const char* log_source_name_get(uint32_t domain_id, uint32_t source_id);
int log_source_id_get(const char* name);
uint8_t log_compiled_level_get(uint8_t domain_id, uint32_t source_id);
static inline uint8_t log_domains_count(void) {
  return 1;
}
const char* log_domain_name_get(uint32_t domain_id);
/* The level of a source for a backend: the one in force, or (runtime false) the one compiled in.
 * log_filter_set (CONFIG_LOG_RUNTIME_FILTERING): NULL sets all backends. Returns the level now in
 * force, at most the one compiled in. */
uint32_t log_filter_get(struct log_backend const* const backend, uint32_t domain_id,
                        int16_t source_id, bool runtime);
uint32_t log_filter_set(struct log_backend const* const backend, uint32_t domain_id,
                        int16_t source_id, uint32_t level);
uint32_t* z_log_dynamic_filters_get(uint32_t source_id);

void log_backend_enable(struct log_backend const* const backend, void* ctx, uint32_t level);
void log_backend_disable(struct log_backend const* const backend);
const struct log_backend* log_backend_get_by_name(const char* backend_name);
/* NULL, or the last backend that refused. */
const struct log_backend* log_format_set_all_active_backends(size_t log_type);

/* Text before each message (CONFIG_LOG_TAG_MAX_LEN > 0). -ENOTSUP without that, -EINVAL for NULL,
 * -ENOMEM: cut, and it ends with a tilde. */
int log_set_tag(const char* tag);
/* Bytes of the buffer of deferred logging. -EINVAL in the other modes; max -ENOTSUP without
 * CONFIG_LOG_MEM_UTILIZATION. */
int log_mem_get_usage(uint32_t* buf_size, uint32_t* usage);
int log_mem_get_max_usage(uint32_t* max);

#ifdef __cplusplus
}
#endif

#define LOG_CORE_INIT() log_core_init()
#define LOG_PANIC() log_panic()
#ifdef CONFIG_LOG_FRONTEND_ONLY
#define LOG_INIT() 0
#define LOG_PROCESS() false
#else
#define LOG_INIT() log_init()
#define LOG_PROCESS() log_process()
#endif

#else /* no logging, or none that is ever pending */

static inline void log_core_init(void) {}
static inline void log_init(void) {}
static inline void log_panic(void) {}
static inline void log_flush(void) {}
static inline bool log_process(void) {
  return false;
}
static inline uint32_t log_buffered_cnt(void) {
  return 0U;
}
static inline bool log_data_pending(void) {
  return false;
}
static inline int log_set_tag(const char* tag) {
  (void)tag;
  return -ENOTSUP;
}
#define LOG_CORE_INIT() \
  do {                  \
  } while (false)
#define LOG_INIT() 0
#define LOG_PANIC() \
  do {              \
  } while (false)
#define LOG_PROCESS() false

#endif
#endif
