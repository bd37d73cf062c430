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
  // Subtracts instead of dividing 64 bits: most calls end no block, and hardly any more than one.
  std::uint32_t blocks = 0;
  for (; now_ms - block_start_ms_ >= block_ms; ++blocks) {
    if (blocks == kMaxBlocks) {
      block_start_ms_ = now_ms;
      break;
    }
    block_start_ms_ += block_ms;
  }
  return {blocks, went_back};
}

}  // namespace tidemark::estimate
