/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_BITARRAY_H_
#define ZEPHYR_INCLUDE_SYS_BITARRAY_H_

/*
 * Arrays of bits, which may also be allocated as runs. A region is num_bits bits from `offset` on;
 * one that is empty or leaves the array is -EINVAL (false from the two questions), as is a null
 * result pointer. Threads and interrupts. Cost: O(bits of the region), of sys_bitarray_alloc O(all
 * bits).
 */

#include <stddef.h>
#include <stdint.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/util.h>

#ifdef __cplusplus
extern "C" {
#endif

struct sys_bitarray {
  uint32_t num_bits;
  uint32_t num_bundles;
  uint32_t* bundles; /* bit n is bit n % 32 of bundle n / 32 */
  struct k_spinlock lock;
};
typedef struct sys_bitarray sys_bitarray_t;

#define HOSTED_BITARRAY_BUNDLES(total_bits) DIV_ROUND_UP(DIV_ROUND_UP(total_bits, 8), 4)
#define _SYS_BITARRAY_DEFINE(name, total_bits, sba_mod)                                     \
  sba_mod uint32_t _sys_bitarray_bundles_##name[HOSTED_BITARRAY_BUNDLES(total_bits)] = {0}; \
  sba_mod sys_bitarray_t name = {                                                           \
      (total_bits), HOSTED_BITARRAY_BUNDLES(total_bits), _sys_bitarray_bundles_##name, {}}
/** All bits are 0 at first. */
#define SYS_BITARRAY_DEFINE(name, total_bits) _SYS_BITARRAY_DEFINE(name, total_bits, )
#define SYS_BITARRAY_DEFINE_STATIC(name, total_bits) _SYS_BITARRAY_DEFINE(name, total_bits, static)

/** One bit. 0, or -EINVAL. The value (before) is 0 or 1. */
int sys_bitarray_set_bit(sys_bitarray_t* bitarray, size_t bit);
int sys_bitarray_clear_bit(sys_bitarray_t* bitarray, size_t bit);
int sys_bitarray_test_bit(sys_bitarray_t* bitarray, size_t bit, int* val);
int sys_bitarray_test_and_set_bit(sys_bitarray_t* bitarray, size_t bit, int* prev_val);
int sys_bitarray_test_and_clear_bit(sys_bitarray_t* bitarray, size_t bit, int* prev_val);

/** Sets the first run of num_bits zeros; *offset is where it begins. 0, -EINVAL, or -ENOSPC if
 * there is no such run. */
int sys_bitarray_alloc(sys_bitarray_t* bitarray, size_t num_bits, size_t* offset);
/** Clears a region, all of which must be set: else -EFAULT. */
int sys_bitarray_free(sys_bitarray_t* bitarray, size_t num_bits, size_t offset);

/** dst becomes dst xor other in the region. -EINVAL too if the arrays differ in size. */
int sys_bitarray_xor(sys_bitarray_t* dst, sys_bitarray_t* other, size_t num_bits, size_t offset);
/** Position of the n-th set bit (from 1) of the region. 0; 1 if there are fewer; -EINVAL, also if n
 * is 0 or more than num_bits. */
int sys_bitarray_find_nth_set(sys_bitarray_t* bitarray, size_t n, size_t num_bits, size_t offset,
                              size_t* found_at);
/** Number of set bits of the region. */
int sys_bitarray_popcount_region(sys_bitarray_t* bitarray, size_t num_bits, size_t offset,
                                 size_t* count);

bool sys_bitarray_is_region_set(sys_bitarray_t* bitarray, size_t num_bits, size_t offset);
bool sys_bitarray_is_region_cleared(sys_bitarray_t* bitarray, size_t num_bits, size_t offset);
int sys_bitarray_set_region(sys_bitarray_t* bitarray, size_t num_bits, size_t offset);
int sys_bitarray_clear_region(sys_bitarray_t* bitarray, size_t num_bits, size_t offset);
/** Sets (or clears) the region, all of which must be the opposite: else -EEXIST. */
int sys_bitarray_test_and_set_region(sys_bitarray_t* bitarray, size_t num_bits, size_t offset,
                                     bool to_set);

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_BITARRAY_H_ */
