// SPDX-License-Identifier: Apache-2.0
#include "estimate/block_clock.hpp"

namespace tidemark::estimate {

BlockClock::BlockClock(std::uint32_t block_ms)
    : block_start_ms_(0), last_ms_(0), block_ms_(block_ms), started_(false) {}

BlockClock::Step BlockClock::advance(std::uint64_t now_ms) {
  const std::uint32_t block_ms = block_ms_ > 0 ? block_ms_ : 1;
  const bool went_back = started_ && now_ms < last_ms_;
  if (!started_ || went_back) {
    started_ = true;
    block_start_ms_ = now_ms;
  }
  last_ms_ = now_ms;
  const std::uint64_t elapsed = now_ms - block_start_ms_;
  // Most calls end no block; on a 32-bit device they are spared the long division.
  if (elapsed < block_ms) {
    return {0, went_back};
  }
  const std::uint64_t blocks = elapsed / block_ms;
  block_start_ms_ += blocks * block_ms;
  return {blocks < kMaxBlocks ? static_cast<std::uint32_t>(blocks) : kMaxBlocks, went_back};
}

}  // namespace tidemark::estimate
