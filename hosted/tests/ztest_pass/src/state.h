/* SPDX-License-Identifier: Apache-2.0 */
/* Each state runs the suites whose predicate wants it. */
#ifndef STATE_H_
#define STATE_H_

#include <stdbool.h>

static inline bool in_state_one(const void* state) {
  return *(const int*)state == 1;
}

static inline bool in_state_two(const void* state) {
  return *(const int*)state == 2;
}

#endif /* STATE_H_ */
