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

struct z_sys_sem_guard {
  struct sys_sem* sem;
  bool pass; /* the block has been run */
};
static inline void z_sys_sem_guard_exit(struct z_sys_sem_guard* guard) {
  (void)sys_sem_give(guard->sem);
}
static inline struct z_sys_sem_guard z_sys_sem_guard_enter(struct sys_sem* sem) {
  struct z_sys_sem_guard guard = {sem, false};

  (void)sys_sem_take(sem, K_FOREVER);
  return guard;
}
/* SYS_SEM_LOCK(&sem) { ... }: taken for the block. Leave the block early with SYS_SEM_LOCK_BREAK.
 */
#define SYS_SEM_LOCK(sem)                                                           \
  for (struct z_sys_sem_guard z_sem_guard                                           \
       __attribute__((cleanup(z_sys_sem_guard_exit))) = z_sys_sem_guard_enter(sem); \
       !z_sem_guard.pass; z_sem_guard.pass = true)
#define SYS_SEM_LOCK_BREAK continue

#ifdef __cplusplus
}
#endif
#endif
