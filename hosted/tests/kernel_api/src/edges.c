// SPDX-License-Identifier: Apache-2.0
// Rules that applications meet at the edges: far and past timeouts, what is stopped, cancelled or
// aborted while it waits or runs, inheritance that ends by a timeout.
#include <zephyr/kernel.h>

#include "edges.h"

#define SIZE 1024
K_THREAD_STACK_DEFINE(edge_stack, SIZE);
static struct k_thread edge_thread;
static k_tid_t self;
static int result;

static void spawn(k_thread_entry_t entry, int prio) {
  result = 99;
  k_thread_create(&edge_thread, edge_stack, SIZE, entry, NULL, NULL, NULL, prio, K_USER, K_NO_WAIT);
}

K_SEM_DEFINE(edge_sem, 0, 1);
static void takes(void* a, void* b, void* c) {
  result = k_sem_take(&edge_sem, K_TICKS(INT64_MAX / 2));
}
static void waiters(void) {
  spawn(takes, -1);
  k_msleep(10);
  k_sem_reset(&edge_sem);
  printk("reset: %d\n", result);
  spawn(takes, -1);
  k_thread_abort(&edge_thread);
  k_sem_give(&edge_sem);
  printk("aborted: %d, count %u, join %d\n", result, k_sem_count_get(&edge_sem),
         k_thread_join(&edge_thread, K_FOREVER));
}

static struct k_timer far_timer;
static void stops_itself(struct k_timer* timer) {
  k_timer_stop(timer);
}
static void stopped(struct k_timer* timer) {
  result += 1;
}
static void timers(void) {
  struct k_timer timer;
  k_timer_init(&far_timer, NULL, NULL);
  k_timer_start(&far_timer, K_TICKS(INT64_MAX - 1), K_NO_WAIT);
  result = 0;
  k_timer_init(&timer, stops_itself, stopped);
  k_timer_start(&timer, K_MSEC(10), K_MSEC(10));
  printk("sync %u\n", k_timer_status_sync(&timer));
  int64_t before = k_uptime_get();
  k_msleep(100);
  printk("slept %d, stopped %d times, remaining %u\n", (int)(k_uptime_get() - before), result,
         k_timer_remaining_get(&timer));
  before = k_uptime_ticks();
  k_sleep(K_TIMEOUT_ABS_MS(1));
  printk("a past time: %d ticks\n", (int)(k_uptime_ticks() - before));
  k_timer_stop(&far_timer);
}

static void sleeps_for_ever(void* a, void* b, void* c) {
  result = k_sleep(K_FOREVER);
}
static void sleepers(void) {
  spawn(sleeps_for_ever, -1);
  k_wakeup(&edge_thread);
  printk("woken from for ever: %d\n", result);
}

K_MUTEX_DEFINE(edge_mutex);
static void wants_mutex(void* a, void* b, void* c) {
  result = k_mutex_lock(&edge_mutex, K_MSEC(20));
}
static void inheritance(void) {
  k_thread_priority_set(self, 5);
  k_mutex_lock(&edge_mutex, K_FOREVER);
  spawn(wants_mutex, 2);
  printk("inherits %d", k_thread_priority_get(self));
  k_msleep(50);
  printk(", after the timeout (%d) %d\n", result, k_thread_priority_get(self));
  k_mutex_unlock(&edge_mutex);
  k_thread_priority_set(self, 0);
}

static int runs;
static void slow(struct k_work* work) {
  ++runs;
  k_msleep(50);
}
static K_WORK_DEFINE(slow_work, slow);
static K_WORK_DELAYABLE_DEFINE(slow_delayed, slow);
static void items(void) {
  struct k_work_sync sync;
  int submitted = k_work_submit(&slow_work);
  k_msleep(10);
  int again = k_work_submit(&slow_work);
  int cancel = k_work_cancel(&slow_work);
  int refused = k_work_submit(&slow_work);
  printk("submit %d %d, cancel 0x%x, submit %d", submitted, again, cancel, refused);
  bool waited = k_work_cancel_sync(&slow_work, &sync);
  printk(", sync %d, runs %d\n", waited, runs);
  int first = k_work_schedule(&slow_delayed, K_MSEC(100));
  int second = k_work_schedule(&slow_delayed, K_MSEC(200));
  printk("schedule %d %d, left %d", first, second,
         (int)k_work_delayable_remaining_get(&slow_delayed));
  first = k_work_reschedule(&slow_delayed, K_MSEC(200));
  printk(", reschedule %d, left %d", first, (int)k_work_delayable_remaining_get(&slow_delayed));
  waited = k_work_flush_delayable(&slow_delayed, &sync);
  printk(", flush %d, runs %d\n", waited, runs);
}

/* Without user mode these do nothing, and applications call them all the same. */
static void permissions(void) {
  k_object_access_grant(&edge_sem, self);
  k_object_access_all_grant(&edge_sem);
  k_object_access_revoke(&edge_sem, self);
  k_thread_access_grant(self, &edge_sem, &edge_mutex);
}
K_THREAD_ACCESS_GRANT(edge_thread, &edge_sem);

static void tells(void* a, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  k_sleep(K_MSEC(20));
  printk("in the object: %d\n", (int)(intptr_t)a);
}
static void counts(const struct k_thread* thread, void* count) {
  ARG_UNUSED(thread);
  ++*(int*)count;
}
/* The object of a thread that has not ended: that thread is gone, and the list of threads stays
 * one. */
/* A queue that is closed takes no item, and does not look at it (workq/work of Zephyr's tests does
 * that with one that was never initialised). */
static void closed_queue(void) {
  static K_THREAD_STACK_DEFINE(stack, 1024);
  static struct k_work_q queue;
  static struct k_work never_initialised;
  k_work_queue_init(&queue);
  k_work_queue_start(&queue, stack, 1024, 3, NULL);
  int drained = k_work_queue_drain(&queue, true);
  printk("drain %d, submit %d\n", drained, k_work_submit_to_queue(&queue, &never_initialised));
}

static struct k_thread used_twice;
static void used_again(void) {
  static K_THREAD_STACK_DEFINE(stack, 1024);
  int before = 0;
  int after = 0;
  k_thread_foreach(counts, &before);
  for (int i = 1; i <= 2; ++i) {
    k_thread_create(&used_twice, stack, 1024, tells, (void*)(intptr_t)i, NULL, NULL, 3, 0,
                    K_NO_WAIT);
    k_msleep(1);
  }
  k_thread_foreach(counts, &after);
  printk("one more: %d\n", after - before);
  k_thread_join(&used_twice, K_FOREVER);
}

void edges(void) {
  self = k_current_get();
  permissions();
  waiters();
  timers();
  sleepers();
  inheritance();
  items();
  closed_queue();
  used_again();
}
