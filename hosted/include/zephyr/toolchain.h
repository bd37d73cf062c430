/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_TOOLCHAIN_H_
#define ZEPHYR_INCLUDE_TOOLCHAIN_H_

/* Compiler attributes and small language helpers, for GCC and clang, C99 and C++. */

#include <stdbool.h>

#define TOOLCHAIN_HAS_PRAGMA_DIAG 1
#define TOOLCHAIN_HAS_C_GENERIC 1
#define TOOLCHAIN_HAS_C_AUTO_TYPE 1
#define TOOLCHAIN_GCC_VERSION (__GNUC__ * 10000 + __GNUC_MINOR__ * 100 + __GNUC_PATCHLEVEL__)
#ifdef __clang__
#define TOOLCHAIN_CLANG_VERSION \
  (__clang_major__ * 10000 + __clang_minor__ * 100 + __clang_patchlevel__)
#else
#define TOOLCHAIN_CLANG_VERSION 0
#endif
#define HAS_BUILTIN(x) __has_builtin(x)

/* Names. */
#define Z_STRINGIFY(x) #x
#define STRINGIFY(s) Z_STRINGIFY(s)
#define _DO_CONCAT(x, y) x##y
#define _CONCAT(x, y) _DO_CONCAT(x, y)
/* <zephyr/sys/util_macro.h> has one of any number of arguments. */
#ifndef CONCAT
#define CONCAT(x, y) _DO_CONCAT(x, y)
#endif

#ifdef __cplusplus
#define EXTERN_C extern "C"
#define ZRESTRICT __restrict
#else
#define EXTERN_C extern
#define ZRESTRICT restrict
#endif

/* Attributes of functions. */
#define ALWAYS_INLINE inline __attribute__((always_inline))
#define FUNC_NORETURN __attribute__((__noreturn__))
/* glibc's int64_t is a long, Zephyr's a long long, so the compiler would complain of the %lld that
 * Zephyr's code has for it. native_sim checks no formats for that reason. */
#ifdef HOSTED_RUNTIME
#define __printf_like(f, a) __attribute__((format(printf, f, a)))
#else
#define __printf_like(f, a)
#endif
#define __must_check __attribute__((warn_unused_result))
#define __attribute_nonnull(...) __attribute__((nonnull(__VA_ARGS__)))
#ifndef __attribute_const__
#define __attribute_const__ __attribute__((__const__))
#endif
#define __noinline __attribute__((noinline))
#define __no_optimization __attribute__((optimize("-O0")))
#define __ramfunc
#define __isr
#define __syscall static inline
#define __boot_func
#define __pinned_func

/* Attributes of anything. */
#define __packed __attribute__((__packed__))
#define __aligned(x) __attribute__((__aligned__(x)))
#define __may_alias __attribute__((__may_alias__))
#define __used __attribute__((__used__))
#define __unused __attribute__((__unused__))
#define __maybe_unused __attribute__((__unused__))
#define __weak __attribute__((__weak__))
#define __deprecated __attribute__((deprecated))
#define __deprecated_version(version) __attribute__((deprecated("deprecated since " #version)))
#define __noasan __attribute__((no_sanitize("address")))
#define __noubsan __attribute__((no_sanitize("undefined")))
#define ALIAS_OF(of) __attribute__((alias(#of)))
#ifdef __cplusplus
#define __fallthrough [[fallthrough]]
#else
#define __fallthrough __attribute__((fallthrough))
#endif

/* Sections. Memory in .noinit has no defined content at start-up; there is one kind of memory here.
 */
#define ___in_section(a, b, c) \
  __attribute__((section("." Z_STRINGIFY(a) "." Z_STRINGIFY(b) "." Z_STRINGIFY(c))))
#define __in_section(a, b, c) ___in_section(a, b, c)
#define __in_section_unique(seg) ___in_section(seg, __FILE__, __COUNTER__)
#define __in_section_unique_named(seg, name) ___in_section(seg, __FILE__, name)
#define Z_GENERIC_SECTION(segment) __attribute__((section(STRINGIFY(segment))))
#define Z_GENERIC_DOT_SECTION(segment) __attribute__((section("." STRINGIFY(segment))))
#define __noinit __attribute__((section(".noinit")))
#define __noinit_named(name) __attribute__((section(".noinit." STRINGIFY(name))))
#define __nocache
#define __nocache_noinit __noinit
#define __ccm_data_section
#define __dtcm_data_section
#define __itcm_section
#define __kstackmem __noinit
#define __stackmem __noinit
#define __imgrw_data
#define __pinned_data
#define __pinned_bss
#define __pinned_noinit __noinit
#define LINKER_KEEP(symbol) extern const void* const _CONCAT(keep_, symbol) __used

/* Expressions. */
#define likely(x) (__builtin_expect((bool)!!(x), true) != 0L)
#define unlikely(x) (__builtin_expect((bool)!!(x), false) != 0L)
#define POPCOUNT(x) __builtin_popcount(x)
#define ARG_UNUSED(x) (void)(x)
#define CODE_UNREACHABLE __builtin_unreachable()
#define compiler_barrier() __asm__ __volatile__("" ::: "memory")
#define Z_DECL_ALIGN(type) __attribute__((__aligned__(__alignof__(type)))) type
#define IS_PTR_ALIGNED_BYTES(ptr, bytes) ((((uintptr_t)(ptr)) % (bytes)) == 0)
#define IS_PTR_ALIGNED(ptr, type) IS_PTR_ALIGNED_BYTES(ptr, __alignof__(type))

/* Reads and writes through a pointer that need not be aligned. */
#ifdef __cplusplus
template <typename HostedValue>
static inline HostedValue hosted_unaligned_get(const HostedValue* g) {
  HostedValue value;
  __builtin_memcpy(&value, g, sizeof(value));
  return value;
}
#define UNALIGNED_GET(g) hosted_unaligned_get(g)
#define BUILD_ASSERT(EXPR, ...) static_assert(EXPR, "" __VA_ARGS__)
#else
#define UNALIGNED_GET(g)                     \
  __extension__({                            \
    struct __packed {                        \
      __typeof__(*(g)) value;                \
    }* hosted_p = (__typeof__(hosted_p))(g); \
    hosted_p->value;                         \
  })
#define BUILD_ASSERT(EXPR, ...) _Static_assert((EXPR), "" __VA_ARGS__)
#endif
#define UNALIGNED_PUT(v, p)                                     \
  do {                                                          \
    __typeof__(*(p)) hosted_value = (v);                        \
    __builtin_memcpy((p), &hosted_value, sizeof(hosted_value)); \
  } while (false)

/* MAX, MIN and CLAMP that evaluate each argument once. */
#define Z_MAX(a, b)                            \
  __extension__({                              \
    __typeof__(a) hosted_a = (a);              \
    __typeof__(b) hosted_b = (b);              \
    hosted_a > hosted_b ? hosted_a : hosted_b; \
  })
#define Z_MIN(a, b)                            \
  __extension__({                              \
    __typeof__(a) hosted_a = (a);              \
    __typeof__(b) hosted_b = (b);              \
    hosted_a < hosted_b ? hosted_a : hosted_b; \
  })
#define Z_CLAMP(val, low, high)                                              \
  __extension__({                                                            \
    __typeof__(val) hosted_v = (val);                                        \
    __typeof__(low) hosted_l = (low);                                        \
    __typeof__(high) hosted_h = (high);                                      \
    hosted_v<hosted_l ? hosted_l : hosted_v> hosted_h ? hosted_h : hosted_v; \
  })
#define Z_POW2_CEIL(x) ((x) <= 2UL ? (x) : (1UL << (8 * sizeof(long) - __builtin_clzl((x)-1))))

/* An array of characters that need not end with 0. */
#if __has_attribute(nonstring)
#define __nonstring __attribute__((nonstring))
#else
#define __nonstring
#endif

/* A warning switched off for a stretch of code. */
#define TOOLCHAIN_PRAGMA(x) _Pragma(#x)
#define TOOLCHAIN_DISABLE_WARNING(warning) \
  TOOLCHAIN_PRAGMA(GCC diagnostic push) TOOLCHAIN_PRAGMA(GCC diagnostic ignored warning)
#define TOOLCHAIN_ENABLE_WARNING(warning) TOOLCHAIN_PRAGMA(GCC diagnostic pop)
#ifdef __clang__
#define TOOLCHAIN_DISABLE_CLANG_WARNING(warning) TOOLCHAIN_DISABLE_WARNING(warning)
#define TOOLCHAIN_ENABLE_CLANG_WARNING(warning) TOOLCHAIN_ENABLE_WARNING(warning)
#define TOOLCHAIN_DISABLE_GCC_WARNING(warning)
#define TOOLCHAIN_ENABLE_GCC_WARNING(warning)
#else
#define TOOLCHAIN_DISABLE_CLANG_WARNING(warning)
#define TOOLCHAIN_ENABLE_CLANG_WARNING(warning)
#define TOOLCHAIN_DISABLE_GCC_WARNING(warning) TOOLCHAIN_DISABLE_WARNING(warning)
#define TOOLCHAIN_ENABLE_GCC_WARNING(warning) TOOLCHAIN_ENABLE_WARNING(warning)
#endif
#define TOOLCHAIN_WARNING_ADDRESS_OF_PACKED_MEMBER "-Waddress-of-packed-member"
#define TOOLCHAIN_WARNING_ARRAY_BOUNDS "-Warray-bounds"
#define TOOLCHAIN_WARNING_ATTRIBUTES "-Wattributes"
#define TOOLCHAIN_WARNING_DANGLING_POINTER "-Wdangling-pointer"
#define TOOLCHAIN_WARNING_DELETE_NON_VIRTUAL_DTOR "-Wdelete-non-virtual-dtor"
#define TOOLCHAIN_WARNING_EXTRA "-Wextra"
#define TOOLCHAIN_WARNING_FORMAT_TRUNCATION "-Wformat-truncation"
#define TOOLCHAIN_WARNING_INFINITE_RECURSION "-Winfinite-recursion"
#define TOOLCHAIN_WARNING_NONNULL "-Wnonnull"
#define TOOLCHAIN_WARNING_OVERFLOW "-Woverflow"
#define TOOLCHAIN_WARNING_POINTER_ARITH "-Wpointer-arith"
#define TOOLCHAIN_WARNING_SHADOW "-Wshadow"
#define TOOLCHAIN_WARNING_STRINGOP_OVERREAD "-Wstringop-overread"
#define TOOLCHAIN_WARNING_STRINGOP_TRUNCATION "-Wstringop-truncation"
#define TOOLCHAIN_WARNING_UNUSED_FUNCTION "-Wunused-function"
#define TOOLCHAIN_WARNING_UNUSED_LABEL "-Wunused-label"
#define TOOLCHAIN_WARNING_UNUSED_VARIABLE "-Wunused-variable"
#define TOOLCHAIN_IGNORE_WSHADOW_BEGIN TOOLCHAIN_DISABLE_WARNING("-Wshadow")
#define TOOLCHAIN_IGNORE_WSHADOW_END TOOLCHAIN_ENABLE_WARNING("-Wshadow")
#define __WARN1(s) _Pragma(#s)
#define __WARN(msg) __WARN1(GCC warning msg)
#define __DEPRECATED_MACRO __WARN("Macro is deprecated")

#endif /* ZEPHYR_INCLUDE_TOOLCHAIN_H_ */
