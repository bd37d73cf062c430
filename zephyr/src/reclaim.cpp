// SPDX-License-Identifier: Apache-2.0
// Reclaimers and shedders of the image, the passes over them, and who waits for a pass.
#include "core/reclaim.hpp"

#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

#include "zephyr/src/pressure_queue.hpp"

static tidemark::ReclaimEvent tidemark_reclaim_events[CONFIG_TIDEMARK_RECOVERY_EVENTS];
static constinit tidemark::Reclaim tidemark_reclaim_passes(
    {.deadline_ms = CONFIG_TIDEMARK_RECLAIM_DEADLINE_MS,
     .interval_ms = CONFIG_TIDEMARK_RECLAIM_INTERVAL_MS,
     .retry_ms = CONFIG_TIDEMARK_RECLAIM_RETRY_MS},
    {tidemark_reclaim_events, CONFIG_TIDEMARK_RECOVERY_EVENTS});

#if defined(CONFIG_SMP)
static struct k_spinlock tidemark_recovery_lock;
#endif

// Of two passes in turn. Whoever is let go lets the next one go, so that none is forgotten when one
// is aborted while it waits: nothing of a thread is kept here.
static K_SEM_DEFINE(tidemark_even_pass, 0, 1);
static K_SEM_DEFINE(tidemark_odd_pass, 0, 1);

static struct k_sem* sem_of(std::uint32_t pass) {
  return pass % 2 == 0 ? &tidemark_even_pass : &tidemark_odd_pass;
}

static void tidemark_run_pass(struct k_work* /*work*/) {
  tidemark_reclaim_passes.run();
}
static K_WORK_DEFINE(tidemark_pass, tidemark_run_pass);

// Outside of any namespace: the macros declare the sections' symbols in the scope around them.
static tidemark::Span<const tidemark_reclaimer> tidemark_reclaimers() {
  TYPE_SECTION_START_EXTERN(const struct tidemark_reclaimer, tidemark_reclaimer);
  TYPE_SECTION_END_EXTERN(const struct tidemark_reclaimer, tidemark_reclaimer);
  const auto* const begin = TYPE_SECTION_START(tidemark_reclaimer);
  return {begin, static_cast<std::size_t>(TYPE_SECTION_END(tidemark_reclaimer) - begin)};
}

static tidemark::Span<const tidemark_shedder> tidemark_shedders() {
  TYPE_SECTION_START_EXTERN(const struct tidemark_shedder, tidemark_shedder);
  TYPE_SECTION_END_EXTERN(const struct tidemark_shedder, tidemark_shedder);
  const auto* const begin = TYPE_SECTION_START(tidemark_shedder);
  return {begin, static_cast<std::size_t>(TYPE_SECTION_END(tidemark_shedder) - begin)};
}

namespace tidemark {

Reclaim& port::reclaim() {
  return tidemark_reclaim_passes;
}

#if defined(CONFIG_SMP)
unsigned int port::recovery_lock() {
  return static_cast<unsigned int>(k_spin_lock(&tidemark_recovery_lock).key);
}
void port::recovery_unlock(unsigned int key) {
  k_spin_unlock(&tidemark_recovery_lock, k_spinlock_key_t{static_cast<int>(key)});
}
#else
unsigned int port::recovery_lock() {
  return irq_lock();
}
void port::recovery_unlock(unsigned int key) {
  irq_unlock(key);
}
#endif

bool port::may_wait() {
  if (!k_can_yield()) {
    return false;
  }
  const unsigned int key = arch_irq_lock();
  const bool is_unlocked = arch_irq_unlocked(key);
  arch_irq_unlock(key);
  const k_tid_t thread = k_current_get();
  return is_unlocked && thread->base.sched_locked == 0 && thread != tidemark_pressure_thread();
}

const void* port::allocating_thread() {
  return k_is_in_isr() || k_is_pre_kernel() ? nullptr : k_current_get();
}

Span<const tidemark_reclaimer> port::reclaimers() {
  return tidemark_reclaimers();
}
Span<const tidemark_shedder> port::shedders() {
  return tidemark_shedders();
}

void port::request_pass() {
  tidemark_pressure_submit(&tidemark_pass);
}

bool port::wait_for_pass(std::uint32_t pass, std::uint32_t ms) {
  if (k_sem_take(sem_of(pass), K_MSEC(ms)) != 0) {
    return false;
  }
  k_sem_give(sem_of(pass));
  return true;
}

void port::prepare_pass(std::uint32_t pass) {
  k_sem_reset(sem_of(pass));
}

void port::let_go(std::uint32_t pass) {
  k_sem_give(sem_of(pass));
}

}  // namespace tidemark
