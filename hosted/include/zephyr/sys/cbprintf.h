// SPDX-License-Identifier: Apache-2.0
// Formatting through a callback. Formats are those of C's printf. The packaging functions of Zephyr
// are not offered.
#ifndef ZEPHYR_INCLUDE_SYS_CBPRINTF_H_
#define ZEPHYR_INCLUDE_SYS_CBPRINTF_H_

#include <stdarg.h>
#include <stddef.h>
#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Takes one character; negative: stop. Called on the caller's stack, so it may do what the caller
 * may. */
typedef int (*cbprintf_cb)(int c, void* ctx);

/* Characters given to `out`, or what `out` returned if that was negative. */
int cbprintf(cbprintf_cb out, void* ctx, const char* format, ...)
    __attribute__((format(printf, 3, 4)));
int cbvprintf(cbprintf_cb out, void* ctx, const char* format, va_list ap)
    __attribute__((format(printf, 3, 0)));

/* C's functions of the same names without "cb". */
int fprintfcb(void* stream, const char* format, ...) __attribute__((format(printf, 2, 3)));
int printfcb(const char* format, ...) __attribute__((format(printf, 1, 2)));
int snprintfcb(char* str, size_t size, const char* format, ...)
    __attribute__((format(printf, 3, 4)));
int vsnprintfcb(char* str, size_t size, const char* format, va_list ap)
    __attribute__((format(printf, 3, 0)));

#ifdef __cplusplus
}
#endif
#endif
