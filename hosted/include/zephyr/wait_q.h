// SPDX-License-Identifier: Apache-2.0
// Private in Zephyr; tests ask whether somebody waits.
#ifndef ZEPHYR_KERNEL_INCLUDE_WAIT_Q_H_
#define ZEPHYR_KERNEL_INCLUDE_WAIT_Q_H_

#include <zephyr/kernel/thread.h>

static inline struct k_thread* z_waitq_head(_wait_q_t* w) {
  sys_dnode_t* node = sys_dlist_peek_head(&w->waitq);
  return node != NULL ? CONTAINER_OF(node, struct k_thread, base.qnode_dlist) : NULL;
}

#endif
