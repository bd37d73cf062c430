// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "mqtt/packet.hpp"

namespace hosted::mqtt {

Writer::Writer(std::uint8_t* buffer, std::size_t size)
    : buffer_(buffer), size_(size), used_(kMostHeaderBytes), fits_(size >= kMostHeaderBytes) {}

void Writer::byte(std::uint8_t value) {
  fits_ = fits_ && used_ < size_;
  if (fits_) {
    buffer_[used_++] = value;
  }
}

void Writer::number(std::uint16_t value) {
  byte(static_cast<std::uint8_t>(value >> 8));
  byte(static_cast<std::uint8_t>(value));
}

void Writer::text(const std::uint8_t* text, std::size_t size) {
  number(static_cast<std::uint16_t>(size));
  fits_ = fits_ && size <= 0xFFFF && size <= size_ - used_;
  if (fits_ && size > 0) {
    std::memcpy(buffer_ + used_, text, size);
    used_ += size;
  }
}

Span Writer::finish(Type type, std::uint8_t flags, std::uint32_t more) {
  if (!fits_ || body_bytes() + more > kMostBytes) {
    return {nullptr, 0};
  }
  std::uint8_t header[kMostHeaderBytes];
  std::size_t bytes = 0;
  header[bytes++] = static_cast<std::uint8_t>(static_cast<unsigned>(type) << 4 | flags);
  std::size_t length = body_bytes() + more;
  do {
    header[bytes++] = static_cast<std::uint8_t>((length & 0x7F) | (length > 0x7F ? 0x80 : 0));
    length >>= 7;
  } while (length > 0);
  std::uint8_t* start = buffer_ + kMostHeaderBytes - bytes;
  std::memcpy(start, header, bytes);
  return {start, used_ - kMostHeaderBytes + bytes};
}

}  // namespace hosted::mqtt
