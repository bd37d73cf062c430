// SPDX-License-Identifier: Apache-2.0
#include "wire/cbor_writer.hpp"

namespace tidemark::wire {
namespace {

constexpr unsigned kMajorShift = 5;
// Below it the value stands in the head itself; from it on, a head says how many bytes follow.
constexpr std::uint8_t kInline = 24;

bool is_printable(Text text) {
  for (char c : text) {
    if (c < ' ' || c > '~') {
      return false;
    }
  }
  return true;
}

}  // namespace

void CborWriter::byte(std::uint8_t value) {
  if (overflowed_ || size_ == out_.size()) {
    overflowed_ = true;
    return;
  }
  out_[size_++] = value;
}

void CborWriter::head(std::uint8_t major, std::uint64_t value) {
  const auto type = static_cast<std::uint8_t>(major << kMajorShift);
  if (value < kInline) {
    byte(static_cast<std::uint8_t>(type | value));
    return;
  }
  const unsigned log2_bytes =
      value <= UINT8_MAX ? 0 : (value <= UINT16_MAX ? 1 : (value <= UINT32_MAX ? 2 : 3));
  byte(static_cast<std::uint8_t>(type | (kInline + log2_bytes)));
  for (unsigned left = 1u << log2_bytes; left > 0; --left) {
    byte(static_cast<std::uint8_t>(value >> (8 * (left - 1))));
  }
}

void CborWriter::uint(std::uint64_t value) {
  head(kUnsigned, value);
}

void CborWriter::sint(std::int64_t value) {
  if (value < 0) {
    head(kNegative, ~static_cast<std::uint64_t>(value));
  } else {
    head(kUnsigned, static_cast<std::uint64_t>(value));
  }
}

void CborWriter::bytes(Span<const std::uint8_t> value) {
  head(kBytes, value.size());
  for (std::uint8_t b : value) {
    byte(b);
  }
}

void CborWriter::name(Text value) {
  head(is_printable(value) ? kText : kBytes, value.size());
  for (char c : value) {
    byte(static_cast<std::uint8_t>(c));
  }
}

std::size_t CborWriter::begin_array() {
  byte(static_cast<std::uint8_t>(kArray << kMajorShift));
  return size_ - 1;
}

void CborWriter::end_array(std::size_t place, std::size_t count) {
  if (!overflowed_) {
    out_[place] = static_cast<std::uint8_t>((kArray << kMajorShift) | count);
  }
}

}  // namespace tidemark::wire
