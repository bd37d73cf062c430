// SPDX-License-Identifier: Apache-2.0
// Output to the console, which is the process's standard output, or to where a hook of
// <zephyr/sys/printk-hooks.h> takes it; with CONFIG_LOG_PRINTK to the log's backends. Formats are
// Zephyr's (CONFIG_CBPRINTF_*). Formatting happens on the host stack; the caller's pays about 300
// bytes. Threads and ISRs. Without CONFIG_PRINTK nothing is printed.
#ifndef ZEPHYR_INCLUDE_SYS_PRINTK_H_
#define ZEPHYR_INCLUDE_SYS_PRINTK_H_

#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef CONFIG_PRINTK
void printk(const char* fmt, ...) __printf_like(1, 2);
void vprintk(const char* fmt, va_list ap) __printf_like(1, 0);
#else
static inline __printf_like(1, 2) void printk(const char* fmt, ...) {
  (void)fmt;
}
static inline __printf_like(1, 0) void vprintk(const char* fmt, va_list ap) {
  (void)fmt;
  (void)ap;
}
#endif

/* As C's snprintf: at most size - 1 characters and a NUL; returns the length that the whole text
 * has. */
int snprintk(char* str, size_t size, const char* fmt, ...) __printf_like(3, 4);
int vsnprintk(char* str, size_t size, const char* fmt, va_list ap) __printf_like(3, 0);

#ifdef __cplusplus
}
#endif
#endif
