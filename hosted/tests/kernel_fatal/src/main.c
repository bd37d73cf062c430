// SPDX-License-Identifier: Apache-2.0
// Makes one fatal error, named by the environment's FATAL_CASE. What must be printed stands in
// hosted/tests/kernel.cmake. With OWN_HANDLER in the environment the fatal error handler returns.
#include <stdlib.h>
#include <string.h>
#include <zephyr/fatal.h>
#include <zephyr/kernel.h>

#define SIZE 1024
K_THREAD_STACK_DEFINE(victim_stack, SIZE);
static struct k_thread victim;
static volatile int depth;
static volatile int zero;
static int* volatile nowhere;

static int __attribute__((noinline)) recurse(int n) {
  volatile char bytes[64];
  memset((char*)bytes, n, sizeof(bytes));
  depth = n;
  return recurse(n + 1) + bytes[n % 64];
}

// One frame larger than stack and guard page together.
static int __attribute__((noinline)) big_frame(void) {
  volatile char bytes[16 * 1024];
  bytes[0] = 1;
  return bytes[0];
}

static void run_victim(k_thread_entry_t entry, int prio, uint32_t options) {
  k_thread_create(&victim, victim_stack, SIZE, entry, NULL, NULL, NULL, prio, options, K_NO_WAIT);
  k_thread_name_set(&victim, "victim");
  k_msleep(100);
}

static void deep(void* a, void* b, void* c) {
  recurse(0);
}
static void wide(void* a, void* b, void* c) {
  big_frame();
}
static void null_access(void* a, void* b, void* c) {
  *nowhere = 1;
}
static void divides(void* a, void* b, void* c) {
  zero = 5 / zero;
}
static void oopses(void* a, void* b, void* c) {
  k_oops();
}
static void panics(void* a, void* b, void* c) {
  k_panic();
}
static void aborts(void* a, void* b, void* c) {
  abort();
}
static void prints_rubbish(void* a, void* b, void* c) {
  printk("%s", (const char*)16);
}
// Overwrites the lowest word of the stack, as a frame that leaps over it would.
static void hurts_sentinel(void* a, void* b, void* c) {
  memset((void*)victim.stack_info.start, 0, 4);
  k_yield();
}
static void blocks_locked(void* a, void* b, void* c) {
  static struct k_spinlock lock;
  (void)k_spin_lock(&lock);
  k_msleep(1);
}
static void locks_twice(void* a, void* b, void* c) {
  static struct k_spinlock lock;
  (void)k_spin_lock(&lock);
  (void)k_spin_lock(&lock);
}

static void work_handler(struct k_work* work) {
  recurse(0);
}
K_WORK_DEFINE(work, work_handler);

static void isr_deep(struct k_timer* timer) {
  recurse(0);
}
static void isr_blocks(struct k_timer* timer) {
  static struct k_sem sem;
  k_sem_init(&sem, 0, 1);
  k_sem_take(&sem, K_MSEC(10));
}
static void isr_null(struct k_timer* timer) {
  *nowhere = 1;
}
static void run_timer(k_timer_expiry_t expiry) {
  static struct k_timer timer;
  k_timer_init(&timer, expiry, NULL);
  k_timer_start(&timer, K_MSEC(20), K_NO_WAIT);
  k_msleep(100);
}

void k_sys_fatal_error_handler(unsigned int reason, const z_arch_esf_t* esf) {
  if (getenv("OWN_HANDLER") == NULL) {
    printk("default handling\n");
    k_fatal_halt(reason);
  }
  printk("handler: reason %u, in isr %d\n", reason, k_is_in_isr());
}

static void main_deep(void) {
  recurse(0);
}
static void main_wide(void) {
  big_frame();
}
static void work_deep(void) {
  k_work_submit(&work);
  k_msleep(1);
}
static void timer_deep(void) {
  run_timer(isr_deep);
}
static void timer_blocks(void) {
  run_timer(isr_blocks);
}
static void timer_null(void) {
  run_timer(isr_null);
}
static void assertion(void) {
  __ASSERT(zero == 1, "zero is %d", zero);
}
static void abort_essential(void) {
  run_victim(deep, 14, K_ESSENTIAL);
}
static void abort_essential_by_main(void) {
  k_thread_create(&victim, victim_stack, SIZE, deep, NULL, NULL, NULL, 5, K_ESSENTIAL, K_FOREVER);
  k_thread_name_set(&victim, "victim");
  k_thread_abort(&victim);
}
static void waits(void* a, void* b, void* c) {
  static struct k_sem never;
  k_sem_init(&never, 0, 1);
  (void)k_sem_take(&never, K_FOREVER);
}
static void sleeps_for_ever(void* a, void* b, void* c) {
  k_sleep(K_FOREVER);
}
// Nothing leads to a suspended thread, so its object may be used again.
static void suspended_created_again(void) {
  run_victim(sleeps_for_ever, 5, 0);
  run_victim(sleeps_for_ever, 5, 0);
  k_thread_abort(&victim);
}
static void queue_started_twice(void) {
  static struct k_work_q queue;
  k_work_queue_start(&queue, victim_stack, SIZE, 5, NULL);
  k_work_queue_start(&queue, victim_stack, SIZE, 5, NULL);
}
static void flushes_itself(struct k_work* work) {
  struct k_work_sync sync;
  (void)k_work_flush(work, &sync);
}
static void flush_within(void) {
  static struct k_work item;
  k_work_init(&item, flushes_itself);
  k_work_submit(&item);
  k_msleep(1);
}
static void no_handler(void) {
  static struct k_work item;
  k_work_submit(&item);
}
static void no_delayed_handler(void) {
  static struct k_work_delayable item;
  k_work_schedule(&item, K_MSEC(1));
}
static void null_sem(void) {
  k_sem_give(NULL);
}
static void zero_timer(void) {
  static struct k_timer timer;
  k_timer_start(&timer, K_MSEC(5), K_NO_WAIT);
  (void)k_timer_status_sync(&timer);
}
static void garbage_sem(void) {
  static struct k_sem sem;
  memset(&sem, 0xa5, sizeof(sem));
  k_sem_give(&sem);
}
static void null_call(void) {
  ((void (*)(void))nowhere)();
}
// The object of a thread that lives is overwritten; the next walk over all threads meets it.
static void object_gone(void) {
  k_thread_create(&victim, victim_stack, SIZE, waits, NULL, NULL, NULL, 5, 0, K_FOREVER);
  memset(&victim, 0xee, sizeof(victim));
  *nowhere = 1;
}
static void computes(void) {
  for (;;) {
    k_yield();
  }
}
static void returns(void* a, void* b, void* c) {}
static void essential_returns(void) {
  run_victim(returns, 5, K_ESSENTIAL);
}
static void no_stack(void) {
  k_thread_create(&victim, victim_stack, 0, deep, NULL, NULL, NULL, 5, 0, K_NO_WAIT);
}
static void wrong_priority(void) {
  k_thread_create(&victim, victim_stack, SIZE, deep, NULL, NULL, NULL, 99, 0, K_NO_WAIT);
}

static const struct {
  const char* name;
  void (*run)(void);
  k_thread_entry_t entry; /* or: what the victim does */
} cases[] = {
    {"main_deep", main_deep, NULL},
    {"main_wide", main_wide, NULL},
    {"work_deep", work_deep, NULL},
    {"timer_deep", timer_deep, NULL},
    {"timer_blocks", timer_blocks, NULL},
    {"timer_null", timer_null, NULL},
    {"assertion", assertion, NULL},
    {"essential_deep", abort_essential, NULL},
    {"abort_essential", abort_essential_by_main, NULL},
    {"essential_returns", essential_returns, NULL},
    {"no_stack", no_stack, NULL},
    {"wrong_priority", wrong_priority, NULL},
    {"suspended_created_again", suspended_created_again, NULL},
    {"queue_started_twice", queue_started_twice, NULL},
    {"flush_within", flush_within, NULL},
    {"no_handler", no_handler, NULL},
    {"no_delayed_handler", no_delayed_handler, NULL},
    {"null_sem", null_sem, NULL},
    {"zero_timer", zero_timer, NULL},
    {"garbage_sem", garbage_sem, NULL},
    {"null_call", null_call, NULL},
    {"object_gone", object_gone, NULL},
    {"computes", computes, NULL},
    {"thread_deep", NULL, deep},
    {"thread_wide", NULL, wide},
    {"null_access", NULL, null_access},
    {"divides", NULL, divides},
    {"oopses", NULL, oopses},
    {"panics", NULL, panics},
    {"aborts", NULL, aborts},
    {"prints_rubbish", NULL, prints_rubbish},
    {"hurts_sentinel", NULL, hurts_sentinel},
    {"blocks_locked", NULL, blocks_locked},
    {"locks_twice", NULL, locks_twice},
};

int main(void) {
  const char* wanted = getenv("FATAL_CASE");
  printk("begin\n");
  for (size_t i = 0; i < ARRAY_SIZE(cases) && wanted != NULL; ++i) {
    if (strcmp(cases[i].name, wanted) != 0) {
      continue;
    }
    if (cases[i].run != NULL) {
      cases[i].run();
    } else {
      run_victim(cases[i].entry, 5, 0);
    }
  }
  printk("main goes on at %u ms, victim dead %d\n", k_uptime_get_32(),
         k_thread_join(&victim, K_NO_WAIT) == 0);
  return 0;
}
