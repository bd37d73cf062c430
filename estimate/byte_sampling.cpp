// SPDX-License-Identifier: Apache-2.0
#include "estimate/byte_sampling.hpp"

namespace tidemark::estimate {
namespace {

constexpr std::uint32_t kOneQ31 = 0x80000000u;
constexpr std::uint32_t kLn2Q27 = 93032640u;
constexpr unsigned kGapFraction = 27;  // bits behind the point of a draw from Exp(1)

// -ln((17 + i) / 32) in Q27: the upper ends of the sixteenths of [1/2, 1).
constexpr std::uint32_t kMinusLnQ27[16] = {
    84895741, 77224068, 69967289, 63082819, 56534314, 50290503, 44324289, 38612034,
    33132999, 27868884, 22803463, 17922280, 13212403, 8662214,  4261238,  0};

std::uint32_t high(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::uint32_t>((std::uint64_t{a} * b) >> 32);
}

// exp(-x) in Q31 of x in Q32, to 5e-7: the polynomial of degree 5 through Chebyshev's points.
std::uint32_t exp_minus(std::uint32_t x) {
  constexpr std::uint32_t kTerms[] = {82332209, 354362111, 1072927657, 2147414609, 2147482691};
  std::uint32_t value = 10951582;
  for (const std::uint32_t term : kTerms) {
    value = term - high(value, x);
  }
  return value;
}

std::uint32_t square(std::uint32_t q31) {
  return high(q31, q31) << 1;
}

unsigned leading_zeros(std::uint32_t value) {
  return static_cast<unsigned>(__builtin_clz(value));
}

// x / (exp(x) - 1) in Q16 for quarters of x: what size / p is above the size, in intervals. Lowered
// by 0.07 %, half of what a straight line between two is too high.
constexpr std::uint16_t kAboveSizeQ16[33] = {
    65493, 57647, 50479, 43975, 38116, 32874, 28216, 24106, 20502, 17362, 14642,
    12300, 10295, 8586,  7138,  5915,  4888,  4028,  3311,  2715,  2221,  1814,
    1478,  1202,  976,   792,   641,   518,   418,   337,   272,   219,   176};

}  // namespace

std::uint32_t draw_gap(std::uint32_t random, unsigned shift) {
  const unsigned zeros = leading_zeros(random);
  const std::uint32_t mantissa = random << zeros | 1;  // never the begin of a sixteenth
  const std::uint32_t step = (mantissa >> 27) & 15;
  // The logarithm of what is missing to the end of the sixteenth: of 1 - z, z at most 1/17.
  const std::uint32_t end = (step + 17) << 27;
  const std::uint32_t z = ((end - mantissa) << 5) / (step + 17);
  const std::uint32_t z2 = high(z, z);
  const std::uint32_t exponential =
      zeros * kLn2Q27 + kMinusLnQ27[step] + ((z + z2 / 2 + high(z2, z) / 3) >> 5);
  const std::uint32_t gap = exponential >> (kGapFraction - shift);
  return gap + 1;
}

bool keeps_exactly(std::uint32_t random, std::uint32_t size, unsigned before, unsigned after) {
  const std::uint32_t x =
      (size >> after) != 0 ? UINT32_MAX : (size == 0 ? 1 : size) << (32 - after);
  std::uint32_t power = exp_minus(x);
  if (before + 1 == after && before != 0) {
    return high(random, kOneQ31 + power) < kOneQ31;  // p(2R) / p(R) = 1 / (1 + exp(-s / 2R))
  }
  const std::uint32_t chance_after = kOneQ31 - power;
  if (before == 0) {
    return random >> 1 < chance_after;
  }
  for (unsigned i = before; i < after && power != 0; ++i) {
    power = square(power);
  }
  return high(random, kOneQ31 - power) < chance_after;
}

std::uint32_t above_size_q16(std::uint32_t bytes, unsigned shift) {
  if (shift == 0 || (bytes >> shift) >= 8) {
    return 0;
  }
  // Quarters of bytes / 2^shift, in Q8.
  const std::uint32_t at = (shift > 10 ? bytes >> (shift - 10) : bytes << (10 - shift));
  const std::uint16_t* step = &kAboveSizeQ16[at >> 8];
  const auto fall = static_cast<std::uint32_t>(step[0] - step[1]);
  return step[0] - ((fall * (at & 255)) >> 8);
}

std::uint64_t weigh_bytes_x256(std::uint32_t size, unsigned shift) {
  const std::uint32_t bytes = size == 0 ? 1 : size;
  return (std::uint64_t{bytes} << 8) +
         ((std::uint64_t{above_size_q16(bytes, shift)} << shift) >> 8);
}

std::uint32_t blocks_x16(std::uint32_t size, std::uint64_t bytes_x256) {
  const std::uint32_t bytes = size == 0 ? 1 : size;
  const std::uint64_t bytes_x16 = bytes_x256 >> 4;
  if (bytes_x16 <= UINT32_MAX) {
    return static_cast<std::uint32_t>(bytes_x16) / bytes;
  }
  const std::uint32_t whole = static_cast<std::uint32_t>(bytes_x256 >> 8) / bytes;
  return whole >> 28 != 0 ? UINT32_MAX : whole << 4;
}

}  // namespace tidemark::estimate
