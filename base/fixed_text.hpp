// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"

namespace tidemark {

/// Text of at most `kCapacity` bytes, stored in place. Value-initialised it is empty. Any byte may
/// be in it, a zero too. Trivial, so that it can live in a union. 1 + Capacity bytes.
template <std::size_t Capacity>
struct FixedText {
  static_assert(Capacity > 0 && Capacity <= 255, "the size is kept in one byte");
  static constexpr std::size_t kCapacity = Capacity;

  std::uint8_t size;
  char bytes[Capacity];

  [[nodiscard]] constexpr Text text() const { return Text(bytes, size); }
  [[nodiscard]] constexpr bool empty() const { return size == 0; }

  /// Appends `c`; returns false, and changes nothing, iff it is full.
  constexpr bool push(char c) {
    if (size == Capacity) {
      return false;
    }
    bytes[size] = c;
    ++size;
    return true;
  }

  /// Appends as much of `more` as fits; returns false iff something was cut.
  constexpr bool append(Text more) {
    for (char c : more) {
      if (!push(c)) {
        return false;
      }
    }
    return true;
  }
};

template <std::size_t N>
[[nodiscard]] constexpr bool operator==(const FixedText<N>& a, const FixedText<N>& b) {
  return same_text(a.text(), b.text());
}

}  // namespace tidemark
