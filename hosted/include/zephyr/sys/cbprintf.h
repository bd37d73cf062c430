// SPDX-License-Identifier: Apache-2.0
// Formatting through a callback, and packages: a format string with its arguments in one block of
// memory that can be copied, sent and formatted later. Formats are those of C's printf.
//
// A package is: the header (below), the address of the format, the arguments as the calling
// convention of x86-64 lays them out on the stack, the positions of read-only strings (one byte
// each), those of read-write strings (argument number and position, two bytes each), the appended
// strings (position, then the text with its NUL). A position counts ints from the beginning.
//
// Threads and ISRs. Formatting runs on the host stack, callbacks on the caller's.
#ifndef ZEPHYR_INCLUDE_SYS_CBPRINTF_H_
#define ZEPHYR_INCLUDE_SYS_CBPRINTF_H_

#ifdef CBPRINTF_VIA_UNIT_TEST
#error \
    "tidemark-hosted: <zephyr/sys/cbprintf.h>: this tests the sources of Zephyr's formatter, which hosted does not have; build it with a real Zephyr tree"
#endif

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <zephyr/sys/cbprintf_enums.h>
#include <zephyr/sys/util.h>
#include <zephyr/toolchain.h>

/* Whether CBPRINTF_STATIC_PACKAGE looks at the types of its arguments. */
#ifndef Z_C_GENERIC
#define Z_C_GENERIC 1
#endif

struct cbprintf_package_desc {
  uint8_t len;        /* header and arguments, in ints */
  uint8_t str_cnt;    /* appended strings */
  uint8_t ro_str_cnt; /* positions of read-only strings */
  uint8_t rw_str_cnt; /* positions of read-write strings */
#ifdef CONFIG_CBPRINTF_PACKAGE_HEADER_STORE_CREATION_FLAGS
  uint32_t pkg_flags;
#endif
} __packed;

union cbprintf_package_hdr {
  struct cbprintf_package_desc desc;
  void* raw;
} __packed;

struct cbprintf_package_hdr_ext {
  union cbprintf_package_hdr hdr;
  char* fmt;
} __packed;

/* What the address of a package must be a multiple of for its arguments to be aligned. */
#ifdef CONFIG_CBPRINTF_PACKAGE_LONGDOUBLE
#define CBPRINTF_PACKAGE_ALIGNMENT 16
#else
#define CBPRINTF_PACKAGE_ALIGNMENT 8
#endif

/* Flags of packaging. `const char *` arguments are read-only (static packaging only). */
#define CBPRINTF_PACKAGE_CONST_CHAR_RO BIT(0)
/* Note the positions of read-only strings; of read-write strings instead of appending them. */
#define CBPRINTF_PACKAGE_ADD_RO_STR_POS BIT(1)
#define CBPRINTF_PACKAGE_ADD_RW_STR_POS BIT(2)
/* The first n (0 to 7) string arguments are read-only. */
#define Z_CBPRINTF_PACKAGE_FIRST_RO_STR_OFFSET 3
#define Z_CBPRINTF_PACKAGE_FIRST_RO_STR_MASK 7U
#define CBPRINTF_PACKAGE_FIRST_RO_STR_CNT(n) ((n) << Z_CBPRINTF_PACKAGE_FIRST_RO_STR_OFFSET)
#define Z_CBPRINTF_PACKAGE_FIRST_RO_STR_CNT_GET(flags) \
  (((flags) >> Z_CBPRINTF_PACKAGE_FIRST_RO_STR_OFFSET) & Z_CBPRINTF_PACKAGE_FIRST_RO_STR_MASK)
#define CBPRINTF_PACKAGE_ADD_STRING_IDXS \
  (CBPRINTF_PACKAGE_ADD_RO_STR_POS | CBPRINTF_PACKAGE_CONST_CHAR_RO)
/* Each argument is preceded by its tag (enum cbprintf_package_arg_type), the last by END. */
#define CBPRINTF_PACKAGE_ARGS_ARE_TAGGED BIT(6)

/* Flags of conversion: append the read-only or read-write strings whose positions are noted; keep
 * positions of read-only strings; leave pointers alone that are printed with %p. */
#define CBPRINTF_PACKAGE_CONVERT_RO_STR BIT(0)
#define CBPRINTF_PACKAGE_CONVERT_RW_STR BIT(1)
#define CBPRINTF_PACKAGE_CONVERT_KEEP_RO_STR BIT(2)
#define CBPRINTF_PACKAGE_CONVERT_PTR_CHECK BIT(3)
#define CBPRINTF_PACKAGE_COPY_RO_STR CBPRINTF_PACKAGE_CONVERT_RO_STR
#define CBPRINTF_PACKAGE_COPY_RW_STR CBPRINTF_PACKAGE_CONVERT_RW_STR
#define CBPRINTF_PACKAGE_COPY_KEEP_RO_STR CBPRINTF_PACKAGE_CONVERT_KEEP_RO_STR

/* Takes one character; negative: stop. On the caller's stack, so it may do what the caller may. In
 * C without a prototype, as the second parameter is whatever pointer the callback wants. */
#ifdef __cplusplus
typedef int (*cbprintf_cb)(int c, void* ctx);
#else
typedef int (*cbprintf_cb)(/* int c, void* ctx */);
#endif
/* Takes a part of a converted package; negative: stop. (NULL, 0) at the end. */
typedef int (*cbprintf_convert_cb)(const void* buf, size_t len, void* ctx);
typedef int (*cbvprintf_external_formatter_func)(cbprintf_cb out, void* ctx, const char* fmt,
                                                 va_list ap);

#ifdef __cplusplus
extern "C" {
#endif

/* Characters given to `out`, or what `out` returned if that was negative. */
int cbprintf(cbprintf_cb out, void* ctx, const char* format, ...) __printf_like(3, 4);
int cbvprintf(cbprintf_cb out, void* ctx, const char* format, va_list ap) __printf_like(3, 0);
/* The same with a tag before each argument (CBPRINTF_PACKAGE_ARGS_ARE_TAGGED). */
int cbvprintf_tagged_args(cbprintf_cb out, void* ctx, const char* format, va_list ap);

/* C's functions of the same names without "cb". */
int fprintfcb(FILE* stream, const char* format, ...) __printf_like(2, 3);
int vfprintfcb(FILE* stream, const char* format, va_list ap) __printf_like(2, 0);
int printfcb(const char* format, ...) __printf_like(1, 2);
int vprintfcb(const char* format, va_list ap) __printf_like(1, 0);
int snprintfcb(char* str, size_t size, const char* format, ...) __printf_like(3, 4);
int vsnprintfcb(char* str, size_t size, const char* format, va_list ap) __printf_like(3, 0);

/* Packages at run time: argument types are taken from the format. Returns the size in bytes.
 * Without `packaged` only that; `len` is then the offset from an aligned address at which the
 * package will lie. With it `len` is the capacity. -EFAULT: packaged is not aligned to a pointer.
 * -ENOSPC: it does not fit. -EINVAL: more than 16 strings to handle, or more than 255 ints. Cost:
 * O(format + appended strings). */
int cbprintf_package(void* packaged, size_t len, uint32_t flags, const char* format, ...)
    __printf_like(4, 5);
int cbvprintf_package(void* packaged, size_t len, uint32_t flags, const char* format, va_list ap);

/* Formats a package. Changes it: appended strings' addresses are entered. -EINVAL for NULL. */
int cbpprintf(cbprintf_cb out, void* ctx, void* packaged);
int cbpprintf_external(cbprintf_cb out, cbvprintf_external_formatter_func formatter, void* ctx,
                       void* packaged);

/* Appends strings to a package, giving the result to `cb` in parts; without `cb` only the size is
 * computed. `in_len` may be 0: it is then found out. The lengths of the strings are kept in `strl`,
 * filled by the call without `cb`. Returns the size, or what `cb` returned if negative. */
int cbprintf_package_convert(void* in_packaged, size_t in_len, cbprintf_convert_cb cb, void* ctx,
                             uint32_t flags, uint16_t* strl, size_t strl_len);
/* The same into memory: -ENOSPC if it does not fit; the size if packaged is NULL. */
int cbprintf_package_copy(void* in_packaged, size_t in_len, void* packaged, size_t len,
                          uint32_t flags, uint16_t* strl, size_t strl_len);
/* Into a package that refers to no string outside it. */
static inline int cbprintf_fsc_package(void* in_packaged, size_t in_len, void* packaged,
                                       size_t len) {
  return cbprintf_package_copy(in_packaged, in_len, packaged, len,
                               CBPRINTF_PACKAGE_CONVERT_RO_STR | CBPRINTF_PACKAGE_CONVERT_RW_STR,
                               NULL, 0);
}

/* CBPRINTF_STATIC_PACKAGE's work; `types` has `count` cbprintf_package_arg_type. */
int z_cbprintf_static_package(void* packaged, size_t len, size_t align_offset, uint32_t flags,
                              const uint8_t* types, size_t count, const char* format, ...);
bool z_cbprintf_must_runtime(uint32_t flags, const uint8_t* types, size_t count);

#ifdef __cplusplus
}
#endif

/* CBPRINTF_STATIC_PACKAGE(packaged, inlen, outlen, align_offset, flags, fmt, ...): argument types
 * are those that the compiler sees. Sets outlen as cbprintf_package returns; -EINVAL: there are
 * strings that would have to be appended (see CBPRINTF_MUST_RUNTIME_PACKAGE, 1 if so). */
#include <zephyr/sys/cbprintf_static.h>

#endif
