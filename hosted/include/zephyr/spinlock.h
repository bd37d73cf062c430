// SPDX-License-Identifier: Apache-2.0
// Spin locks. The machine has one CPU, so taking one is irq_lock(): until it is released no timer
// expiry function runs and no other thread takes over. Taking a lock twice, releasing one that is
// not held and blocking while one is held end as a fatal error that names the rule. O(1). Threads
// and ISRs.
#ifndef ZEPHYR_INCLUDE_SPINLOCK_H_
#define ZEPHYR_INCLUDE_SPINLOCK_H_

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/irq.h>

#ifdef __cplusplus
extern "C" {
#endif

struct k_spinlock {
  uint8_t held; /* 1 between lock and unlock */
};

typedef struct {
  int key;
} k_spinlock_key_t;

k_spinlock_key_t k_spin_lock(struct k_spinlock* l);
/* 0 and *key when the lock was free; -EBUSY else. */
int k_spin_trylock(struct k_spinlock* l, k_spinlock_key_t* key);
void k_spin_unlock(struct k_spinlock* l, k_spinlock_key_t key);
static inline bool z_spin_is_locked(struct k_spinlock* l) {
  return l->held != 0U;
}
static inline bool k_spin_is_locked(struct k_spinlock* l) {
  return l->held != 0U;
}

struct z_spinlock_guard {
  struct k_spinlock* lock;
  k_spinlock_key_t key;
  int pass;
};
static inline void z_spinlock_guard_exit(struct z_spinlock_guard* g) {
  k_spin_unlock(g->lock, g->key);
}
static inline struct z_spinlock_guard z_spinlock_guard_enter(struct k_spinlock* l) {
  struct z_spinlock_guard g;
  g.lock = l;
  g.key = k_spin_lock(l);
  g.pass = 0;
  return g;
}

/* K_SPINLOCK(&lock) { ... }: held for the block. Leave the block early with K_SPINLOCK_BREAK. */
#define K_SPINLOCK(lck)                                                               \
  for (struct z_spinlock_guard z_guard                                                \
       __attribute__((cleanup(z_spinlock_guard_exit))) = z_spinlock_guard_enter(lck); \
       z_guard.pass == 0; z_guard.pass = 1)
#define K_SPINLOCK_BREAK continue

#ifdef __cplusplus
}
#endif
#endif
