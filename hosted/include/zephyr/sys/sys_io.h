// SPDX-License-Identifier: Apache-2.0
// Bits in memory, by address and bit number. A bit number may be beyond 31: it counts on in the
// words that follow in the sys_bitfield forms, and not in the sys_ ones. Not atomic.
#ifndef ZEPHYR_INCLUDE_SYS_SYS_IO_H_
#define ZEPHYR_INCLUDE_SYS_SYS_IO_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t io_port_t;
typedef uintptr_t mm_reg_t;
typedef uintptr_t mem_addr_t;

static inline uint8_t sys_read8(mem_addr_t addr) {
  return *(volatile uint8_t*)addr;
}
static inline void sys_write8(uint8_t data, mem_addr_t addr) {
  *(volatile uint8_t*)addr = data;
}
static inline uint16_t sys_read16(mem_addr_t addr) {
  return *(volatile uint16_t*)addr;
}
static inline void sys_write16(uint16_t data, mem_addr_t addr) {
  *(volatile uint16_t*)addr = data;
}
static inline uint32_t sys_read32(mem_addr_t addr) {
  return *(volatile uint32_t*)addr;
}
static inline void sys_write32(uint32_t data, mem_addr_t addr) {
  *(volatile uint32_t*)addr = data;
}

static inline void sys_set_bit(mem_addr_t addr, unsigned int bit) {
  sys_write32(sys_read32(addr) | (UINT32_C(1) << bit), addr);
}
static inline void sys_clear_bit(mem_addr_t addr, unsigned int bit) {
  sys_write32(sys_read32(addr) & ~(UINT32_C(1) << bit), addr);
}
static inline int sys_test_bit(mem_addr_t addr, unsigned int bit) {
  return (int)(sys_read32(addr) & (UINT32_C(1) << bit));
}
static inline void sys_set_bits(mem_addr_t addr, unsigned int mask) {
  sys_write32(sys_read32(addr) | (mask), addr);
}
static inline void sys_clear_bits(mem_addr_t addr, unsigned int mask) {
  sys_write32(sys_read32(addr) & ~mask, addr);
}
static inline int sys_test_and_set_bit(mem_addr_t addr, unsigned int bit) {
  int was = sys_test_bit(addr, bit);
  sys_set_bit(addr, bit);
  return was;
}
static inline int sys_test_and_clear_bit(mem_addr_t addr, unsigned int bit) {
  int was = sys_test_bit(addr, bit);
  sys_clear_bit(addr, bit);
  return was;
}

static inline mem_addr_t hosted_bitfield_word(mem_addr_t addr, unsigned int bit) {
  return addr + (bit / 32U) * 4U;
}
static inline void sys_bitfield_set_bit(mem_addr_t addr, unsigned int bit) {
  sys_set_bit(hosted_bitfield_word(addr, bit), bit % 32U);
}
static inline void sys_bitfield_clear_bit(mem_addr_t addr, unsigned int bit) {
  sys_clear_bit(hosted_bitfield_word(addr, bit), bit % 32U);
}
static inline int sys_bitfield_test_bit(mem_addr_t addr, unsigned int bit) {
  return sys_test_bit(hosted_bitfield_word(addr, bit), bit % 32U);
}
static inline int sys_bitfield_test_and_set_bit(mem_addr_t addr, unsigned int bit) {
  return sys_test_and_set_bit(hosted_bitfield_word(addr, bit), bit % 32U);
}
static inline int sys_bitfield_test_and_clear_bit(mem_addr_t addr, unsigned int bit) {
  return sys_test_and_clear_bit(hosted_bitfield_word(addr, bit), bit % 32U);
}

#ifdef __cplusplus
}
#endif
#endif
