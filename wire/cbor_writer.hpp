// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"

namespace tidemark::wire {

/// Writes CBOR (RFC 8949) in the deterministic encoding of its section 4.2.1: each head is as short
/// as can be and all lengths are definite. That keys of a map are unique and rise is the caller's
/// duty. Once something did not fit, nothing more is written and overflowed() stays true until
/// rewind(). Freestanding, no allocation; any thread and any interrupt. O(1) for a number,
/// O(bytes) for a string. Two words and a flag beside the buffer, which is the caller's and must
/// outlive it.
class CborWriter {
 public:
  explicit CborWriter(Span<std::uint8_t> out) : out_(out) {}

  void uint(std::uint64_t value);
  void sint(std::int64_t value);
  void null() { byte(kNull); }
  void bytes(Span<const std::uint8_t> value);
  /// A text string if every byte is printable ASCII, else a byte string: bytes of a name that came
  /// from anywhere are not always UTF-8, which a text string must be.
  void name(Text value);
  /// The heads of what follows: `count` elements, or pairs of key and value.
  void array(std::size_t count) { head(kArray, count); }
  void map(std::size_t pairs) { head(kMap, pairs); }

  /// Makes room for the head of an array whose length is known later, and returns its place for
  /// end_array(). At most kMostLater elements.
  [[nodiscard]] std::size_t begin_array();
  void end_array(std::size_t place, std::size_t count);
  static constexpr std::size_t kMostLater = 23;

  /// Bytes written.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool overflowed() const { return overflowed_; }
  /// Forgets what was written after the first `size` bytes, and an overflow with it.
  void rewind(std::size_t size) {
    size_ = size;
    overflowed_ = false;
  }

 private:
  static constexpr std::uint8_t kUnsigned = 0, kNegative = 1, kBytes = 2, kText = 3, kArray = 4,
                                kMap = 5;
  static constexpr std::uint8_t kNull = 0xF6;

  void head(std::uint8_t major, std::uint64_t value);
  void byte(std::uint8_t value);

  Span<std::uint8_t> out_;
  std::size_t size_ = 0;
  bool overflowed_ = false;
};

}  // namespace tidemark::wire
