/* SPDX-License-Identifier: Apache-2.0 */
#include "test_checks.h"

#include <string.h>
#include <tidemark/profile.h>
#include <tidemark/tidemark.h>
#include <zephyr/kernel.h>

#define WORKER_STACK_BYTES 2048

static K_THREAD_STACK_DEFINE(worker_stack, WORKER_STACK_BYTES);
static struct k_thread worker;

static bool find_thread(k_tid_t thread, struct tidemark_thread_status* status) {
  if (tidemark_sample_now() != 0) {
    return false;
  }
  for (size_t i = 0; tidemark_thread_get(i, status) == 0; i++) {
    if (status->thread == thread) {
      return true;
    }
  }
  return false;
}

/* Whether threads run on the stacks that the kernel gives; the monitor found out by itself. */
static bool stacks_are_real(void) {
  struct tidemark_coverage coverage;

  return tidemark_coverage_get(&coverage) == 0 && strstr(coverage.blind, "thread_stacks") == NULL;
}

static void use_stack(void* bytes, void* p2, void* p3) {
  volatile char deep[1000];

  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  for (size_t i = 0; i < (size_t)bytes; i++) {
    deep[sizeof(deep) - 1 - i] = 1;
  }
  k_sleep(K_FOREVER);
}

static k_tid_t start_worker(size_t bytes) {
  k_tid_t thread = k_thread_create(&worker, worker_stack, K_THREAD_STACK_SIZEOF(worker_stack),
                                   use_stack, (void*)bytes, NULL, NULL, 3, 0, K_NO_WAIT);

  k_thread_name_set(thread, "worker");
  k_msleep(10);
  return thread;
}

const char* check_thread(void) {
  struct tidemark_thread_status status;
  k_tid_t thread = start_worker(900);
  size_t unused;

  if (!stacks_are_real()) {
    CHECK(!find_thread(thread, &status));
    k_thread_abort(thread);
    return NULL;
  }
  CHECK(find_thread(thread, &status));
  CHECK(strcmp(status.name, "worker") == 0 && status.priority == 3);
  CHECK(status.entry == (const void*)use_stack);
  CHECK(status.stack_size_bytes == thread->stack_info.size);
  CHECK(k_thread_stack_space_get(thread, &unused) == 0);
  CHECK(status.stack_free_bytes == unused);
  CHECK(status.stack_peak_bytes >= 900 && status.stack_peak_bytes < WORKER_STACK_BYTES);
  CHECK(status.stack_free_bytes + status.stack_peak_bytes == status.stack_size_bytes);
  k_thread_abort(thread);
  CHECK(!find_thread(thread, &status));
  return NULL;
}

const char* check_thread_lives(void) {
  struct tidemark_thread_status first;
  struct tidemark_thread_status second;
  k_tid_t thread;

  if (!stacks_are_real()) {
    return NULL;
  }
  thread = start_worker(900);
  CHECK(find_thread(thread, &first));
  k_thread_abort(thread);
  /* The same control block, stack, entry and name, with no sample between. */
  thread = start_worker(100);
  CHECK(find_thread(thread, &second));
  k_thread_abort(thread);
  CHECK(second.thread == first.thread);
  CHECK(second.lifetime > first.lifetime);
  CHECK(second.stack_peak_bytes < first.stack_peak_bytes);
  return NULL;
}

static int result_in_interrupt;

static void ask_in_interrupt(struct k_timer* timer) {
  struct tidemark_self self;

  ARG_UNUSED(timer);
  result_in_interrupt = tidemark_self_get(&self);
}

static void use_interrupt_stack(struct k_timer* timer) {
  volatile char deep[700];

  ARG_UNUSED(timer);
  for (size_t i = 0; i < sizeof(deep); i++) {
    deep[i] = 1;
  }
}

const char* check_isr_stack(void) {
  static K_TIMER_DEFINE(timer, use_interrupt_stack, NULL);
  struct tidemark_isr_stack_status status;
  struct tidemark_coverage coverage;

  k_timer_start(&timer, K_MSEC(10), K_NO_WAIT);
  k_msleep(50);
  CHECK(tidemark_sample_now() == 0);
  CHECK(tidemark_coverage_get(&coverage) == 0);
  if (tidemark_isr_stack_get(0, &status) != 0) {
    /* Interrupts of a board that is a program of the host run elsewhere. */
    CHECK(!stacks_are_real());
    return NULL;
  }
  CHECK(strcmp(status.name, "isr0") == 0 && coverage.isr_stacks == 1);
  CHECK(status.stack_size_bytes == CONFIG_ISR_STACK_SIZE);
  CHECK(status.stack_peak_bytes >= 700 && status.stack_peak_bytes < CONFIG_ISR_STACK_SIZE);
  CHECK(status.stack_free_bytes + status.stack_peak_bytes == status.stack_size_bytes);
  return NULL;
}

static void do_nothing(struct k_work* work) {
  ARG_UNUSED(work);
}

const char* check_kernel_threads(void) {
  static K_WORK_DEFINE(work, do_nothing); /* without one there may be no queue */
  static const char* const names[] = {"main", "idle", "sysworkq"};
  struct tidemark_thread_status status;

  if (!stacks_are_real()) {
    return NULL;
  }
  CHECK(k_work_submit(&work) == 1);
  k_msleep(10);
  CHECK(tidemark_sample_now() == 0);
  for (size_t name = 0; name < ARRAY_SIZE(names); name++) {
    bool is_found = false;

    for (size_t i = 0; tidemark_thread_get(i, &status) == 0; i++) {
      is_found = is_found || strncmp(status.name, names[name], 4) == 0;
    }
    CHECK(is_found);
  }
  return NULL;
}

const char* check_interrupt(void) {
  static K_TIMER_DEFINE(timer, ask_in_interrupt, NULL);
  struct tidemark_self self;

  k_timer_start(&timer, K_MSEC(10), K_NO_WAIT);
  k_msleep(50);
  CHECK(result_in_interrupt == -EWOULDBLOCK);
  CHECK(tidemark_self_get(&self) == 0);
  CHECK(self.samples > 5 && self.has_lines_lost && self.lines_lost == 0);
  CHECK(self.has_sample_us == IS_ENABLED(CONFIG_TIDEMARK_TIMES_ITSELF));
  CHECK(self.has_sample_us_max == self.has_sample_us && self.has_lock_us_max == self.has_sample_us);
  return NULL;
}

/* This build has none. */
const char* check_absent_profile(void) {
  struct tidemark_profile profile;
  struct tidemark_site site;
  struct tidemark_owner owner;
  struct tidemark_block block;
  struct tidemark_suspect suspect;
  size_t cursor = 0;

  CHECK(tidemark_profile_get(&profile) == -ENOTSUP);
  CHECK(tidemark_site_get(&cursor, &site) == -ENOTSUP);
  CHECK(tidemark_owner_get(&cursor, &owner) == -ENOTSUP);
  CHECK(tidemark_live_get(&cursor, &block) == -ENOTSUP);
  CHECK(tidemark_suspects_get(NULL, 0, &suspect, 1) == -ENOTSUP);
  CHECK(tidemark_mark() == -ENOTSUP);
  CHECK(tidemark_cycle(1) == -ENOTSUP);
  return NULL;
}
