// SPDX-License-Identifier: Apache-2.0
// Names of sections: __noinit and its like are in toolchain.h.
#ifndef ZEPHYR_INCLUDE_LINKER_SECTIONS_H_
#define ZEPHYR_INCLUDE_LINKER_SECTIONS_H_

#include <zephyr/toolchain.h>

#endif
