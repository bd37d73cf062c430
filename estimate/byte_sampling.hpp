// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

/// The arithmetic of a heap profile that samples by bytes: an allocation of s bytes is sampled with
/// p(s, R) = 1 - exp(-s / R), and then stands for s / p bytes and 1 / p blocks. R is a power of
/// two, told by its exponent `shift`; R = 1 (shift 0) is special: every block is sampled, p = 1. A
/// block of no bytes counts as one of one byte.
///
/// Integers only; no division of 64 bits, none at all in keeps(). No state but the generator's. Any
/// context may call these functions.
namespace tidemark::estimate {

/// Largest exponent of an interval that draw_gap() takes, and that anything here takes.
inline constexpr unsigned kMaxGapShift = 26;
inline constexpr unsigned kMaxShift = 31;

/// xorshift32: a period of 2^32 - 1, never 0. Good enough for coins; worthless against an enemy.
class SmallRandom {
 public:
  /// Any seed; 0 is taken as another one.
  void seed(std::uint32_t seed) { state_ = seed != 0 ? seed : 0x9E3779B9u; }
  /// 1 to 2^32 - 1, all equally likely.
  [[gnu::always_inline]] std::uint32_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }

 private:
  std::uint32_t state_ = 0;
};

/// Bytes up to and with the next one that is sampled, at least 1: an allocation of s bytes is
/// sampled iff s is not below what is left of them. `random`: 1 to 2^32 - 1. `shift`: 1 to
/// kMaxGapShift. The logarithm is right to 1e-5 of itself and 2e-8.
[[nodiscard]] std::uint32_t draw_gap(std::uint32_t random, unsigned shift);

/// The shortest interval that keeps() may take a sample to from `before`: twice as long, and not
/// shorter than `size`, so that every coin that is tossed has a fair chance to be lost.
[[nodiscard]] inline unsigned next_shift(std::uint32_t size, unsigned before) {
  const unsigned longer = before + 1;
  if ((size >> longer) == 0) {
    return longer;
  }
  const unsigned fitting = 32 - static_cast<unsigned>(__builtin_clz(size - 1));
  return fitting > longer ? fitting : longer;
}

/// keeps() where its bounds do not decide.
[[nodiscard]] bool keeps_exactly(std::uint32_t random, std::uint32_t size, unsigned before,
                                 unsigned after);

/// The coin that takes a sample from the interval `before` to the longer one `after`: true with
/// p(size, after) / p(size, before), to 2e-6. `random`: as above. `after` must be
/// next_shift(size, before). Where the interval doubles, that chance is 1 / (1 + exp(-x)) of
/// x = size / 2^after, which lies between 1/2 + 7/32 x and 1/2 + 1/4 x: 97 of 100 coins need not be
/// reckoned. The others take O(after - before), the fewest in all but rare cases.
[[nodiscard]] [[gnu::always_inline]] inline bool keeps(std::uint32_t random, std::uint32_t size,
                                                       unsigned before, unsigned after) {
  constexpr unsigned kQuarterShift = 30;
  if (before != 0 && before + 1 == after && after <= kQuarterShift) {
    const std::uint32_t quarter = (size == 0 ? 1 : size) << (kQuarterShift - after);
    const std::uint32_t most = 0x80000000u + quarter;
    if (random < most - (quarter >> 3)) {
      return true;
    }
    if (random >= most) {
      return false;
    }
  }
  return keeps_exactly(random, size, before, after);
}

/// What a sample stands for that was drawn with an interval of kMostDrawnShift at most: bytes,
/// rounded down, and 16ths of a block. The two below say the same of any interval, in more
/// instructions.
struct SampleWeight {
  std::uint32_t bytes;
  std::uint32_t blocks_x16;
};
inline constexpr unsigned kMostDrawnShift = 16;
/// What size / p is above the size, in 65,536ths of an interval. `bytes`: not 0, below 2^24.
[[nodiscard]] std::uint32_t above_size_q16(std::uint32_t bytes, unsigned shift);
[[nodiscard]] [[gnu::always_inline]] inline SampleWeight weigh_sample(std::uint32_t size,
                                                                      unsigned shift) {
  const std::uint32_t bytes = size == 0 ? 1 : size;
  const std::uint32_t bytes_x16 = (bytes << 4) + ((above_size_q16(bytes, shift) << shift) >> 12);
  return {shift == 0 ? size : bytes_x16 >> 4, bytes_x16 / bytes};
}

/// What a sample stands for, in 256ths of a byte: size / p(size, 2^shift), to 0.12 % of itself, up
/// or down. Of no bytes it is that of one. `size` below 2^24.
[[nodiscard]] std::uint64_t weigh_bytes_x256(std::uint32_t size, unsigned shift);

/// The same for blocks, in 16ths of one: 1 / p, rounded down, and to 0.12 %. Saturates.
[[nodiscard]] std::uint32_t blocks_x16(std::uint32_t size, std::uint64_t bytes_x256);

}  // namespace tidemark::estimate
