// SPDX-License-Identifier: Apache-2.0
// Interrupt locks and spin locks.
#include <zephyr/kernel.h>
#include <zephyr/spinlock.h>
#include <zephyr/version.h>

#include <cerrno>

#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "kernel/timeout.hpp"

using namespace hosted;

extern "C" {

unsigned int arch_irq_lock(void) {
  return g_kernel.irq_locks++;
}

void arch_irq_unlock(unsigned int key) {
  g_kernel.irq_locks = key;
  if (interrupts_pending()) {
    take_interrupts();
  }
}

k_spinlock_key_t k_spin_lock(k_spinlock* l) {
  if (l->held != 0) {
    rule_broken("k_spin_lock", "the spin lock is held already, so this would spin for ever");
  }
  k_spinlock_key_t key = {static_cast<int>(arch_irq_lock())};
  l->held = 1;
  ++g_kernel.spinlocks;
  return key;
}

int k_spin_trylock(k_spinlock* l, k_spinlock_key_t* key) {
  if (l->held != 0) {
    return -EBUSY;
  }
  *key = k_spin_lock(l);
  return 0;
}

void k_spin_unlock(k_spinlock* l, k_spinlock_key_t key) {
  if (l->held == 0) {
    rule_broken("k_spin_unlock", "the spin lock is not held");
  }
  l->held = 0;
  --g_kernel.spinlocks;
  arch_irq_unlock(static_cast<unsigned int>(key.key));
}

uint32_t sys_kernel_version_get(void) {
  return KERNELVERSION;
}

}  // extern "C"
