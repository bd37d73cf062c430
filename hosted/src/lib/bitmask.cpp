// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include <zephyr/sys/util.h>

int bitmask_find_gap(std::uint32_t mask, std::size_t num_bits, std::size_t total_bits,
                     bool first_match) {
  int found = -1;
  std::size_t width = 33;  // of the gap found; wider than any
  std::uint32_t free = ~mask;
  if (total_bits < 32) {
    free &= (std::uint32_t{1} << total_bits) - 1;
  }
  while (free != 0) {
    int skipped = std::countl_zero(free);
    auto gap = static_cast<std::size_t>(std::countl_one(free << skipped));
    int start = 32 - skipped - static_cast<int>(gap);
    if (gap == num_bits || (first_match && gap > num_bits)) {
      return start;
    }
    if (gap > num_bits && gap < width) {
      found = start;
      width = gap;
    }
    free &= start == 0 ? 0 : (std::uint32_t{1} << start) - 1;
  }
  return found;
}
