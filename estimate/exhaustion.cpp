// SPDX-License-Identifier: Apache-2.0
#include "estimate/exhaustion.hpp"

namespace tidemark::estimate {

bool Exhaustion::add(std::uint32_t used, std::uint32_t capacity, std::uint32_t percent) {
  const bool above =
      capacity != 0 && std::uint64_t{used} * 100u > std::uint64_t{capacity} * percent;
  if (above == exhausted_) {
    run_ = 0;
  } else if (++run_ == kSamples) {
    exhausted_ = above;
    run_ = 0;
  }
  return exhausted_;
}

}  // namespace tidemark::estimate
