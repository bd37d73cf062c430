/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chain of lives, each ended in another way. Every boot checks that what it is told of the life
 * before is true, and ends its own.
 */
#include <string.h>
#include <tidemark/recovery.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/__assert.h>
#include <zephyr/sys/reboot.h>

#define MAGIC 0x6c697665U
#define HEAP_FULL 3900

/* What the lives know of each other besides. */
static __noinit struct {
  uint32_t magic;
  uint32_t boot;
  uint32_t called;
  uint32_t failed;
} kept;

static struct tidemark_restart_status past;

static void check_at(bool is_right, const char* what, int line) {
  if (!is_right) {
    printk("FAIL: boot %u: line %d: %s\n", kept.boot, line, what);
    kept.failed++;
  }
}
#define CHECK(condition) check_at((condition), #condition, __LINE__)

static void call_me(enum tidemark_restart_reason reason, void* user_data) {
  ARG_UNUSED(user_data);
  kept.called = (uint32_t)reason;
}
TIDEMARK_BEFORE_RESTART_DEFINE(first, call_me);

static bool hangs;
static void never_returns(enum tidemark_restart_reason reason, void* user_data) {
  ARG_UNUSED(reason);
  ARG_UNUSED(user_data);
  if (hangs) {
    k_sleep(K_FOREVER);
  }
}
TIDEMARK_BEFORE_RESTART_DEFINE(second, never_returns);

/* Ends of lives. */

static void fill_and_restart(void) {
  void* block = k_malloc(HEAP_FULL);

  CHECK(block != NULL);
  k_msleep(200);
  tidemark_restart("update");
}

static void panics(void) {
  k_panic();
}

static void fails_an_assertion(void) {
  __ASSERT(kept.magic != MAGIC, "as it should");
}

static int digs(volatile uint8_t* above, int depth) {
  volatile uint8_t here[64];

  here[depth % 64] = *above;
  k_busy_wait(10);
  return depth <= 0 ? 0 : digs(&here[1], depth - 1) + here[0];
}
static void overflows(void) {
  uint8_t bottom = 0;
  /* With interrupts on, so that the sentinel is looked at. */
  for (int depth = 8;; depth += 2) {
    digs(&bottom, depth);
    k_yield();
  }
}

static void just_reboots(void) {
  k_msleep(50);
  sys_reboot(SYS_REBOOT_WARM);
}

static void traps(void) {
  __builtin_trap();
}

static void hangs_before(void) {
  hangs = true;
  tidemark_restart("hang");
}

static void expired(struct k_timer* timer) {
  ARG_UNUSED(timer);
  tidemark_restart("timer");
}
static K_TIMER_DEFINE(timer, expired, NULL);
static void restarts_from_an_interrupt(void) {
  k_timer_start(&timer, K_MSEC(30), K_NO_WAIT);
  k_sleep(K_FOREVER);
}

static void restarts_twice_entry(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  tidemark_restart("second");
}

static void (*volatile in_worker)(void);
static void worker_entry(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  in_worker();
}
static K_THREAD_STACK_DEFINE(worker_stack, 1024);
static struct k_thread worker;

static void run_in_worker(void (*what)(void)) {
  in_worker = what;
  k_thread_create(&worker, worker_stack, K_THREAD_STACK_SIZEOF(worker_stack), worker_entry, NULL,
                  NULL, NULL, 0, 0, K_NO_WAIT);
  k_thread_name_set(&worker, "worker");
  k_sleep(K_FOREVER);
}

static K_THREAD_STACK_DEFINE(other_stack, 1024);
static struct k_thread other;
static void two_restart(void) {
  k_thread_create(&other, other_stack, K_THREAD_STACK_SIZEOF(other_stack), restarts_twice_entry,
                  NULL, NULL, NULL, 5, 0, K_MSEC(20));
  hangs_before();
}

/* What the next one must be told. */

static bool was(enum tidemark_restart_reason reason, const char* resource, const char* thread) {
  return past.reason == reason && strcmp(past.resource, resource) == 0 &&
         strcmp(past.thread, thread) == 0;
}

static void check_what_was_full(void) {
  struct tidemark_restart_level level;
  struct tidemark_restart_site site;
  struct tidemark_restart_event event;

  CHECK(was(TIDEMARK_RESTART_REQUEST, "update", "main"));
  CHECK(past.restarts == 0 && past.recent == 0 && past.at != 0);
  CHECK(past.lived_ms >= 200 && past.lived_ms < 1000);
  CHECK(kept.called == TIDEMARK_RESTART_REQUEST);
  CHECK(strlen(past.build) == 40);
  CHECK(tidemark_restart_level_get(0, &level) == 0);
  CHECK(level.kind == TIDEMARK_KIND_HEAP && strcmp(level.name, "_system_heap") == 0);
  CHECK(level.level != TIDEMARK_LEVEL_OK && level.used >= HEAP_FULL);
  CHECK(tidemark_restart_site_get(0, &site) == 0 && site.live_blocks == 1);
  CHECK(site.live_bytes >= HEAP_FULL && site.live_bytes < HEAP_FULL + 64 && site.at != 0);
  CHECK(tidemark_restart_site_get(1, &site) == -ENOENT);
  CHECK(tidemark_restart_event_get(0, &event) == 0);
  CHECK(event.kind == TIDEMARK_RESTART_EVENT_LEVEL && strcmp(event.name, "_system_heap") == 0);
}

static void check_after(uint32_t boot) {
  switch (boot) {
    case 1:
      check_what_was_full();
      break;
    case 2:
      CHECK(was(TIDEMARK_RESTART_PANIC, "", "worker"));
      CHECK(past.restarts == 1 && past.recent == 1 && !tidemark_in_safe_mode());
      CHECK(kept.called == TIDEMARK_RESTART_REQUEST); /* of the life before: not called again */
      break;
    case 3:
      CHECK(past.reason == TIDEMARK_RESTART_ASSERTION && past.at != 0);
      CHECK(strncmp(past.resource, "main.c:", 7) == 0 && strcmp(past.thread, "worker") == 0);
      CHECK(past.restarts == 2 && past.recent == 2 && !tidemark_in_safe_mode());
      break;
    case 4:
      CHECK(was(TIDEMARK_RESTART_STACK_OVERFLOW, "", "worker"));
      CHECK(past.restarts == 3 && past.recent == 3 && tidemark_in_safe_mode());
      break;
    case 5:
      CHECK(was(TIDEMARK_RESTART_UNKNOWN, "", ""));
      CHECK(past.restarts == 3 && past.recent == 0 && !tidemark_in_safe_mode());
      CHECK(past.lived_ms >= 30 && past.lived_ms <= 1000);
      break;
    case 6:
      CHECK(was(TIDEMARK_RESTART_EXCEPTION, "", "worker"));
      CHECK(past.restarts == 4 && past.recent == 4 && tidemark_in_safe_mode());
      CHECK(tidemark_safe_mode_leave() == 0 && !tidemark_in_safe_mode());
      CHECK(tidemark_safe_mode_leave() == -ENOENT);
      kept.called = 0;
      break;
    case 7:
      CHECK(was(TIDEMARK_RESTART_REQUEST, "hang", "main"));
      CHECK(past.restarts == 4 && kept.called == TIDEMARK_RESTART_REQUEST);
      kept.called = 0;
      break;
    case 8:
      CHECK(past.reason == TIDEMARK_RESTART_REQUEST && strcmp(past.resource, "timer") == 0);
      CHECK(kept.called == 0); /* nobody is called from an interrupt handler */
      break;
    default:
      CHECK(was(TIDEMARK_RESTART_REQUEST, "hang", "main")); /* the first of two */
      break;
  }
}

static void end(uint32_t boot) {
  static void (*const ends[])(void) = {
      fill_and_restart,           NULL,       NULL, NULL, just_reboots, NULL, hangs_before,
      restarts_from_an_interrupt, two_restart};
  static void (*const worker_ends[])(void) = {NULL,      panics, fails_an_assertion,
                                              overflows, NULL,   traps};

  if (boot < ARRAY_SIZE(ends)) {
    if (ends[boot] != NULL) {
      ends[boot]();
    }
    run_in_worker(worker_ends[boot]);
  }
}

int main(void) {
  int err = tidemark_restart_get(&past);

  if (kept.magic != MAGIC) {
    memset(&kept, 0, sizeof(kept));
    kept.magic = MAGIC;
    CHECK(err == -ENOENT);
    printk("boot 1: none\n");
  } else {
    kept.boot++;
    CHECK(err == 0);
    printk(
        "boot %u: reason %d, \"%s\", thread \"%s\" at 0x%x, lived %u ms, %u restarts, %u recent\n",
        kept.boot + 1, (int)past.reason, past.resource, past.thread, (unsigned int)past.at,
        (unsigned int)past.lived_ms, past.restarts, past.recent);
    check_after(kept.boot);
  }
  end(kept.boot);
  printk(kept.failed == 0 ? "PASS: restart\n" : "FAIL: restart\n");
  return 0;
}
