// SPDX-License-Identifier: Apache-2.0
// Messages as lines of text, for backends. LOG_OUTPUT_DEFINE(name, func, buf, size) makes an output
// whose `func` gets the text in pieces of at most `size` bytes (in immediate mode of one byte) and
// returns how many it took. `func` runs on the caller's stack, formatting on the host stack.
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_OUTPUT_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_OUTPUT_H_

#include <stdarg.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log_msg.h>
#include <zephyr/sys/atomic.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LOG_OUTPUT_FLAG_COLORS BIT(0)
#define LOG_OUTPUT_FLAG_TIMESTAMP BIT(1)
#define LOG_OUTPUT_FLAG_FORMAT_TIMESTAMP BIT(2)
#define LOG_OUTPUT_FLAG_LEVEL BIT(3)
#define LOG_OUTPUT_FLAG_CRLF_NONE BIT(4)   /* no end of line */
#define LOG_OUTPUT_FLAG_CRLF_LFONLY BIT(5) /* LF, not CR LF */
#define LOG_OUTPUT_FLAG_FORMAT_SYSLOG \
  BIT(6) /* as without CONFIG_LOG_BACKEND_NET: like _FORMAT_TIMESTAMP */
#define LOG_OUTPUT_FLAG_THREAD BIT(7)
#define LOG_OUTPUT_FLAG_SKIP_SOURCE BIT(8)

/* Formats. SYST and DICT are not offered: log_format_func_t_get gives NULL for them. */
#define LOG_OUTPUT_TEXT 0
#define LOG_OUTPUT_SYST 1
#define LOG_OUTPUT_DICT 2
#define LOG_OUTPUT_CUSTOM 3

typedef int (*log_output_func_t)(uint8_t* buf, size_t size, void* ctx);

struct log_output_control_block {
  atomic_t offset; /* bytes in the buffer */
  void* ctx;
  const char* hostname;
};

struct log_output {
  log_output_func_t func;
  struct log_output_control_block* control_block;
  uint8_t* buf;
  size_t size;
};

typedef void (*log_format_func_t)(const struct log_output* output, struct log_msg* msg,
                                  uint32_t flags);
log_format_func_t log_format_func_t_get(uint32_t log_type);
size_t log_format_table_size(void);

#define LOG_OUTPUT_DEFINE(name, output_func, output_buf, output_size)                    \
  static struct log_output_control_block UTIL_CAT(name, _control_block);                 \
  static const struct log_output name = {(output_func), &UTIL_CAT(name, _control_block), \
                                         (output_buf), (output_size)}

void log_output_msg_process(const struct log_output* log_output, struct log_msg* msg,
                            uint32_t flags);
/* The same from the parts; domain, source, tid, package and data may be NULL. */
void log_output_process(const struct log_output* log_output, log_timestamp_t timestamp,
                        const char* domain, const char* source, const k_tid_t tid, uint8_t level,
                        const uint8_t* package, const uint8_t* data, size_t data_len,
                        uint32_t flags);
/* "--- 3 messages dropped ---", at most 9999. */
void log_output_dropped_process(const struct log_output* output, uint32_t cnt);
/* Gives the buffer's contents to func until it has taken all. */
void log_output_flush(const struct log_output* output);
static inline void log_output_ctx_set(const struct log_output* output, void* ctx) {
  output->control_block->ctx = ctx;
}
static inline void log_output_hostname_set(const struct log_output* output, const char* hostname) {
  output->control_block->hostname = hostname;
}
void log_output_timestamp_freq_set(uint32_t freq);
uint64_t log_output_timestamp_to_us(log_timestamp_t timestamp);

/* Not offered. */
__attribute__((
    error("tidemark-hosted: log_output_msg_syst_process: hosted has no MIPI SyS-T; use "
          "LOG_OUTPUT_TEXT"))) void
log_output_msg_syst_process(const struct log_output* log_output, struct log_msg* msg,
                            uint32_t flags);

#ifdef __cplusplus
}
#endif
#endif
