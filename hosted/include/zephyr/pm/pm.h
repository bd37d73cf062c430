// SPDX-License-Identifier: Apache-2.0
// Virtual time costs no power: there are no power states, and CONFIG_PM=y changes nothing. The
// header exists because tests of time include it.
#ifndef ZEPHYR_INCLUDE_PM_PM_H_
#define ZEPHYR_INCLUDE_PM_PM_H_

#include <zephyr/kernel.h>

#endif
