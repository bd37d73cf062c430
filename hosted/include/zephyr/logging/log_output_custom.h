// SPDX-License-Identifier: Apache-2.0
// Formats of the application: of messages (CONFIG_LOG_CUSTOM_FORMAT_SUPPORT, for backends whose
// format is LOG_OUTPUT_CUSTOM) and of time stamps (CONFIG_LOG_OUTPUT_FORMAT_CUSTOM_TIMESTAMP, for
// all). Both run on the caller's stack.
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_OUTPUT_CUSTOM_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_OUTPUT_CUSTOM_H_

#include <zephyr/logging/log_output.h>

#ifdef __cplusplus
extern "C" {
#endif

void log_custom_output_msg_process(const struct log_output* log_output, struct log_msg* msg,
                                   uint32_t flags);
void log_custom_output_msg_set(log_format_func_t format);

typedef int (*log_timestamp_printer_t)(const struct log_output* output, const char* fmt, ...);
/* Prints the stamp by `printer` and returns the number of characters. */
typedef int (*log_timestamp_format_func_t)(const struct log_output* output,
                                           const log_timestamp_t timestamp,
                                           const log_timestamp_printer_t printer);
int log_custom_timestamp_print(const struct log_output* output, const log_timestamp_t timestamp,
                               const log_timestamp_printer_t printer);
void log_custom_timestamp_set(log_timestamp_format_func_t format);

#ifdef __cplusplus
}
#endif
#endif
