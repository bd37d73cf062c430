// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"

/// Frames: a message on a serial line that also carries text. wire/SCHEMA.md is the format.
/// Freestanding, stateless; any thread and any interrupt. Writer and reader are in two sources, so
/// that a device links the writer alone.
namespace tidemark::wire {

inline constexpr std::size_t kMaxMessageBytes = 256;
inline constexpr std::size_t kCrcBytes = 4;
/// COBS adds a byte at the start and one after each 254 bytes without a zero.
inline constexpr std::size_t kMaxCobsBytes =
    kMaxMessageBytes + kCrcBytes + 1 + (kMaxMessageBytes + kCrcBytes) / 254;
/// The longest frame, its two delimiters included.
inline constexpr std::size_t kMaxFrameBytes = kMaxCobsBytes + 2;

/// Writes the frame of `message` into `out` and returns its bytes. 0 iff the message is empty or
/// has more than kMaxMessageBytes, or `out` has no room; kMaxFrameBytes always suffice. O(bytes).
[[nodiscard]] std::size_t write_frame(Span<const std::uint8_t> message, Span<std::uint8_t> out);

/// Reads what stood between two zero bytes: undoes COBS and checks the CRC. Writes the message into
/// `out` and returns its bytes. 0 iff `body` is no frame: broken COBS, too short or long, another
/// CRC, or `out` has no room; kMaxMessageBytes + kCrcBytes always suffice, and `out` may then hold
/// anything. O(bytes).
[[nodiscard]] std::size_t read_frame(Span<const std::uint8_t> body, Span<std::uint8_t> out);

}  // namespace tidemark::wire
