/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_UTIL_H_
#define ZEPHYR_INCLUDE_SYS_UTIL_H_

/* Arithmetic and object helpers. Unless said, a macro may evaluate its arguments more than once. */

#include <string.h>

#include <zephyr/sys/util_macro.h>
#include <zephyr/sys/util_minmax.h>
#include <zephyr/sys/util_utf8.h>
#include <zephyr/toolchain.h>
#include <zephyr/types.h>

#define NUM_BITS(t) (sizeof(t) * 8)
#define POINTER_TO_UINT(x) ((uintptr_t)(x))
#define UINT_TO_POINTER(x) ((void*)(uintptr_t)(x))
#define POINTER_TO_INT(x) ((intptr_t)(x))
#define INT_TO_POINTER(x) ((void*)(intptr_t)(x))
#define BITS_PER_BYTE 8
#define BITS_PER_NIBBLE 4
#define NIBBLES_PER_BYTE (BITS_PER_BYTE / BITS_PER_NIBBLE)
#define BITS_PER_LONG (__SIZEOF_LONG__ * 8)
#define BITS_PER_LONG_LONG (__SIZEOF_LONG_LONG__ * 8)

/* Bit fields: GENMASK(h, l) has the bits l to h set, both included. */
#define GENMASK(h, l) (((~0UL) - (1UL << (l)) + 1) & (~0UL >> (BITS_PER_LONG - 1 - (h))))
#define GENMASK64(h, l) (((~0ULL) - (1ULL << (l)) + 1) & (~0ULL >> (BITS_PER_LONG_LONG - 1 - (h))))
#define LSB_GET(value) ((value) & -(value))
#define FIELD_GET(mask, value) (((value) & (mask)) / LSB_GET(mask))
#define FIELD_PREP(mask, value) (((value)*LSB_GET(mask)) & (mask))

/* 0, or an error at compile time if the condition is false. */
#define ZERO_OR_COMPILE_ERROR(cond) ((int)sizeof(char[1 - 2 * !(cond)]) - 1)

/* Arrays. In C a pointer in place of an array is an error at compile time. */
#ifdef __cplusplus
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#else
#define IS_ARRAY(array) \
  ZERO_OR_COMPILE_ERROR(!__builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])))
#define ARRAY_SIZE(array) ((size_t)(IS_ARRAY(array) + (sizeof(array) / sizeof((array)[0]))))
#endif
#define PART_OF_ARRAY(array, ptr)                             \
  ((ptr) && POINTER_TO_UINT(array) <= POINTER_TO_UINT(ptr) && \
   POINTER_TO_UINT(ptr) < POINTER_TO_UINT(&(array)[ARRAY_SIZE(array)]))
#define IS_ARRAY_ELEMENT(array, ptr) \
  (PART_OF_ARRAY(array, ptr) &&      \
   (POINTER_TO_UINT(ptr) - POINTER_TO_UINT(array)) % sizeof((array)[0]) == 0)
#define ARRAY_INDEX(array, ptr) ((size_t)((__typeof__((array)[0])*)(ptr) - (array)))
#define ARRAY_INDEX_FLOOR(array, ptr) \
  ((POINTER_TO_UINT(ptr) - POINTER_TO_UINT(array)) / sizeof((array)[0]))
#define ARRAY_FOR_EACH(array, idx) for (size_t idx = 0; (idx) < ARRAY_SIZE(array); ++(idx))
#define ARRAY_FOR_EACH_PTR(array, ptr) \
  for (__typeof__(*(array))* ptr = (array); (size_t)((ptr) - (array)) < ARRAY_SIZE(array); ++(ptr))

/* An array without a length at the end of a structure or in a union, in C and C++. */
#ifdef __cplusplus
#define FLEXIBLE_ARRAY_DECLARE(type, name) type name[]
#else
#define FLEXIBLE_ARRAY_DECLARE(type, name) \
  struct {                                 \
    struct {                               \
    } hosted_unused_##name;                \
    type name[];                           \
  }
#endif

#define SIZEOF_FIELD(type, member) sizeof((((type*)0)->member))
#define SAME_TYPE(a, b) __builtin_types_compatible_p(__typeof__(a), __typeof__(b))
#define CONTAINER_OF(ptr, type, field) ((type*)(((char*)(ptr)) - offsetof(type, field)))

#define IS_ALIGNED(ptr, align) (((uintptr_t)(ptr)) % (align) == 0)
/* Whether buflen bytes from addr on reach past the end of the address space. */
#define Z_DETECT_POINTER_OVERFLOW(addr, buflen) \
  ((buflen) != 0 && UINTPTR_MAX - (uintptr_t)(addr) <= (uintptr_t)(buflen)-1)

/* Rounding. ROUND_UP and ROUND_DOWN: align is a power of two. */
#define ROUND_UP(x, align)                                                        \
  ((((unsigned long)(x) + ((unsigned long)(align)-1)) / (unsigned long)(align)) * \
   (unsigned long)(align))
#define ROUND_DOWN(x, align) \
  (((unsigned long)(x) / (unsigned long)(align)) * (unsigned long)(align))
#define WB_UP(x) ROUND_UP(x, sizeof(void*))
#define WB_DN(x) ROUND_DOWN(x, sizeof(void*))
#define DIV_ROUND_UP(n, d) (((n) + (d)-1) / (d))
#define DIV_ROUND_CLOSEST(n, d) \
  ((((n) < 0) ^ ((d) < 0)) ? ((n) - (d) / 2) / (d) : ((n) + (d) / 2) / (d))
#define ceiling_fraction(numerator, divider) DIV_ROUND_UP(numerator, divider)

#define IN_RANGE(val, min, max) ((val) >= (min) && (val) <= (max))

/* Logarithms to base two: LOG2(x) rounds down, -1 below 1; LOG2CEIL(x) rounds up, 0 below 1. */
#define HOSTED_LOG2(x) (63 - __builtin_clzll((unsigned long long)(x)))
#define LOG2(x) ((x) < 1 ? -1 : HOSTED_LOG2(x))
#define LOG2CEIL(x) ((x) <= 1 ? 0 : HOSTED_LOG2((x)-1) + 1)
#define NHPOT(x) ((x) < 1 ? 1 : ((x) > (1ULL << 63) ? 0 : 1ULL << LOG2CEIL(x)))

#define KB(x) (((size_t)(x)) << 10)
#define MB(x) (KB(x) << 10)
#define GB(x) (MB(x) << 10)
#define KHZ(x) ((x)*1000)
#define MHZ(x) (KHZ(x) * 1000)

/* Evaluates expr until it is true or timeout microseconds have passed; its value is whether expr
 * came true. Virtual time passes in steps of 10 microseconds. */
#define Z_SPIN_DELAY(t) k_busy_wait(t)
#define WAIT_FOR(expr, timeout, delay_stmt)                                  \
  __extension__({                                                            \
    uint32_t hosted_cycles = k_us_to_cyc_ceil32(timeout);                    \
    uint32_t hosted_start = k_cycle_get_32();                                \
    while (!(expr) && (hosted_cycles > (k_cycle_get_32() - hosted_start))) { \
      delay_stmt;                                                            \
      Z_SPIN_DELAY(10);                                                      \
    }                                                                        \
    (expr);                                                                  \
  })

#ifdef __cplusplus
extern "C" {
#endif

/* True if exactly one bit is set. */
static inline bool is_power_of_two(unsigned int x) {
  return x != 0U && (x & (x - 1U)) == 0U;
}

/* value / 2^shift rounded towards minus infinity, whatever the compiler makes of >> on negative
 * numbers. */
static inline int64_t arithmetic_shift_right(int64_t value, uint8_t shift) {
  return value < 0 ? -((-(value + 1)) >> shift) - 1 : value >> shift;
}

/* Byte by byte, for memory where wider accesses matter. */
static inline void bytecpy(void* dst, const void* src, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    ((volatile uint8_t*)dst)[i] = ((volatile const uint8_t*)src)[i];
  }
}

static inline void byteswp(void* a, void* b, size_t size) {
  uint8_t* left = (uint8_t*)a;
  uint8_t* right = (uint8_t*)b;

  for (size_t i = 0; i < size; ++i) {
    uint8_t kept = left[i];

    left[i] = right[i];
    right[i] = kept;
  }
}

/* Binary coded decimal, 0 to 99. */
static inline uint8_t bcd2bin(uint8_t bcd) {
  return (uint8_t)(10 * (bcd >> 4) + (bcd & 0x0F));
}

static inline uint8_t bin2bcd(uint8_t bin) {
  return (uint8_t)(((bin / 10) << 4) | (bin % 10));
}

/* The number whose sign is the bit `index` of value. */
static inline int32_t sign_extend(uint32_t value, uint8_t index) {
  uint8_t shift = (uint8_t)(31U - index);

  return (int32_t)(value << shift) >> shift;
}

static inline int64_t sign_extend_64(uint64_t value, uint8_t index) {
  uint8_t shift = (uint8_t)(63U - index);

  return (int64_t)(value << shift) >> shift;
}

static inline bool is_null_no_warn(void* p) {
  return p == NULL;
}

/* dst = src1 xor src2, byte by byte. */
static inline void mem_xor_n(uint8_t* dst, const uint8_t* src1, const uint8_t* src2, size_t len) {
  for (size_t i = 0; i < len; ++i) {
    dst[i] = (uint8_t)(src1[i] ^ src2[i]);
  }
}

static inline void mem_xor_32(uint8_t dst[4], const uint8_t src1[4], const uint8_t src2[4]) {
  mem_xor_n(dst, src1, src2, 4U);
}

static inline void mem_xor_128(uint8_t dst[16], const uint8_t src1[16], const uint8_t src2[16]) {
  mem_xor_n(dst, src1, src2, 16U);
}

/* Whether the contents are equal; util_eq: and the lengths. */
static inline bool util_memeq(const void* m1, const void* m2, size_t n) {
  return memcmp(m1, m2, n) == 0;
}

static inline bool util_eq(const void* m1, size_t len1, const void* m2, size_t len2) {
  return len1 == len2 && (m1 == m2 || util_memeq(m1, m2, len1));
}

/* Number of bits set in len bytes. */
static inline size_t sys_count_bits(const void* value, size_t len) {
  size_t count = 0;

  for (size_t i = 0; i < len; ++i) {
    count += (size_t)__builtin_popcount(((const uint8_t*)value)[i]);
  }
  return count;
}

/* Where a gap of num_bits or more bits that are 0 begins in the lowest total_bits (at most 32) of
 * mask; -1 if there is none. Gaps are looked at from the highest bit on: first_match takes the
 * first that is wide enough, otherwise the narrowest (the first of exactly num_bits ends the
 * search). */
int bitmask_find_gap(uint32_t mask, size_t num_bits, size_t total_bits, bool first_match);

/* Hexadecimal digits; -EINVAL (hex2char, char2hex) for what is none. bin2hex and hex2bin: 0 if buf
 * is too small. */
int char2hex(char c, uint8_t* x);
int hex2char(uint8_t x, char* c);
size_t bin2hex(const uint8_t* buf, size_t buflen, char* hex, size_t hexlen);
size_t hex2bin(const char* hex, size_t hexlen, uint8_t* buf, size_t buflen);

/* Decimal text of value, no leading zeros; returns the number of characters. What does not fit into
 * buflen is cut off.
 */
uint8_t u8_to_dec(char* buf, uint8_t buflen, uint8_t value);

#ifdef __cplusplus
}
#endif

#include <zephyr/sys/time_units.h>

#endif /* ZEPHYR_INCLUDE_SYS_UTIL_H_ */
