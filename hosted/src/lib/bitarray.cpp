// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/bitarray.h>

#include <cerrno>
#include <cstdint>

namespace {

constexpr std::size_t kBits = 32;

bool get(const sys_bitarray_t* array, std::size_t bit) {
  return (array->bundles[bit / kBits] >> (bit % kBits) & 1U) != 0;
}

void put(sys_bitarray_t* array, std::size_t bit, bool value) {
  std::uint32_t mask = std::uint32_t{1} << (bit % kBits);
  std::uint32_t& bundle = array->bundles[bit / kBits];
  bundle = value ? bundle | mask : bundle & ~mask;
}

bool inside(const sys_bitarray_t* array, std::size_t count, std::size_t offset) {
  return count > 0 && count <= array->num_bits && offset <= array->num_bits - count;
}

// Calls body(index of the bundle, mask) for the part of the region in each bundle, until it returns
// false; whether it never did.
template <typename Body>
bool each_bundle(std::size_t count, std::size_t offset, Body body) {
  while (count > 0) {
    std::size_t first = offset % kBits;
    std::size_t here = MIN(count, kBits - first);
    std::uint32_t mask = (here == kBits ? ~std::uint32_t{0} : (std::uint32_t{1} << here) - 1)
                         << first;
    if (!body(offset / kBits, mask)) {
      return false;
    }
    count -= here;
    offset += here;
  }
  return true;
}

bool all_are(const sys_bitarray_t* array, std::size_t count, std::size_t offset, bool value) {
  return each_bundle(count, offset, [=](std::size_t index, std::uint32_t mask) {
    return (array->bundles[index] & mask) == (value ? mask : 0);
  });
}

void fill(sys_bitarray_t* array, std::size_t count, std::size_t offset, bool value) {
  (void)each_bundle(count, offset, [=](std::size_t index, std::uint32_t mask) {
    array->bundles[index] = value ? array->bundles[index] | mask : array->bundles[index] & ~mask;
    return true;
  });
}

int change_bit(sys_bitarray_t* array, std::size_t bit, bool value, int* before) {
  if (before == nullptr || bit >= array->num_bits) {
    return -EINVAL;
  }
  *before = get(array, bit) ? 1 : 0;
  put(array, bit, value);
  return 0;
}

}  // namespace

int sys_bitarray_set_bit(sys_bitarray_t* bitarray, std::size_t bit) {
  int before = 0;
  return change_bit(bitarray, bit, true, &before);
}

int sys_bitarray_clear_bit(sys_bitarray_t* bitarray, std::size_t bit) {
  int before = 0;
  return change_bit(bitarray, bit, false, &before);
}

int sys_bitarray_test_bit(sys_bitarray_t* bitarray, std::size_t bit, int* val) {
  if (val == nullptr || bit >= bitarray->num_bits) {
    return -EINVAL;
  }
  *val = get(bitarray, bit) ? 1 : 0;
  return 0;
}

int sys_bitarray_test_and_set_bit(sys_bitarray_t* bitarray, std::size_t bit, int* prev_val) {
  return change_bit(bitarray, bit, true, prev_val);
}

int sys_bitarray_test_and_clear_bit(sys_bitarray_t* bitarray, std::size_t bit, int* prev_val) {
  return change_bit(bitarray, bit, false, prev_val);
}

int sys_bitarray_alloc(sys_bitarray_t* bitarray, std::size_t num_bits, std::size_t* offset) {
  if (offset == nullptr || num_bits == 0 || num_bits > bitarray->num_bits) {
    return -EINVAL;
  }
  std::size_t run = 0;
  for (std::size_t bit = 0; bit < bitarray->num_bits; ++bit) {
    if (bit % kBits == 0 && ~bitarray->bundles[bit / kBits] == 0) {
      run = 0;
      bit += kBits - 1;
      continue;
    }
    run = get(bitarray, bit) ? 0 : run + 1;
    if (run == num_bits) {
      *offset = bit + 1 - num_bits;
      fill(bitarray, num_bits, *offset, true);
      return 0;
    }
  }
  return -ENOSPC;
}

int sys_bitarray_free(sys_bitarray_t* bitarray, std::size_t num_bits, std::size_t offset) {
  if (!inside(bitarray, num_bits, offset)) {
    return -EINVAL;
  }
  if (!all_are(bitarray, num_bits, offset, true)) {
    return -EFAULT;
  }
  fill(bitarray, num_bits, offset, false);
  return 0;
}

int sys_bitarray_xor(sys_bitarray_t* dst, sys_bitarray_t* other, std::size_t num_bits,
                     std::size_t offset) {
  if (dst->num_bits != other->num_bits || !inside(dst, num_bits, offset)) {
    return -EINVAL;
  }
  (void)each_bundle(num_bits, offset, [=](std::size_t index, std::uint32_t mask) {
    dst->bundles[index] ^= other->bundles[index] & mask;
    return true;
  });
  return 0;
}

int sys_bitarray_find_nth_set(sys_bitarray_t* bitarray, std::size_t n, std::size_t num_bits,
                              std::size_t offset, std::size_t* found_at) {
  if (found_at == nullptr || n == 0 || n > num_bits || !inside(bitarray, num_bits, offset)) {
    return -EINVAL;
  }
  for (std::size_t bit = offset; bit < offset + num_bits; ++bit) {
    if (get(bitarray, bit) && --n == 0) {
      *found_at = bit;
      return 0;
    }
  }
  return 1;
}

int sys_bitarray_popcount_region(sys_bitarray_t* bitarray, std::size_t num_bits, std::size_t offset,
                                 std::size_t* count) {
  if (count == nullptr || !inside(bitarray, num_bits, offset)) {
    return -EINVAL;
  }
  std::size_t sum = 0;
  (void)each_bundle(num_bits, offset, [&](std::size_t index, std::uint32_t mask) {
    sum += static_cast<std::size_t>(__builtin_popcount(bitarray->bundles[index] & mask));
    return true;
  });
  *count = sum;
  return 0;
}

bool sys_bitarray_is_region_set(sys_bitarray_t* bitarray, std::size_t num_bits,
                                std::size_t offset) {
  return inside(bitarray, num_bits, offset) && all_are(bitarray, num_bits, offset, true);
}

bool sys_bitarray_is_region_cleared(sys_bitarray_t* bitarray, std::size_t num_bits,
                                    std::size_t offset) {
  return inside(bitarray, num_bits, offset) && all_are(bitarray, num_bits, offset, false);
}

int sys_bitarray_set_region(sys_bitarray_t* bitarray, std::size_t num_bits, std::size_t offset) {
  if (!inside(bitarray, num_bits, offset)) {
    return -EINVAL;
  }
  fill(bitarray, num_bits, offset, true);
  return 0;
}

int sys_bitarray_clear_region(sys_bitarray_t* bitarray, std::size_t num_bits, std::size_t offset) {
  if (!inside(bitarray, num_bits, offset)) {
    return -EINVAL;
  }
  fill(bitarray, num_bits, offset, false);
  return 0;
}

int sys_bitarray_test_and_set_region(sys_bitarray_t* bitarray, std::size_t num_bits,
                                     std::size_t offset, bool to_set) {
  if (!inside(bitarray, num_bits, offset)) {
    return -EINVAL;
  }
  if (!all_are(bitarray, num_bits, offset, !to_set)) {
    return -EEXIST;
  }
  fill(bitarray, num_bits, offset, to_set);
  return 0;
}
