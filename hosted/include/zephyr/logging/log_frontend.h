// SPDX-License-Identifier: Apache-2.0
// CONFIG_LOG_FRONTEND: the application defines these; they get every message before the backends
// do, or (CONFIG_LOG_FRONTEND_ONLY) instead of them. On the caller's stack.
#ifndef LOG_FRONTEND_H_
#define LOG_FRONTEND_H_

#include <zephyr/logging/log_core.h>
#include <zephyr/logging/log_msg.h>

#ifdef __cplusplus
extern "C" {
#endif

void log_frontend_init(void);
/* `package` is NULL for a message without text, `data` for one that is no hexdump. */
void log_frontend_msg(const void* source, const struct log_msg_desc desc, uint8_t* package,
                      const void* data);
void log_frontend_panic(void);

#ifdef __cplusplus
}
#endif
#endif
