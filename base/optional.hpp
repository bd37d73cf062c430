// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tidemark {

/// A value that may be unknown. Unknown is not zero: `value` means nothing unless `present`.
/// Value-initialised (`Optional<T>{}`) it is unknown. Trivial, so that it can live in a union.
template <typename T>
struct Optional {
  T value;
  bool present;
};

template <typename T>
[[nodiscard]] constexpr Optional<T> known(T value) {
  return Optional<T>{value, true};
}

template <typename T>
[[nodiscard]] constexpr bool operator==(const Optional<T>& a, const Optional<T>& b) {
  return a.present == b.present && (!a.present || a.value == b.value);
}

}  // namespace tidemark
