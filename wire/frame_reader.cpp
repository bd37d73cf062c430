// SPDX-License-Identifier: Apache-2.0
#include "wire/crc32.hpp"
#include "wire/frame.hpp"

namespace tidemark::wire {
namespace {

constexpr std::uint8_t kFullGroup = 0xFF;

/// Returns the bytes written, or 0 iff `body` is not COBS or `out` is too small.
std::size_t undo_cobs(Span<const std::uint8_t> body, Span<std::uint8_t> out) {
  std::size_t size = 0;
  for (std::size_t at = 0; at < body.size();) {
    const std::uint8_t code = body[at++];
    const std::size_t group = code - std::size_t{1};
    if (code == 0 || group > body.size() - at || group > out.size() - size) {
      return 0;
    }
    for (std::size_t i = 0; i < group; ++i, ++at) {
      if (body[at] == 0) {
        return 0;
      }
      out[size++] = body[at];
    }
    if (code != kFullGroup && at < body.size()) {
      if (size == out.size()) {
        return 0;
      }
      out[size++] = 0;
    }
  }
  return size;
}

}  // namespace

std::size_t read_frame(Span<const std::uint8_t> body, Span<std::uint8_t> out) {
  const std::size_t size = undo_cobs(body, out);
  if (size <= kCrcBytes || size - kCrcBytes > kMaxMessageBytes) {
    return 0;
  }
  const std::size_t message = size - kCrcBytes;
  std::uint32_t crc = 0;
  for (std::size_t i = 0; i < kCrcBytes; ++i) {
    crc |= static_cast<std::uint32_t>(out[message + i]) << (8 * i);
  }
  return crc32({out.data(), message}) == crc ? message : 0;
}

}  // namespace tidemark::wire
