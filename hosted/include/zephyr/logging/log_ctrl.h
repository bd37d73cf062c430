// SPDX-License-Identifier: Apache-2.0
// Control of deferred logging (CONFIG_LOG_MODE_DEFERRED). In the other modes nothing is ever
// pending.
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_CTRL_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_CTRL_H_

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/logging/log_core.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef CONFIG_LOG
/* Prints all that is pending and goes over to printing at once. Called by the kernel for a fatal
 * error. */
void log_panic(void);
/* Prints the oldest pending message; whether more are pending. */
bool log_process(void);
/* Pending messages. */
uint32_t log_buffered_cnt(void);
#else
static inline void log_panic(void) {}
static inline bool log_process(void) {
  return false;
}
static inline uint32_t log_buffered_cnt(void) {
  return 0U;
}
#endif
static inline void log_init(void) {}

#define LOG_INIT() 0U
#define LOG_CORE_INIT()
#define LOG_PANIC() log_panic()
#define LOG_PROCESS() log_process()

#ifdef __cplusplus
}
#endif
#endif
