/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_UTIL_LOOPS_H_
#define ZEPHYR_INCLUDE_SYS_UTIL_LOOPS_H_

/* In Zephyr the inside of the macros that repeat. Here they are all in util_macro.h. */
#include <zephyr/sys/util_macro.h>

#endif
