// SPDX-License-Identifier: Apache-2.0
// Backends: where messages go. LOG_BACKEND_DEFINE(name, api, autostart[, ctx]) makes one; at
// most 9. One with autostart is initialised and, when it is ready, enabled for all levels after
// POST_KERNEL has begun; others are enabled by log_backend_enable (log_ctrl.h).
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_BACKEND_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_BACKEND_H_

#include <errno.h>
#include <stdbool.h>
#include <zephyr/logging/log_msg.h>
#include <zephyr/logging/log_output.h>
#include <zephyr/sys/__assert.h>
#include <zephyr/sys/iterable_sections.h>

#ifndef CONFIG_LOG
#error \
    "tidemark-hosted: <zephyr/logging/log_backend.h>: there are no backends without logging; set CONFIG_LOG=y"
#endif

#ifdef __cplusplus
extern "C" {
#endif

struct log_backend;

enum log_backend_evt {
  LOG_BACKEND_EVT_PROCESS_THREAD_DONE, /* the logging thread has processed all messages */
  LOG_BACKEND_EVT_MAX,
};

union log_backend_evt_arg {
  void* raw;
};

/* Each runs on the stack of the thread that logs or, with deferred logging, that processes; `panic`
 * on that of the fatal error. All but `process` may be NULL. */
struct log_backend_api {
  void (*process)(const struct log_backend* const backend, union log_msg_generic* msg);
  void (*dropped)(const struct log_backend* const backend, uint32_t cnt);
  void (*panic)(const struct log_backend* const backend);
  void (*init)(const struct log_backend* const backend);
  int (*is_ready)(const struct log_backend* const backend); /* 0: ready; -EBUSY: asked again */
  int (*format_set)(const struct log_backend* const backend, uint32_t log_type);
  void (*notify)(const struct log_backend* const backend, enum log_backend_evt event,
                 union log_backend_evt_arg* arg);
};

struct log_backend_control_block {
  void* ctx;
  uint8_t id; /* the slot in the filters of sources */
  bool active;
  uint8_t level;
};

struct log_backend {
  const struct log_backend_api* api;
  struct log_backend_control_block* cb;
  const char* name;
  bool autostart;
};

#define Z_LOG_BACKEND_CTX(...) Z_LOG_BACKEND_CTX_OF(__VA_OPT__(__VA_ARGS__, ) NULL, )
#define Z_LOG_BACKEND_CTX_OF(ctx, ...) (ctx)
#define LOG_BACKEND_DEFINE(backend_name, backend_api, backend_autostart, ...)        \
  static struct log_backend_control_block UTIL_CAT(backend_cb_, backend_name) = {    \
      Z_LOG_BACKEND_CTX(__VA_ARGS__), 0, false, 0};                                  \
  static const STRUCT_SECTION_ITERABLE(log_backend, backend_name) = {                \
      &(backend_api), &UTIL_CAT(backend_cb_, backend_name), STRINGIFY(backend_name), \
      (backend_autostart)}

static inline void log_backend_init(const struct log_backend* const backend) {
  if (backend->api->init != NULL) {
    backend->api->init(backend);
  }
}
static inline int log_backend_is_ready(const struct log_backend* const backend) {
  return backend->api->is_ready != NULL ? backend->api->is_ready(backend) : 0;
}
static inline void log_backend_msg_process(const struct log_backend* const backend,
                                           union log_msg_generic* msg) {
  __ASSERT_NO_MSG(msg != NULL);
  backend->api->process(backend, msg);
}
static inline void log_backend_dropped(const struct log_backend* const backend, uint32_t cnt) {
  if (backend->api->dropped != NULL) {
    backend->api->dropped(backend, cnt);
  }
}
static inline void log_backend_panic(const struct log_backend* const backend) {
  if (backend->api->panic != NULL) {
    backend->api->panic(backend);
  }
}
static inline void log_backend_notify(const struct log_backend* const backend,
                                      enum log_backend_evt event, union log_backend_evt_arg* arg) {
  if (backend->api->notify != NULL) {
    backend->api->notify(backend, event, arg);
  }
}
static inline void log_backend_id_set(const struct log_backend* const backend, uint8_t id) {
  backend->cb->id = id;
}
static inline uint8_t log_backend_id_get(const struct log_backend* const backend) {
  return backend->cb->id;
}
/* By its place among all; their number. */
static inline const struct log_backend* log_backend_get(uint32_t idx) {
  const struct log_backend* backend;
  STRUCT_SECTION_GET(log_backend, idx, &backend);
  return backend;
}
static inline int log_backend_count_get(void) {
  size_t count;
  STRUCT_SECTION_COUNT(log_backend, &count);
  return (int)count;
}
/* Without changing filters: see log_backend_enable. */
static inline void log_backend_activate(const struct log_backend* const backend, void* ctx) {
  backend->cb->ctx = ctx;
  backend->cb->active = true;
}
static inline void log_backend_deactivate(const struct log_backend* const backend) {
  backend->cb->active = false;
}
static inline bool log_backend_is_active(const struct log_backend* const backend) {
  return backend->cb->active;
}
/* 0; -EINVAL: no such format here (see log_output.h) or no backend; -ENOTSUP: it has one format. */
static inline int log_backend_format_set(const struct log_backend* backend, uint32_t log_type) {
  if (backend == NULL || log_format_func_t_get(log_type) == NULL) {
    return -EINVAL;
  }
  return backend->api->format_set != NULL ? backend->api->format_set(backend, log_type) : -ENOTSUP;
}

#ifdef __cplusplus
}
#endif
#endif
