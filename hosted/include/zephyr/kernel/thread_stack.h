// SPDX-License-Identifier: Apache-2.0
// Thread stacks. A stack object is, from its lowest byte: a guard page (4096 bytes), spare memory,
// and the usable bytes, the declared size rounded up to 16. Objects are page-aligned. While a
// thread lives on it one page gives no access: the highest of those below the usable bytes, so that
// an overflow is found at its first byte. Where stacks are more frugal than their code here (less
// than 256 bytes declared, tests with ztest, AddressSanitizer) it is the guard page at the bottom,
// and the thread may use the spare memory too; stack_info still shows what was declared. In arrays
// the usable size is rounded up so that the next element is page-aligned
// again; pass the size that you declared to k_thread_create and the thread gets exactly that. A
// stack at an address that is not page-aligned (a structure member in heap memory) has no guard
// page; CONFIG_STACK_SENTINEL is then the check.
#ifndef ZEPHYR_INCLUDE_KERNEL_THREAD_STACK_H_
#define ZEPHYR_INCLUDE_KERNEL_THREAD_STACK_H_

#include <stddef.h>
#include <stdint.h>
#include <zephyr/arch/cpu.h>
#include <zephyr/sys/util.h>
#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

struct __attribute__((packed)) z_thread_stack_element {
  char data;
};
typedef struct z_thread_stack_element k_thread_stack_t;

#define Z_HOSTED_STACK_GUARD 4096
#define Z_HOSTED_STACK_ROUND(n, to) \
  ((((size_t)(n)) + ((size_t)(to)-1U)) / (size_t)(to) * (size_t)(to))
#define Z_HOSTED_STACK_ALIGN __attribute__((aligned(Z_HOSTED_STACK_GUARD)))

#if defined(CONFIG_ASAN) || defined(CONFIG_UBSAN)
#define Z_HOSTED_STACK_SPARE (16 * 4096)
#else
#define Z_HOSTED_STACK_SPARE (2 * 4096)
#endif
#if defined(CONFIG_ASAN) || defined(CONFIG_UBSAN) || defined(CONFIG_ZTEST)
#define Z_HOSTED_STACK_LENIENT 1
#else
#define Z_HOSTED_STACK_LENIENT 0
#endif
/* AddressSanitizer's checks take stack that a device does not need: 2 KiB for memcpy() alone. A
 * thread begins this far above the declared bytes, so that these tell of no shortage that only the
 * sanitizer makes. */
#ifdef CONFIG_ASAN
#define Z_HOSTED_STACK_ABOVE 4096
#else
#define Z_HOSTED_STACK_ABOVE 0
#endif
/* Below this the spare memory is the thread's: a context and the frames of one kernel call. */
#define Z_HOSTED_STACK_SMALL 256

/* Bytes of an object that are not the declared ones: guard page and spare memory. */
#define Z_HOSTED_STACK_BELOW (Z_HOSTED_STACK_GUARD + Z_HOSTED_STACK_SPARE)
#define K_THREAD_STACK_RESERVED ((size_t)(Z_HOSTED_STACK_BELOW + Z_HOSTED_STACK_ABOVE))
#define K_KERNEL_STACK_RESERVED K_THREAD_STACK_RESERVED
/* Bytes of one object, and of one element of an array. */
#define Z_HOSTED_STACK_OBJ(size) \
  (K_THREAD_STACK_RESERVED + Z_HOSTED_STACK_ROUND(size, ARCH_STACK_PTR_ALIGN))
#define K_THREAD_STACK_LEN(size) \
  Z_HOSTED_STACK_ROUND(Z_HOSTED_STACK_OBJ(size), Z_HOSTED_STACK_GUARD)
#define K_KERNEL_STACK_LEN(size) K_THREAD_STACK_LEN(size)
#define Z_KERNEL_STACK_LEN(size) K_THREAD_STACK_LEN(size)
#define K_THREAD_STACK_OBJ_ALIGN(size) ((size_t)Z_HOSTED_STACK_GUARD)
#define Z_THREAD_STACK_OBJ_ALIGN(size) K_THREAD_STACK_OBJ_ALIGN(size)
#define K_KERNEL_STACK_OBJ_ALIGN ((size_t)Z_HOSTED_STACK_GUARD)
#define Z_KERNEL_STACK_OBJ_ALIGN K_KERNEL_STACK_OBJ_ALIGN
/* Bytes of an object for `size` usable ones. */
#define K_THREAD_STACK_SIZE_ADJUST(size) Z_HOSTED_STACK_OBJ(size)
#define Z_THREAD_STACK_SIZE_ADJUST(size) Z_HOSTED_STACK_OBJ(size)
#define K_KERNEL_STACK_SIZE_ADJUST(size) Z_HOSTED_STACK_OBJ(size)
#define Z_KERNEL_STACK_SIZE_ADJUST(size) Z_HOSTED_STACK_OBJ(size)
/* Usable bytes of an object or of one element of an array. */
#define K_THREAD_STACK_SIZEOF(sym) (sizeof(sym) - K_THREAD_STACK_RESERVED)
#define K_KERNEL_STACK_SIZEOF(sym) K_THREAD_STACK_SIZEOF(sym)

#define K_THREAD_STACK_DECLARE(sym, size) \
  extern struct z_thread_stack_element sym[Z_HOSTED_STACK_OBJ(size)]
#define K_THREAD_STACK_ARRAY_DECLARE(sym, nmemb, size) \
  extern struct z_thread_stack_element sym[nmemb][K_THREAD_STACK_LEN(size)]
#define K_THREAD_STACK_EXTERN(sym) extern k_thread_stack_t sym[]
#define K_THREAD_STACK_DEFINE(sym, size) \
  struct z_thread_stack_element Z_HOSTED_STACK_ALIGN sym[Z_HOSTED_STACK_OBJ(size)]
#define K_THREAD_STACK_ARRAY_DEFINE(sym, nmemb, size) \
  struct z_thread_stack_element Z_HOSTED_STACK_ALIGN sym[nmemb][K_THREAD_STACK_LEN(size)]
#define K_THREAD_STACK_MEMBER(sym, size) \
  struct z_thread_stack_element Z_HOSTED_STACK_ALIGN sym[Z_HOSTED_STACK_OBJ(size)]
#define K_THREAD_PINNED_STACK_DEFINE(sym, size) K_THREAD_STACK_DEFINE(sym, size)
#define K_THREAD_PINNED_STACK_ARRAY_DEFINE(sym, n, size) K_THREAD_STACK_ARRAY_DEFINE(sym, n, size)

#define K_KERNEL_STACK_DECLARE(sym, size) K_THREAD_STACK_DECLARE(sym, size)
#define K_KERNEL_STACK_ARRAY_DECLARE(sym, nmemb, size) \
  K_THREAD_STACK_ARRAY_DECLARE(sym, nmemb, size)
#define K_KERNEL_STACK_EXTERN(sym) K_THREAD_STACK_EXTERN(sym)
/* The old names of the two ARRAY_DECLARE. */
#define K_THREAD_STACK_ARRAY_EXTERN(sym, nmemb, size) K_THREAD_STACK_ARRAY_DECLARE(sym, nmemb, size)
#define K_KERNEL_STACK_ARRAY_EXTERN(sym, nmemb, size) K_KERNEL_STACK_ARRAY_DECLARE(sym, nmemb, size)
#define K_KERNEL_STACK_DEFINE(sym, size) K_THREAD_STACK_DEFINE(sym, size)
#define K_KERNEL_STACK_ARRAY_DEFINE(sym, n, size) K_THREAD_STACK_ARRAY_DEFINE(sym, n, size)
#define K_KERNEL_STACK_MEMBER(sym, size) K_THREAD_STACK_MEMBER(sym, size)
#define K_KERNEL_PINNED_STACK_DEFINE(sym, size) K_THREAD_STACK_DEFINE(sym, size)
#define K_KERNEL_PINNED_STACK_ARRAY_DEFINE(sym, n, size) K_THREAD_STACK_ARRAY_DEFINE(sym, n, size)

/* The lowest usable byte of an object. */
static inline char* K_THREAD_STACK_BUFFER(k_thread_stack_t* sym) {
  return (char*)sym + Z_HOSTED_STACK_BELOW;
}
static inline char* K_KERNEL_STACK_BUFFER(k_thread_stack_t* sym) {
  return (char*)sym + Z_HOSTED_STACK_BELOW;
}
#define Z_THREAD_STACK_BUFFER(sym) K_THREAD_STACK_BUFFER(sym)
#define Z_KERNEL_STACK_BUFFER(sym) K_KERNEL_STACK_BUFFER(sym)

#ifdef __cplusplus
}
#endif
#endif
