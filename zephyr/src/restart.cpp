// SPDX-License-Identifier: Apache-2.0
// The port of restarts.
#include "core/restart.hpp"

#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/sys/reboot.h>

#include "zephyr/src/build_id.hpp"
#include "zephyr/src/evidence.hpp"

static const char* volatile tidemark_before_running;
#if defined(CONFIG_SMP)
static struct k_spinlock tidemark_evidence_lock;
#endif

// In the timer's interrupt: whatever a thread does, it comes.
static void tidemark_restart_is_late(struct k_timer* /*timer*/) {
  const char* name = tidemark_before_running;
  if (name != nullptr) {
    printk(
        "tidemark: restart: \"%s\" has not returned by the deadline; the device restarts "
        "without it; make it shorter or raise CONFIG_TIDEMARK_RESTART_DEADLINE_MS\n",
        name);
  }
  tidemark::port::restart_device();
}
static K_TIMER_DEFINE(tidemark_restart_deadline, tidemark_restart_is_late, NULL);

// Outside of any namespace: the macros declare the section's symbols in the scope around them.
static tidemark::Span<const tidemark_before_restart> tidemark_before_restarts() {
  TYPE_SECTION_START_EXTERN(const struct tidemark_before_restart, tidemark_before_restart);
  TYPE_SECTION_END_EXTERN(const struct tidemark_before_restart, tidemark_before_restart);
  const auto* const begin = TYPE_SECTION_START(tidemark_before_restart);
  return {begin, static_cast<std::size_t>(TYPE_SECTION_END(tidemark_before_restart) - begin)};
}

void tidemark_find_evidence() {
  (void)tidemark::open_evidence({.loop_restarts = CONFIG_TIDEMARK_BOOT_LOOP_RESTARTS,
                                 .loop_minutes = CONFIG_TIDEMARK_BOOT_LOOP_MINUTES});
}

// Where it is found there may be no console yet.
static int tidemark_say_what_was_found(void) {
  if (tidemark::evidence_found() == tidemark::EvidenceFound::kDamaged) {
    printk(
        "tidemark: evidence: the record of the last restart is damaged, or of another version; "
        "nothing of it is told; if it repeats, look for who else writes there\n");
  }
  return 0;
}
SYS_INIT(tidemark_say_what_was_found, APPLICATION, CONFIG_APPLICATION_INIT_PRIORITY);

namespace tidemark {

#if defined(CONFIG_SMP)
unsigned int port::evidence_lock() {
  return static_cast<unsigned int>(k_spin_lock(&tidemark_evidence_lock).key);
}
void port::evidence_unlock(unsigned int key) {
  k_spin_unlock(&tidemark_evidence_lock, k_spinlock_key_t{static_cast<int>(key)});
}
#else
unsigned int port::evidence_lock() {
  return irq_lock();
}
void port::evidence_unlock(unsigned int key) {
  irq_unlock(key);
}
#endif

// On several processors the one that fails may hold it; on one, interrupts are off and nobody does.
bool port::may_read_profile_after_fault() {
  return !IS_ENABLED(CONFIG_SMP);
}

bool port::may_call_out() {
  if (k_is_in_isr() || k_is_pre_kernel()) {
    return false;
  }
  const unsigned int key = arch_irq_lock();
  const bool is_unlocked = arch_irq_unlocked(key);
  arch_irq_unlock(key);
  return is_unlocked;
}

const char* port::running_thread_name() {
  return k_is_pre_kernel() ? nullptr : k_thread_name_get(k_current_get());
}

Span<const std::uint8_t> port::build_id() {
  return tidemark_build_id();
}

Span<const tidemark_before_restart> port::before_restart() {
  return tidemark_before_restarts();
}

void port::arm_restart_deadline() {
  k_timer_start(&tidemark_restart_deadline, K_MSEC(CONFIG_TIDEMARK_RESTART_DEADLINE_MS), K_NO_WAIT);
}

void port::note_before_restart(const char* name) {
  tidemark_before_running = name;
}

void port::restart_device() {
  LOG_PANIC();  // what deferred logging has not printed yet
  sys_reboot(SYS_REBOOT_WARM);
  CODE_UNREACHABLE;
}

void port::wait_for_restart() {
  for (;;) {
    k_sleep(K_FOREVER);
  }
}

}  // namespace tidemark
