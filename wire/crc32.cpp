// SPDX-License-Identifier: Apache-2.0
#include "wire/crc32.hpp"

namespace tidemark::wire {
namespace {

constexpr std::uint32_t kReflectedPolynomial = 0xEDB88320u;
constexpr unsigned kNibbleBits = 4;
constexpr std::size_t kNibbles = 1u << kNibbleBits;

struct Table {
  std::uint32_t of[kNibbles];
};

// A nibble at a time: the table for whole bytes is sixteen times as large as the device's budget
// would like, and messages are short.
constexpr Table make_table() {
  Table table{};
  for (std::uint32_t nibble = 0; nibble < kNibbles; ++nibble) {
    std::uint32_t crc = nibble;
    for (unsigned bit = 0; bit < kNibbleBits; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1u) != 0 ? kReflectedPolynomial : 0u);
    }
    table.of[nibble] = crc;
  }
  return table;
}

constexpr Table kTable = make_table();

}  // namespace

std::uint32_t crc32(Span<const std::uint8_t> bytes, std::uint32_t before) {
  std::uint32_t crc = ~before;
  for (std::uint8_t byte : bytes) {
    crc ^= byte;
    crc = (crc >> kNibbleBits) ^ kTable.of[crc % kNibbles];
    crc = (crc >> kNibbleBits) ^ kTable.of[crc % kNibbles];
  }
  return ~crc;
}

}  // namespace tidemark::wire
