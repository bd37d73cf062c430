/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_ATOMIC_H_
#define ZEPHYR_INCLUDE_SYS_ATOMIC_H_

/*
 * Atomic integers and pointers, sequentially consistent. Callable from threads and interrupts. The
 * functions that change a value return the value before.
 */

#include <zephyr/sys/util_macro.h>
#include <zephyr/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef long atomic_t;
typedef atomic_t atomic_val_t;
typedef void* atomic_ptr_t;
typedef atomic_ptr_t atomic_ptr_val_t;

#define ATOMIC_INIT(i) (i)
#define ATOMIC_PTR_INIT(p) (p)

static inline atomic_val_t atomic_get(const atomic_t* target) {
  return __atomic_load_n(target, __ATOMIC_SEQ_CST);
}

static inline atomic_val_t atomic_set(atomic_t* target, atomic_val_t value) {
  return __atomic_exchange_n(target, value, __ATOMIC_SEQ_CST);
}

static inline atomic_val_t atomic_clear(atomic_t* target) {
  return atomic_set(target, 0);
}

static inline atomic_val_t atomic_add(atomic_t* target, atomic_val_t value) {
  return __atomic_fetch_add(target, value, __ATOMIC_SEQ_CST);
}

static inline atomic_val_t atomic_sub(atomic_t* target, atomic_val_t value) {
  return __atomic_fetch_sub(target, value, __ATOMIC_SEQ_CST);
}

static inline atomic_val_t atomic_inc(atomic_t* target) {
  return atomic_add(target, 1);
}

static inline atomic_val_t atomic_dec(atomic_t* target) {
  return atomic_sub(target, 1);
}

static inline atomic_val_t atomic_or(atomic_t* target, atomic_val_t value) {
  return __atomic_fetch_or(target, value, __ATOMIC_SEQ_CST);
}

static inline atomic_val_t atomic_xor(atomic_t* target, atomic_val_t value) {
  return __atomic_fetch_xor(target, value, __ATOMIC_SEQ_CST);
}

static inline atomic_val_t atomic_and(atomic_t* target, atomic_val_t value) {
  return __atomic_fetch_and(target, value, __ATOMIC_SEQ_CST);
}

static inline atomic_val_t atomic_nand(atomic_t* target, atomic_val_t value) {
  return __atomic_fetch_nand(target, value, __ATOMIC_SEQ_CST);
}

/* Stores new_value if the value is old_value; returns whether it did. */
static inline bool atomic_cas(atomic_t* target, atomic_val_t old_value, atomic_val_t new_value) {
  return __atomic_compare_exchange_n(target, &old_value, new_value, false, __ATOMIC_SEQ_CST,
                                     __ATOMIC_SEQ_CST);
}

static inline atomic_ptr_val_t atomic_ptr_get(const atomic_ptr_t* target) {
  return __atomic_load_n(target, __ATOMIC_SEQ_CST);
}

static inline atomic_ptr_val_t atomic_ptr_set(atomic_ptr_t* target, atomic_ptr_val_t value) {
  return __atomic_exchange_n(target, value, __ATOMIC_SEQ_CST);
}

static inline atomic_ptr_val_t atomic_ptr_clear(atomic_ptr_t* target) {
  return atomic_ptr_set(target, NULL);
}

static inline bool atomic_ptr_cas(atomic_ptr_t* target, atomic_ptr_val_t old_value,
                                  atomic_ptr_val_t new_value) {
  return __atomic_compare_exchange_n(target, &old_value, new_value, false, __ATOMIC_SEQ_CST,
                                     __ATOMIC_SEQ_CST);
}

/* Arrays of bits; bit numbers count from 0 and may exceed one atomic_t. */
#define ATOMIC_BITS (sizeof(atomic_val_t) * 8)
#define ATOMIC_MASK(bit) BIT((unsigned long)(bit) & (ATOMIC_BITS - 1U))
#define ATOMIC_ELEM(addr, bit) ((addr) + ((unsigned long)(bit) / ATOMIC_BITS))
#define ATOMIC_BITMAP_SIZE(num_bits) (1 + ((num_bits)-1) / ATOMIC_BITS)
#define ATOMIC_DEFINE(name, num_bits) atomic_t name[ATOMIC_BITMAP_SIZE(num_bits)]

static inline bool atomic_test_bit(const atomic_t* target, int bit) {
  return (1 & (atomic_get(ATOMIC_ELEM(target, bit)) >> ((unsigned long)bit & (ATOMIC_BITS - 1)))) !=
         0;
}

static inline bool atomic_test_and_clear_bit(atomic_t* target, int bit) {
  atomic_val_t mask = (atomic_val_t)ATOMIC_MASK(bit);

  return (atomic_and(ATOMIC_ELEM(target, bit), ~mask) & mask) != 0;
}

static inline bool atomic_test_and_set_bit(atomic_t* target, int bit) {
  atomic_val_t mask = (atomic_val_t)ATOMIC_MASK(bit);

  return (atomic_or(ATOMIC_ELEM(target, bit), mask) & mask) != 0;
}

static inline void atomic_clear_bit(atomic_t* target, int bit) {
  (void)atomic_test_and_clear_bit(target, bit);
}

static inline void atomic_set_bit(atomic_t* target, int bit) {
  (void)atomic_test_and_set_bit(target, bit);
}

static inline void atomic_set_bit_to(atomic_t* target, int bit, bool val) {
  if (val) {
    atomic_set_bit(target, bit);
  } else {
    atomic_clear_bit(target, bit);
  }
}

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_ATOMIC_H_ */
