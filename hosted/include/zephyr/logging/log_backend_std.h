// SPDX-License-Identifier: Apache-2.0
// What most backends do.
#ifndef ZEPHYR_LOG_BACKEND_STD_H_
#define ZEPHYR_LOG_BACKEND_STD_H_

#include <zephyr/kernel.h>
#include <zephyr/logging/log_msg.h>
#include <zephyr/logging/log_output.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The flags of log_output.h that CONFIG_LOG_BACKEND_SHOW_COLOR and the like ask for. Unlike the
 * console's own backend, colours do not depend on a terminal. */
static inline uint32_t log_backend_std_get_flags(void) {
  uint32_t flags = (uint32_t)LOG_OUTPUT_FLAG_LEVEL;
  flags |= (uint32_t)(IS_ENABLED(CONFIG_LOG_BACKEND_SHOW_TIMESTAMP) * LOG_OUTPUT_FLAG_TIMESTAMP);
  flags |= (uint32_t)(IS_ENABLED(CONFIG_LOG_BACKEND_SHOW_COLOR) * LOG_OUTPUT_FLAG_COLORS);
  flags |= (uint32_t)(IS_ENABLED(CONFIG_LOG_BACKEND_FORMAT_TIMESTAMP) *
                      LOG_OUTPUT_FLAG_FORMAT_TIMESTAMP);
  flags |= (uint32_t)(IS_ENABLED(CONFIG_LOG_THREAD_ID_PREFIX) * LOG_OUTPUT_FLAG_THREAD);
  return flags;
}

static inline void log_backend_std_panic(const struct log_output* const output) {
  log_output_flush(output);
}

static inline void log_backend_std_dropped(const struct log_output* const output, uint32_t cnt) {
  log_output_dropped_process(output, cnt);
}

#ifdef __cplusplus
}
#endif
#endif
