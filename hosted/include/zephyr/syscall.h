/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYSCALL_H_
#define ZEPHYR_INCLUDE_SYSCALL_H_

#include <stdbool.h>

/* There is no user mode. */
static inline bool k_is_user_context(void) {
  return false;
}

#endif
