// SPDX-License-Identifier: Apache-2.0
// As in a Zephyr without user mode: a k_sem, with other results.
#ifndef ZEPHYR_INCLUDE_SYS_SEM_H_
#define ZEPHYR_INCLUDE_SYS_SEM_H_

#include <errno.h>
#include <zephyr/kernel.h>

#ifdef __cplusplus
extern "C" {
#endif

struct sys_sem {
  struct k_sem kernel_sem;
};
#define SYS_SEM_DEFINE(_name, _initial_count, _count_limit)                     \
  struct sys_sem _name = {                                                      \
      Z_SEM_INITIALIZER((_name).kernel_sem, (_initial_count), (_count_limit))}; \
  BUILD_ASSERT(((_count_limit) != 0) && ((_initial_count) <= (_count_limit)))

/* 0 or -EINVAL. */
static inline int sys_sem_init(struct sys_sem* sem, unsigned int initial_count,
                               unsigned int limit) {
  return k_sem_init(&sem->kernel_sem, initial_count, limit);
}
static inline int sys_sem_give(struct sys_sem* sem) {
  k_sem_give(&sem->kernel_sem);
  return 0;
}
/* 0; -ETIMEDOUT when the time is over or, with K_NO_WAIT, the count is 0. */
static inline int sys_sem_take(struct sys_sem* sem, k_timeout_t timeout) {
  int result = k_sem_take(&sem->kernel_sem, timeout);
  return result == -EAGAIN || result == -EBUSY ? -ETIMEDOUT : result;
}
static inline unsigned int sys_sem_count_get(struct sys_sem* sem) {
  return k_sem_count_get(&sem->kernel_sem);
}

#ifdef __cplusplus
}
#endif
#endif
