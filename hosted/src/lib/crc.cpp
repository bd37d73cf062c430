// SPDX-License-Identifier: Apache-2.0
// All are one register that is shifted bit by bit: upwards, the input's highest bit first, or
// reflected.
#include <zephyr/sys/crc.h>

#include <cstddef>
#include <cstdint>

namespace {

// `bits` wide, at most 32.
std::uint32_t up(std::uint32_t crc, unsigned bits, std::uint32_t poly, const std::uint8_t* src,
                 std::size_t len) {
  const std::uint32_t top = std::uint32_t{1} << (bits - 1);
  const std::uint32_t mask = top | (top - 1);
  for (std::size_t i = 0; i < len; ++i) {
    crc ^= bits >= 8 ? static_cast<std::uint32_t>(src[i]) << (bits - 8) : 0;
    for (int n = 0; n < 8; ++n) {
      crc = (crc & top) != 0 ? crc << 1 ^ poly : crc << 1;
    }
  }
  return crc & mask;
}

std::uint32_t down(std::uint32_t crc, std::uint32_t poly, const std::uint8_t* src,
                   std::size_t len) {
  for (std::size_t i = 0; i < len; ++i) {
    crc ^= src[i];
    for (int n = 0; n < 8; ++n) {
      crc = (crc & 1U) != 0 ? crc >> 1 ^ poly : crc >> 1;
    }
  }
  return crc;
}

}  // namespace

std::uint16_t crc16(std::uint16_t poly, std::uint16_t seed, const std::uint8_t* src,
                    std::size_t len) {
  return static_cast<std::uint16_t>(up(seed, 16, poly, src, len));
}

std::uint16_t crc16_reflect(std::uint16_t poly, std::uint16_t seed, const std::uint8_t* src,
                            std::size_t len) {
  return static_cast<std::uint16_t>(down(seed, poly, src, len));
}

std::uint16_t crc16_ccitt(std::uint16_t seed, const std::uint8_t* src, std::size_t len) {
  return crc16_reflect(0x8408, seed, src, len);
}

std::uint16_t crc16_itu_t(std::uint16_t seed, const std::uint8_t* src, std::size_t len) {
  return crc16(0x1021, seed, src, len);
}

std::uint8_t crc8(const std::uint8_t* src, std::size_t len, std::uint8_t polynomial,
                  std::uint8_t initial_value, bool reversed) {
  return static_cast<std::uint8_t>(reversed ? down(initial_value, polynomial, src, len)
                                            : up(initial_value, 8, polynomial, src, len));
}

std::uint8_t crc8_ccitt(std::uint8_t initial_value, const void* buf, std::size_t len) {
  return crc8(static_cast<const std::uint8_t*>(buf), len, 0x07, initial_value, false);
}

std::uint8_t crc8_rohc(std::uint8_t initial_value, const void* buf, std::size_t len) {
  return crc8(static_cast<const std::uint8_t*>(buf), len, 0xE0, initial_value, true);
}

std::uint8_t crc7_be(std::uint8_t seed, const std::uint8_t* src, std::size_t len) {
  return crc8(src, len, 0x09 << 1, seed, false);
}

std::uint8_t crc4(const std::uint8_t* src, std::size_t len, std::uint8_t polynomial,
                  std::uint8_t initial_value, bool reversed) {
  std::uint32_t crc = initial_value;
  for (std::size_t i = 0; i < 2 * len; ++i) {
    crc ^= i % 2 == 0 ? src[i / 2] >> 4 : src[i / 2] & 0xF;
    for (int n = 0; n < 4; ++n) {
      if (reversed) {
        crc = (crc & 1U) != 0 ? crc >> 1 ^ polynomial : crc >> 1;
      } else {
        crc = (crc & 8U) != 0 ? crc << 1 ^ polynomial : crc << 1;
      }
    }
  }
  return crc & 0xF;
}

std::uint8_t crc4_ti(std::uint8_t seed, const std::uint8_t* src, std::size_t len) {
  return crc4(src, len, 0x3, seed, false);
}

std::uint32_t crc24_pgp_update(std::uint32_t crc, const std::uint8_t* data, std::size_t len) {
  return up(crc, 24, 0x864CFB, data, len);
}

std::uint32_t crc24_pgp(const std::uint8_t* data, std::size_t len) {
  return crc24_pgp_update(CRC24_PGP_INITIAL_VALUE, data, len) & CRC24_FINAL_VALUE_MASK;
}

std::uint32_t crc32_ieee_update(std::uint32_t crc, const std::uint8_t* data, std::size_t len) {
  return ~down(~crc, 0xEDB88320U, data, len);
}

std::uint32_t crc32_ieee(const std::uint8_t* data, std::size_t len) {
  return crc32_ieee_update(0, data, len);
}

std::uint32_t crc32_c(std::uint32_t crc, const std::uint8_t* data, std::size_t len, bool first_pkt,
                      bool last_pkt) {
  crc = down(first_pkt ? ~std::uint32_t{0} : crc, 0x82F63B78U, data, len);
  return last_pkt ? ~crc : crc;
}

std::uint32_t crc_by_type(crc_type type, const std::uint8_t* src, std::size_t len,
                          std::uint32_t seed, std::uint32_t poly, bool reflect, bool first,
                          bool last) {
  auto seed8 = static_cast<std::uint8_t>(seed);
  auto seed16 = static_cast<std::uint16_t>(seed);
  auto poly8 = static_cast<std::uint8_t>(poly);
  auto poly16 = static_cast<std::uint16_t>(poly);
  switch (type) {
    case CRC4:
      return crc4(src, len, poly8, seed8, reflect);
    case CRC4_TI:
      return crc4_ti(seed8, src, len);
    case CRC7_BE:
      return crc7_be(seed8, src, len);
    case CRC8:
      return crc8(src, len, poly8, seed8, reflect);
    case CRC8_CCITT:
      return crc8_ccitt(seed8, src, len);
    case CRC8_ROHC:
      return crc8_rohc(seed8, src, len);
    case CRC16:
      return reflect ? crc16_reflect(poly16, seed16, src, len) : crc16(poly16, seed16, src, len);
    case CRC16_ANSI:
      return crc16_ansi(src, len);
    case CRC16_CCITT:
      return crc16_ccitt(seed16, src, len);
    case CRC16_ITU_T:
      return crc16_itu_t(seed16, src, len);
    case CRC24_PGP: {
      std::uint32_t crc = crc24_pgp_update(seed, src, len);
      return last ? crc & CRC24_FINAL_VALUE_MASK : crc;
    }
    case CRC32_C:
      return crc32_c(seed, src, len, first, last);
    case CRC32_IEEE:
      return crc32_ieee_update(seed, src, len);
  }
  __ASSERT(false, "%d is no CRC", type);
  return UINT32_MAX;
}
