// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace tidemark {

/// A run of `size()` elements that someone else owns; valid as long as they are. Two words, passed
/// by value. No bounds check: the index is the caller's duty.
template <typename T>
class Span {
 public:
  constexpr Span() = default;
  constexpr Span(T* data, std::size_t size) : data_(data), size_(size) {}

  [[nodiscard]] constexpr T* data() const { return data_; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr T& operator[](std::size_t index) const { return data_[index]; }
  [[nodiscard]] constexpr T* begin() const { return data_; }
  [[nodiscard]] constexpr T* end() const { return data_ + size_; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Characters, not terminated.
using Text = Span<const char>;

/// Text of a string literal (without its terminator).
template <std::size_t N>
constexpr Text text_of(const char (&literal)[N]) {
  return Text(literal, N - 1);
}

[[nodiscard]] constexpr bool same_text(Text a, Text b) {
  if (a.size() != b.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace tidemark
