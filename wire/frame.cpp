// SPDX-License-Identifier: Apache-2.0
#include "wire/frame.hpp"
#include "wire/crc32.hpp"

namespace tidemark::wire {
namespace {

constexpr std::uint8_t kFullGroup = 0xFF;  // 254 bytes without a zero, and none after them

// Each group begins with its own length, at `group_`, which is known when it ends.
class CobsWriter {
 public:
  explicit CobsWriter(Span<std::uint8_t> out) : out_(out) {}

  void delimiter() { put(0); }
  void begin_group() {
    group_ = size_;
    put(1);
  }
  void byte(std::uint8_t value) {
    if (fits_ && out_[group_] == kFullGroup) {
      begin_group();
    }
    if (value == 0) {
      begin_group();
      return;
    }
    put(value);
    if (fits_) {
      ++out_[group_];
    }
  }
  [[nodiscard]] std::size_t size() const { return fits_ ? size_ : 0; }

 private:
  void put(std::uint8_t value) {
    fits_ = fits_ && size_ < out_.size();
    if (fits_) {
      out_[size_++] = value;
    }
  }

  Span<std::uint8_t> out_;
  std::size_t size_ = 0;
  std::size_t group_ = 0;
  bool fits_ = true;
};

}  // namespace

std::size_t write_frame(Span<const std::uint8_t> message, Span<std::uint8_t> out) {
  if (message.empty() || message.size() > kMaxMessageBytes) {
    return 0;
  }
  CobsWriter writer(out);
  writer.delimiter();
  writer.begin_group();
  for (std::uint8_t byte : message) {
    writer.byte(byte);
  }
  std::uint32_t crc = crc32(message);
  for (std::size_t i = 0; i < kCrcBytes; ++i, crc >>= 8) {
    writer.byte(static_cast<std::uint8_t>(crc));
  }
  writer.delimiter();
  return writer.size();
}

}  // namespace tidemark::wire
