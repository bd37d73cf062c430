/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_CRC_H_
#define ZEPHYR_INCLUDE_SYS_CRC_H_

/*
 * Cyclic redundancy checks. A seed is the register before the first byte; to continue, it is the
 * result so far. "Reflected": the lowest bit of a byte comes first, and the polynomial is given in
 * that order. Bit by bit, O(len). Names of the parameters after Ross Williams, "A Painless Guide to
 * CRC Error Detection Algorithms".
 */

#include <zephyr/sys/__assert.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CRC8_CCITT_INITIAL_VALUE 0xFF
#define CRC8_ROHC_INITIAL_VALUE 0xFF
#define CRC24_PGP_INITIAL_VALUE 0x00B704CEU
#define CRC24_FINAL_VALUE_MASK 0x00FFFFFFU

enum crc_type {
  CRC4,
  CRC4_TI,
  CRC7_BE,
  CRC8,
  CRC8_CCITT,
  CRC8_ROHC,
  CRC16,
  CRC16_ANSI,
  CRC16_CCITT,
  CRC16_ITU_T,
  CRC24_PGP,
  CRC32_C,
  CRC32_IEEE,
};

/** Any polynomial of 16 bits, not reflected and reflected. */
uint16_t crc16(uint16_t poly, uint16_t seed, const uint8_t* src, size_t len);
uint16_t crc16_reflect(uint16_t poly, uint16_t seed, const uint8_t* src, size_t len);
/** Any polynomial of 8 bits; of 4 bits, where the high half of a byte comes first. */
uint8_t crc8(const uint8_t* src, size_t len, uint8_t polynomial, uint8_t initial_value,
             bool reversed);
uint8_t crc4(const uint8_t* src, size_t len, uint8_t polynomial, uint8_t initial_value,
             bool reversed);

/** 0x1021 reflected; the caller inverts if X.25 is wanted. */
uint16_t crc16_ccitt(uint16_t seed, const uint8_t* src, size_t len);
/** 0x1021 not reflected (XMODEM with seed 0). */
uint16_t crc16_itu_t(uint16_t seed, const uint8_t* src, size_t len);
/** Modbus. */
static inline uint16_t crc16_ansi(const uint8_t* src, size_t len) {
  return crc16_reflect(0xA001, 0xffff, src, len);
}
/** IEEE 802.3: reflected, seed and result inverted. */
uint32_t crc32_ieee(const uint8_t* data, size_t len);
uint32_t crc32_ieee_update(uint32_t crc, const uint8_t* data, size_t len);
/** Castagnoli; the first packet starts with all ones, the last inverts the result. */
uint32_t crc32_c(uint32_t crc, const uint8_t* data, size_t len, bool first_pkt, bool last_pkt);
uint8_t crc8_ccitt(uint8_t initial_value, const void* buf, size_t len);
uint8_t crc8_rohc(uint8_t initial_value, const void* buf, size_t len);
/** SD cards: the 7 bits are the upper ones of the result. */
uint8_t crc7_be(uint8_t seed, const uint8_t* src, size_t len);
uint8_t crc4_ti(uint8_t seed, const uint8_t* src, size_t len);
/** OpenPGP. The result of an update has bits above 24: mask the last with CRC24_FINAL_VALUE_MASK.
 */
uint32_t crc24_pgp(const uint8_t* data, size_t len);
uint32_t crc24_pgp_update(uint32_t crc, const uint8_t* data, size_t len);

/** The one of `type`; parameters that it does not have are ignored. */
uint32_t crc_by_type(enum crc_type type, const uint8_t* src, size_t len, uint32_t seed,
                     uint32_t poly, bool reflect, bool first, bool last);

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_CRC_H_ */
