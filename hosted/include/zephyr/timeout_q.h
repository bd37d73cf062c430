// SPDX-License-Identifier: Apache-2.0
// Private in Zephyr: timeouts without a kernel object.
#ifndef ZEPHYR_INCLUDE_TIMEOUT_Q_H_
#define ZEPHYR_INCLUDE_TIMEOUT_Q_H_

#include <zephyr/kernel.h>

#ifdef __cplusplus
extern "C" {
#endif

static inline void z_init_timeout(struct _timeout* to) {
  to->prev = NULL;
  to->dticks = 0;
}
/* `fn` runs as an interrupt. Relative times are rounded up to the next tick and one more. */
void z_add_timeout(struct _timeout* to, _timeout_func_t fn, k_timeout_t timeout);
int z_abort_timeout(struct _timeout* to); /* 0; -EINVAL if it was not pending */
static inline bool z_is_inactive_timeout(const struct _timeout* to) {
  return to->prev == NULL;
}
k_ticks_t z_timeout_remaining(const struct _timeout* timeout);
k_ticks_t z_timeout_expires(const struct _timeout* timeout);

#ifdef __cplusplus
}
#endif
#endif
