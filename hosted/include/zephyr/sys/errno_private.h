// SPDX-License-Identifier: Apache-2.0
#ifndef ZEPHYR_INCLUDE_SYS_ERRNO_PRIVATE_H_
#define ZEPHYR_INCLUDE_SYS_ERRNO_PRIVATE_H_

#include <errno.h>

/* Where the calling thread's errno is. */
static inline int* z_errno(void) {
  return &errno;
}

#endif
