// SPDX-License-Identifier: Apache-2.0
// What the trace of tests/parity does not show: each line of the output is one fact, compared with
// expected.txt.
#include <errno.h>
#include <string.h>
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/cbprintf.h>

#include "edges.h"

#define SIZE 1024
K_THREAD_STACK_ARRAY_DEFINE(stacks, 4, SIZE);
static struct k_thread threads[4];

/* One call a line: the order in which arguments are evaluated is the compiler's. */
#define SHOW(call) printk("%s: %d\n", #call, (int)(call))

static k_tid_t spawn(int i, k_thread_entry_t entry, void* arg, int prio) {
  return k_thread_create(&threads[i], stacks[i], SIZE, entry, arg, NULL, NULL, prio, 0, K_NO_WAIT);
}

#define INIT(level, prio)                                                  \
  static int init_##level##_##prio(void) {                                 \
    printk("init " #level " %d pre-kernel %d\n", prio, k_is_pre_kernel()); \
    return 0;                                                              \
  }                                                                        \
  SYS_INIT(init_##level##_##prio, level, prio)
INIT(APPLICATION, 20);
INIT(APPLICATION, 3);
INIT(POST_KERNEL, 99);
INIT(PRE_KERNEL_2, 0);
INIT(PRE_KERNEL_1, 50);
INIT(EARLY, 1);

static void defined(void* a, void* b, void* c) {
  printk("defined thread %s at %u ms, %d %d\n", k_thread_name_get(k_current_get()),
         k_uptime_get_32(), (int)(intptr_t)a, (int)(intptr_t)b);
}
K_THREAD_DEFINE(at_once, SIZE, defined, 1, 2, NULL, -1, 0, 0);
K_THREAD_DEFINE(later, SIZE, defined, 3, 4, NULL, 7, 0, 250);

K_EVENT_DEFINE(event);
static void wait_any(void* a, void* b, void* c) {
  printk("any: 0x%x\n", k_event_wait(&event, 0x6, false, K_FOREVER));
}
static void wait_all(void* a, void* b, void* c) {
  printk("all: 0x%x\n", k_event_wait_all(&event, 0x6, false, K_FOREVER));
}
static void events(void) {
  spawn(0, wait_any, NULL, 1);
  spawn(1, wait_all, NULL, 2);
  k_msleep(10);
  printk("post 1: before 0x%x\n", k_event_post(&event, 0x1));
  printk("post 2: before 0x%x\n", k_event_post(&event, 0x2));
  k_msleep(10);
  printk("post 4: before 0x%x\n", k_event_post(&event, 0x4));
  k_msleep(10);
  SHOW(k_event_test(&event, 0xff));
  SHOW(k_event_clear(&event, 0x2));
  SHOW(k_event_set_masked(&event, 0xf0, 0x3c));
  SHOW(k_event_test(&event, 0xff));
  SHOW(k_event_wait(&event, 0x8, true, K_MSEC(20)));
  SHOW(k_event_test(&event, 0xff));
}

K_MUTEX_DEFINE(mutex);
K_CONDVAR_DEFINE(condvar);
static void wait_condition(void* i, void* b, void* c) {
  k_mutex_lock(&mutex, K_FOREVER);
  printk("condition %d: %d\n", (int)(intptr_t)i, k_condvar_wait(&condvar, &mutex, K_MSEC(500)));
  k_mutex_unlock(&mutex);
}
static void conditions(void) {
  for (intptr_t i = 0; i < 3; ++i) {
    spawn((int)i, wait_condition, (void*)i, 5 - (int)i);
  }
  k_msleep(10);
  printk("signal %d\n", k_condvar_signal(&condvar));
  k_msleep(10);
  printk("broadcast %d\n", k_condvar_broadcast(&condvar));
  k_msleep(10);
  k_mutex_lock(&mutex, K_FOREVER);
  SHOW(k_condvar_wait(&condvar, &mutex, K_MSEC(20)));
  SHOW(k_mutex_unlock(&mutex));
  SHOW(k_mutex_unlock(&mutex));
}

static volatile bool stop;
static void spin(void* counter, void* b, void* c) {
  while (!stop) {
    k_busy_wait(1000);
    ++*(int*)counter;
  }
}
// Two threads that never wait share the time by slices; with interrupts locked the timer's function
// comes late.
static void slices(void) {
  static int turns[2];
  spawn(0, spin, &turns[0], 5);
  spawn(1, spin, &turns[1], 5);
  k_msleep(1000);
  stop = true;
  k_thread_join(&threads[0], K_FOREVER);
  k_thread_join(&threads[1], K_FOREVER);
  printk("turns %d %d\n", turns[0] / 100, turns[1] / 100);
}

static uint32_t expired_at;
static void expired(struct k_timer* timer) {
  expired_at = k_cycle_get_32() / 1000;
}
K_TIMER_DEFINE(timer, expired, NULL);
static void interrupts(void) {
  uint32_t start = k_cycle_get_32() / 1000;
  k_timer_start(&timer, K_MSEC(20), K_MSEC(20));
  unsigned int key = irq_lock();
  k_busy_wait(50000);
  printk("locked: expired %d\n", expired_at != 0);
  irq_unlock(key);
  printk("unlocked: expired after %u ms\n", expired_at - start);
  SHOW(k_timer_status_get(&timer));
  SHOW(k_timer_status_sync(&timer));
  k_timer_stop(&timer);
  SHOW(k_timer_status_sync(&timer));
}

static void slow(struct k_work* work) {
  k_msleep(50);
  printk("slow work done at prio %d\n", k_thread_priority_get(k_current_get()));
}
static void chain(struct k_work* work);
K_WORK_DEFINE(slow_work, slow);
K_WORK_DEFINE(chained_work, slow);
K_WORK_DEFINE(chaining_work, chain);
static struct k_work_q queue;
static void chain(struct k_work* work) {
  k_msleep(20);
  printk("chain: submit %d\n", k_work_submit_to_queue(&queue, &chained_work));
}
static void work(void) {
  struct k_work_sync sync;
  struct k_work_queue_config config = {.name = "own queue"};
  k_work_queue_init(&queue);
  printk("not started: %d\n", k_work_submit_to_queue(&queue, &slow_work));
  k_work_queue_start(&queue, stacks[3], SIZE, 3, &config);
  printk("name %s\n", k_thread_name_get(k_work_queue_thread_get(&queue)));
  SHOW(k_work_submit_to_queue(&queue, &slow_work));
  SHOW(k_work_submit_to_queue(&queue, &slow_work));
  SHOW(k_work_busy_get(&slow_work));
  k_msleep(10);
  SHOW(k_work_busy_get(&slow_work));
  SHOW(k_work_submit_to_queue(NULL, &slow_work));
  SHOW(k_work_busy_get(&slow_work));
  SHOW(k_work_cancel(&slow_work));
  SHOW(k_work_submit_to_queue(&queue, &slow_work));
  SHOW(k_work_cancel_sync(&slow_work, &sync));
  SHOW(k_work_busy_get(&slow_work));
  k_work_submit_to_queue(&queue, &chaining_work);
  k_msleep(10);
  SHOW(k_work_queue_drain(&queue, true));
  SHOW(k_work_submit_to_queue(&queue, &slow_work));
  SHOW(k_work_queue_unplug(&queue));
  SHOW(k_work_queue_unplug(&queue));
  SHOW(k_work_queue_drain(&queue, false));
  SHOW(k_work_submit(&slow_work));
  SHOW(k_work_flush(&slow_work, &sync));
  SHOW(k_work_flush(&slow_work, &sync));
}

static void keeps_errno(void* a, void* b, void* c) {
  errno = ENOSPC;
  k_thread_custom_data_set((void*)99);
  k_msleep(20);
  printk("errno kept %d, custom data %d\n", errno == ENOSPC,
         (int)(intptr_t)k_thread_custom_data_get());
}
static int out(int c, void* ctx) {
  (*(int*)ctx)++;
  k_msleep(1); /* the callback may wait: it runs on this thread's stack */
  return c == '3' ? -EIO : c;
}
static void others(void) {
  int chars = 0;
  char state[32];
  char tiny[4];
  spawn(0, keeps_errno, NULL, -2);
  errno = 0;
  k_msleep(10);
  printk("errno %d, state %s\n", errno, k_thread_state_str(&threads[0], state, sizeof(state)));
  printk("cut %s\n", k_thread_state_str(&threads[0], tiny, sizeof(tiny)));
  k_thread_join(&threads[0], K_FOREVER);
  SHOW(cbprintf(out, &chars, "%d", 12345));
  SHOW(chars);
  k_timepoint_t end = sys_timepoint_calc(K_MSEC(50));
  k_msleep(30);
  printk("expired %d, left %d ticks\n", sys_timepoint_expired(end),
         (int)sys_timepoint_timeout(end).ticks);
  k_msleep(30);
  printk("expired %d, forever %d, never %d\n", sys_timepoint_expired(end),
         K_TIMEOUT_EQ(sys_timepoint_timeout(sys_timepoint_calc(K_FOREVER)), K_FOREVER),
         sys_timepoint_cmp(end, sys_timepoint_calc(K_FOREVER)));
  printk("version %u.%u.%u\n", SYS_KERNEL_VER_MAJOR(sys_kernel_version_get()),
         SYS_KERNEL_VER_MINOR(sys_kernel_version_get()),
         SYS_KERNEL_VER_PATCHLEVEL(sys_kernel_version_get()));
  SHOW(k_usleep(1));
}

int main(void) {
  printk("main %s, prio %d, preemptible %d\n", k_thread_name_get(k_current_get()),
         k_thread_priority_get(k_current_get()), k_is_preempt_thread());
  events();
  conditions();
  k_msleep(300);
  slices();
  interrupts();
  work();
  others();
  edges();
  return 0;
}
