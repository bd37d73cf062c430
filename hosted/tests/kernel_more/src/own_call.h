// SPDX-License-Identifier: Apache-2.0
#ifndef OWN_CALL_H_
#define OWN_CALL_H_

#include <zephyr/kernel.h>

/* The header that is included last is made by the build. */
__syscall int own_sum(const int* numbers, size_t count);
__syscall void own_reset(void);

#include <zephyr/syscalls/own_call.h>

#endif
