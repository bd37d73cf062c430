// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/fixed_text.hpp"

namespace tidemark {

/// As C has it: with a terminating zero.
template <std::size_t Capacity, std::size_t Size>
void copy_text(const FixedText<Capacity>& text, char (&out)[Size]) {
  static_assert(Size == Capacity + 1, "room for the longest and its zero");
  for (std::size_t i = 0; i < text.size; ++i) {
    out[i] = text.bytes[i];
  }
  out[text.size] = '\0';
}

}  // namespace tidemark
