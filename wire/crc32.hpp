// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/span.hpp"

namespace tidemark::wire {

/// CRC-32 of Ethernet and zip (reflected, polynomial 0x04C11DB7, start and final XOR 0xFFFFFFFF):
/// of "123456789" it is 0xCBF43926. `before` is the CRC of the bytes in front, so that pieces may
/// be added one after another; 0 at first. O(bytes), two table steps a byte; the table has 64
/// bytes. Freestanding; any thread and any interrupt.
[[nodiscard]] std::uint32_t crc32(Span<const std::uint8_t> bytes, std::uint32_t before = 0);

}  // namespace tidemark::wire
