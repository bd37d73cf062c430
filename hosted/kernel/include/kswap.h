// SPDX-License-Identifier: Apache-2.0
// Private in Zephyr. Giving the CPU up without a reason is k_yield().
#ifndef ZEPHYR_KERNEL_INCLUDE_KSWAP_H_
#define ZEPHYR_KERNEL_INCLUDE_KSWAP_H_

#include <ksched.h>

static inline void z_swap_unlocked(void) {
  k_yield();
}

#endif
