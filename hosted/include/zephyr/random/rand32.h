// SPDX-License-Identifier: Apache-2.0
// The name that random.h had up to Zephyr 3.4.
#ifndef ZEPHYR_INCLUDE_RANDOM_RAND32_H_
#define ZEPHYR_INCLUDE_RANDOM_RAND32_H_

#include <zephyr/random/random.h>

#endif
