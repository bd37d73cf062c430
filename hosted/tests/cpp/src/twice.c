/* SPDX-License-Identifier: Apache-2.0 */
#include "twice.h"

int twice(int value) {
  return TWICE * value;
}
