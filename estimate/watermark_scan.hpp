// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace tidemark::estimate {

/// Byte that the kernel fills a stack with before it is used (CONFIG_INIT_STACKS).
inline constexpr std::uint8_t kStackFill = 0xAA;

/// Counts the bytes from `low` upwards that still hold kStackFill, `size_bytes` at most: the part
/// of a downward-growing stack that was never used. Reads a machine word at a time wherever
/// alignment allows; any alignment and size are fine; size 0 gives 0 and reads nothing. Reads
/// nothing outside of [low, low + size_bytes). O(size), at most 1.2 instructions an unused byte on
/// a Cortex-M3.
///
/// Takes no lock. The owner of the stack may run meanwhile: the result is then a value between the
/// one before and the one after. Callable from any context.
[[nodiscard]] std::size_t unused_stack_bytes(const void* low, std::size_t size_bytes);

}  // namespace tidemark::estimate
