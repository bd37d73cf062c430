// SPDX-License-Identifier: Apache-2.0

/* Work items on the system work queue and on one of lower priority. */

#include "trace.h"

#include <stddef.h>

#define ITEMS 4

static K_THREAD_STACK_DEFINE(queue_stack, 2048);
static struct k_work_q queue;
static struct k_work items[ITEMS];
static struct k_work_delayable delayed[2];

static void handle(struct k_work* item) {
  trace_event("item", (int32_t)(item - items));
  trace_event("at priority", k_thread_priority_get(k_current_get()));
}

static void handle_slowly(struct k_work* item) {
  trace_event("slow item starts", (int32_t)(item - items));
  trace_event("busy", k_work_busy_get(item));
  k_sleep(K_MSEC(30));
  trace_event("slow item ends", (int32_t)(item - items));
}

static void handle_delayed(struct k_work* item) {
  struct k_work_delayable* work = k_work_delayable_from_work(item);

  trace_event("delayed item", (int32_t)(work - delayed));
}

static void init_items(k_work_handler_t handler) {
  for (int i = 0; i < ITEMS; i++) {
    k_work_init(&items[i], handler);
  }
}

static void system_queue(void) {
  init_items(handle);
  trace_begin("system work queue, main at priority 0");
  for (int i = 0; i < ITEMS; i++) {
    trace_event("submit", k_work_submit(&items[i]));
  }
  trace_event("main at -5", 0);
  k_thread_priority_set(k_current_get(), -5);
  trace_event("submit 2", k_work_submit(&items[2]));
  trace_event("submit 0", k_work_submit(&items[0]));
  trace_event("submit 2 again", k_work_submit(&items[2]));
  trace_event("busy", k_work_busy_get(&items[2]));
  trace_event("pending", k_work_is_pending(&items[2]));
  trace_event("cancel 0", k_work_cancel(&items[0]));
  trace_event("cancel 1, idle", k_work_cancel(&items[1]));
  k_sleep(K_MSEC(10));
  k_thread_priority_set(k_current_get(), 0);
  trace_end();
}

static void own_queue(void) {
  init_items(handle_slowly);
  trace_begin("a queue at priority 4, slow items");
  trace_event("submit 0", k_work_submit_to_queue(&queue, &items[0]));
  trace_event("submit 1", k_work_submit_to_queue(&queue, &items[1]));
  k_sleep(K_MSEC(10));
  trace_event("submit 0 while it runs", k_work_submit_to_queue(&queue, &items[0]));
  trace_event("busy", k_work_busy_get(&items[0]));

  struct k_work_sync sync;

  trace_event("flush 1", k_work_flush(&items[1], &sync));
  trace_event("flushed; busy 0", k_work_busy_get(&items[0]));
  trace_event("cancel_sync 0", k_work_cancel_sync(&items[0], &sync));
  trace_event("drain", k_work_queue_drain(&queue, false));
  trace_event("flush an idle item", k_work_flush(&items[2], &sync));
  trace_end();
}

static void delayables(void) {
  for (int i = 0; i < 2; i++) {
    k_work_init_delayable(&delayed[i], handle_delayed);
  }
  trace_begin("delayable items");
  trace_event("schedule 0 in 50 ms", k_work_schedule(&delayed[0], K_MSEC(50)));
  trace_event("schedule 0 in 10 ms", k_work_schedule(&delayed[0], K_MSEC(10)));
  trace_event("remaining ticks", (int32_t)k_work_delayable_remaining_get(&delayed[0]));
  trace_event("busy", k_work_delayable_busy_get(&delayed[0]));
  trace_event("schedule 1 in 50 ms", k_work_schedule(&delayed[1], K_MSEC(50)));
  trace_event("reschedule 0 in 80 ms", k_work_reschedule(&delayed[0], K_MSEC(80)));
  k_sleep(K_MSEC(150));
  trace_event("schedule 0 at once", k_work_schedule(&delayed[0], K_NO_WAIT));
  trace_event("schedule 1 in 50 ms", k_work_schedule(&delayed[1], K_MSEC(50)));
  trace_event("cancel 1", k_work_cancel_delayable(&delayed[1]));
  k_sleep(K_MSEC(100));
  trace_event("schedule 1 in 500 ms", k_work_schedule(&delayed[1], K_MSEC(500)));

  struct k_work_sync sync;

  trace_event("flush 1", k_work_flush_delayable(&delayed[1], &sync));
  trace_event("cancel 1, idle", k_work_cancel_delayable(&delayed[1]));
  trace_end();
}

void trace_work(void) {
  k_work_queue_init(&queue);
  k_work_queue_start(&queue, queue_stack, K_THREAD_STACK_SIZEOF(queue_stack), 4, NULL);
  system_queue();
  own_queue();
  delayables();
}
