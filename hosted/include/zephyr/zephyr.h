/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_ZEPHYR_H_
#define ZEPHYR_INCLUDE_ZEPHYR_H_

/* The older name, until Zephyr 3.4, of <zephyr/kernel.h>. */

#include <zephyr/kernel.h>

#endif /* ZEPHYR_INCLUDE_ZEPHYR_H_ */
