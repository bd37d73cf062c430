// SPDX-License-Identifier: Apache-2.0
// What tests of logging itself use.
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_INTERNAL_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_INTERNAL_H_

#include <stdbool.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log_core.h>
#include <zephyr/logging/log_msg.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Empties the buffer of deferred logging. */
void z_log_msg_init(void);
/* Takes the oldest pending message out of the buffer; NULL if there is none. `backoff` may be NULL.
 */
union log_msg_generic* z_log_msg_claim(k_timeout_t* backoff);
void z_log_msg_free(union log_msg_generic* msg);
bool z_log_msg_pending(void);
/* Stamps the message and makes it pending. */
void z_log_msg_commit(struct log_msg* msg);

/* One more message is lost; `buffered`: it was pending. */
void z_log_dropped(bool buffered);
uint32_t z_log_dropped_read_and_clear(void);
bool z_log_dropped_pending(void);

const char* z_log_get_tag(void);
log_timestamp_t z_log_timestamp(void);
static inline bool z_log_is_local_domain(uint8_t domain_id) {
  (void)domain_id;
  return true;
}
static inline uint32_t z_log_sources_count(void) {
  return log_const_source_id(TYPE_SECTION_END(log_const));
}

#ifdef __cplusplus
}
#endif
#endif
