// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/span.hpp"

namespace tidemark {

/// Enters `item` into a list of the greatest: the first `*found` of `out`, greatest first, of which
/// the least gives way where there is no room. Equals keep the order in which they came. `less`
/// says of two whether the first is less. No state, no lock: any context. O(out.size()).
template <typename T, typename Less>
void insert_ranked(const T& item, Less less, std::size_t* found, Span<T> out) {
  std::size_t rank = *found;
  *found += *found < out.size() ? 1u : 0u;
  for (; rank > 0 && less(out[rank - 1], item); --rank) {
    if (rank < out.size()) {
      out[rank] = out[rank - 1];
    }
  }
  if (rank < out.size()) {
    out[rank] = item;
  }
}

}  // namespace tidemark
