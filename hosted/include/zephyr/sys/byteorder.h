/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_BYTEORDER_H_
#define ZEPHYR_INCLUDE_SYS_BYTEORDER_H_

/*
 * Byte order. The host is little endian. sys_put_* and sys_get_* take buffers of any alignment of
 * exactly the width's bytes (16, 24, 32, 40, 48 or 64 bits).
 */

#include <zephyr/toolchain.h>
#include <zephyr/types.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "hosted Zephyr runs on little-endian hosts only"
#endif

#ifdef __cplusplus
extern "C" {
#endif

static inline void hosted_put_le(uint64_t value, uint8_t* dst, unsigned int bytes) {
  for (unsigned int i = 0; i < bytes; i++) {
    dst[i] = (uint8_t)(value >> (8U * i));
  }
}

static inline void hosted_put_be(uint64_t value, uint8_t* dst, unsigned int bytes) {
  for (unsigned int i = 0; i < bytes; i++) {
    dst[i] = (uint8_t)(value >> (8U * (bytes - 1U - i)));
  }
}

static inline uint64_t hosted_get_le(const uint8_t* src, unsigned int bytes) {
  uint64_t value = 0;

  for (unsigned int i = bytes; i > 0U; i--) {
    value = (value << 8) | src[i - 1U];
  }
  return value;
}

static inline uint64_t hosted_get_be(const uint8_t* src, unsigned int bytes) {
  uint64_t value = 0;

  for (unsigned int i = 0; i < bytes; i++) {
    value = (value << 8) | src[i];
  }
  return value;
}

#define HOSTED_BYTE_ORDER(bits, type)                                    \
  static inline void sys_put_le##bits(type val, uint8_t dst[bits / 8]) { \
    hosted_put_le(val, dst, bits / 8);                                   \
  }                                                                      \
  static inline void sys_put_be##bits(type val, uint8_t dst[bits / 8]) { \
    hosted_put_be(val, dst, bits / 8);                                   \
  }                                                                      \
  static inline type sys_get_le##bits(const uint8_t src[bits / 8]) {     \
    return (type)hosted_get_le(src, bits / 8);                           \
  }                                                                      \
  static inline type sys_get_be##bits(const uint8_t src[bits / 8]) {     \
    return (type)hosted_get_be(src, bits / 8);                           \
  }

HOSTED_BYTE_ORDER(16, uint16_t)
HOSTED_BYTE_ORDER(24, uint32_t)
HOSTED_BYTE_ORDER(32, uint32_t)
HOSTED_BYTE_ORDER(40, uint64_t)
HOSTED_BYTE_ORDER(48, uint64_t)
HOSTED_BYTE_ORDER(64, uint64_t)

#define HOSTED_SWAP(x, bits)                                                 \
  ((((uint64_t)(x)&0xffU) << 56 | ((uint64_t)(x)&0xff00U) << 40 |            \
    ((uint64_t)(x)&0xff0000U) << 24 | ((uint64_t)(x)&0xff000000U) << 8 |     \
    ((uint64_t)(x) >> 8 & 0xff000000U) | ((uint64_t)(x) >> 24 & 0xff0000U) | \
    ((uint64_t)(x) >> 40 & 0xff00U) | ((uint64_t)(x) >> 56 & 0xffU)) >>      \
   (64 - (bits)))

#define sys_le16_to_cpu(val) (val)
#define sys_cpu_to_le16(val) (val)
#define sys_le24_to_cpu(val) (val)
#define sys_cpu_to_le24(val) (val)
#define sys_le32_to_cpu(val) (val)
#define sys_cpu_to_le32(val) (val)
#define sys_le40_to_cpu(val) (val)
#define sys_cpu_to_le40(val) (val)
#define sys_le48_to_cpu(val) (val)
#define sys_cpu_to_le48(val) (val)
#define sys_le64_to_cpu(val) (val)
#define sys_cpu_to_le64(val) (val)
#define sys_be16_to_cpu(val) ((uint16_t)HOSTED_SWAP(val, 16))
#define sys_cpu_to_be16(val) ((uint16_t)HOSTED_SWAP(val, 16))
#define sys_be24_to_cpu(val) ((uint32_t)HOSTED_SWAP(val, 24))
#define sys_cpu_to_be24(val) ((uint32_t)HOSTED_SWAP(val, 24))
#define sys_be32_to_cpu(val) ((uint32_t)HOSTED_SWAP(val, 32))
#define sys_cpu_to_be32(val) ((uint32_t)HOSTED_SWAP(val, 32))
#define sys_be40_to_cpu(val) ((uint64_t)HOSTED_SWAP(val, 40))
#define sys_cpu_to_be40(val) ((uint64_t)HOSTED_SWAP(val, 40))
#define sys_be48_to_cpu(val) ((uint64_t)HOSTED_SWAP(val, 48))
#define sys_cpu_to_be48(val) ((uint64_t)HOSTED_SWAP(val, 48))
#define sys_be64_to_cpu(val) ((uint64_t)HOSTED_SWAP(val, 64))
#define sys_cpu_to_be64(val) ((uint64_t)HOSTED_SWAP(val, 64))
#define BSWAP_16(x) sys_cpu_to_be16(x)
#define BSWAP_24(x) sys_cpu_to_be24(x)
#define BSWAP_32(x) sys_cpu_to_be32(x)
#define BSWAP_40(x) sys_cpu_to_be40(x)
#define BSWAP_48(x) sys_cpu_to_be48(x)
#define BSWAP_64(x) sys_cpu_to_be64(x)

/* A constant as the elements of an array of bytes, in the host's order. */
#define sys_uint16_to_array(val) \
  { ((val)&0xff), (((val) >> 8) & 0xff) }
#define sys_uint32_to_array(val) \
  { ((val)&0xff), (((val) >> 8) & 0xff), (((val) >> 16) & 0xff), (((val) >> 24) & 0xff) }
#define sys_uint64_to_array(val)                                                         \
  {                                                                                      \
    ((val)&0xff), (((val) >> 8) & 0xff), (((val) >> 16) & 0xff), (((val) >> 24) & 0xff), \
        (((val) >> 32) & 0xff), (((val) >> 40) & 0xff), (((val) >> 48) & 0xff),          \
        (((val) >> 56) & 0xff)                                                           \
  }

/* Copies length bytes in reverse order; the buffers must not overlap. */
static inline void sys_memcpy_swap(void* dst, const void* src, size_t length) {
  for (size_t i = 0; i < length; i++) {
    ((uint8_t*)dst)[i] = ((const uint8_t*)src)[length - 1U - i];
  }
}

/* Reverses length bytes in place. */
static inline void sys_mem_swap(void* buf, size_t length) {
  uint8_t* bytes = (uint8_t*)buf;

  for (size_t i = 0; i < length / 2U; i++) {
    uint8_t kept = bytes[i];

    bytes[i] = bytes[length - 1U - i];
    bytes[length - 1U - i] = kept;
  }
}

/* Numbers of any length: to and from the host's order in place, and copied. The host is little
 * endian. */
static inline void sys_le_to_cpu(void* buf, size_t length) {
  (void)buf;
  (void)length;
}
static inline void sys_cpu_to_le(void* buf, size_t length) {
  (void)buf;
  (void)length;
}
static inline void sys_be_to_cpu(void* buf, size_t length) {
  sys_mem_swap(buf, length);
}
static inline void sys_cpu_to_be(void* buf, size_t length) {
  sys_mem_swap(buf, length);
}
static inline void sys_put_le(void* dst, const void* src, size_t length) {
  __builtin_memcpy(dst, src, length);
}
static inline void sys_get_le(void* dst, const void* src, size_t length) {
  __builtin_memcpy(dst, src, length);
}
static inline void sys_put_be(void* dst, const void* src, size_t length) {
  sys_memcpy_swap(dst, src, length);
}
static inline void sys_get_be(void* dst, const void* src, size_t length) {
  sys_memcpy_swap(dst, src, length);
}

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_BYTEORDER_H_ */
