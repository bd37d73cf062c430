// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace tidemark::analysis {

/// Finds counters that contradict a heap's size, which is fixed. The size is not in the counters:
/// free + allocated lacks a header for each block. But no header is larger than the smallest
/// block's payload, and no unlisted remainder larger than a header, so
///     free + allocated <= size <= free + 4 * allocated + 128
/// whatever the release of Zephyr and the width of the pointers. Each sample narrows the size down;
/// one whose range does not meet what is left is refused. O(1), 5 words. Not thread-safe.
class SizeGuard {
 public:
  enum class Outcome : std::uint8_t {
    kFits,
    kContradicts,  ///< Refuse it.
    kNewSize,      ///< The last kConfirmations contradict the old size and not each other: believe
                   ///< them.
  };
  static constexpr unsigned kConfirmations = 5;

  Outcome add(std::uint32_t free_bytes, std::uint32_t allocated_bytes);

  /// Forgets everything: a reboot may bring other firmware.
  void reset();

  /// The greatest free + allocated of the samples believed; 0 before the first. The true size is
  /// not smaller.
  [[nodiscard]] std::uint64_t least_size() const { return known_.least; }

 private:
  struct Range {
    std::uint64_t least = 0;
    std::uint64_t most = UINT64_MAX;
    [[nodiscard]] bool meets(const Range& other) const;
    void narrow(const Range& other);
  };

  Range known_;
  Range other_;  // what the refused samples since the last believed one have in common
  unsigned refused_ = 0;
};

}  // namespace tidemark::analysis
