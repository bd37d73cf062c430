// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace tidemark::estimate {

/// The backstop beside the leak verdict: use above a share of the capacity for five samples on end.
/// It knows no rate. 2 bytes of state, O(1), no division. Not thread-safe.
class Exhaustion {
 public:
  static constexpr std::uint32_t kDefaultPercent = 85;
  static constexpr std::uint8_t kSamples = 5;

  /// Adds a sample; returns the state after it. It begins at the fifth sample on end above
  /// `percent` (1 to 100) of `capacity`, and ends at the fifth on end that is not. A capacity of 0
  /// is never exhausted. Widened before it multiplies: any 32-bit values are fine.
  bool add(std::uint32_t used, std::uint32_t capacity, std::uint32_t percent = kDefaultPercent);

  [[nodiscard]] bool exhausted() const { return exhausted_; }

 private:
  std::uint8_t run_ = 0;  // samples on end that contradict the state
  bool exhausted_ = false;
};

}  // namespace tidemark::estimate
