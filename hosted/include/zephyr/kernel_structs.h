// SPDX-License-Identifier: Apache-2.0
// The kernel's own structures: here they are in kernel/thread.h. `_current` is the running thread.
#ifndef ZEPHYR_INCLUDE_KERNEL_STRUCTS_H_
#define ZEPHYR_INCLUDE_KERNEL_STRUCTS_H_

#include <zephyr/kernel.h>

#endif
