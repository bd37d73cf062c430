// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace tidemark::estimate {

/// Turns time stamps into ends of base blocks, for one or several LeakDetectors that share a phase.
/// 24 bytes at most, O(blocks ended). Not thread-safe.
class BlockClock {
 public:
  /// What the caller does before it adds the sample of this time.
  struct Step {
    std::uint32_t blocks_ended;  ///< close_block() this often. At most kMaxBlocks.
    bool went_back;              ///< The clock went back: a reboot or a jump. Reset the detectors.
  };

  /// A gap of more blocks than this is cut, and the blocks begin anew at its end: every window has
  /// gone through it several times.
  static constexpr std::uint32_t kMaxBlocks = 4u * 4096u;

  /// `block_ms` above 0; 0 counts as 1.
  explicit BlockClock(std::uint32_t block_ms);

  /// Time of the next sample in milliseconds since an origin of the caller's. The first call starts
  /// the first block and ends none. Equal times are fine.
  Step advance(std::uint64_t now_ms);

 private:
  std::uint64_t block_start_ms_;
  std::uint64_t last_ms_;
  std::uint32_t block_ms_;
  bool started_;
};

}  // namespace tidemark::estimate
