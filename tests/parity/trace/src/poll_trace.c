// SPDX-License-Identifier: Apache-2.0

/* k_poll on every kind of object, its waiters' order, and work that is triggered by an event. */

#include <stddef.h>

#include "trace.h"

K_SEM_DEFINE(poll_sem, 0, 4);
K_MSGQ_DEFINE(poll_messages, sizeof(int32_t), 2, 4);
static K_FIFO_DEFINE(poll_fifo);
static struct k_poll_signal raised;
static struct k_poll_event shared_events[4];

static void init_events(struct k_poll_event* events) {
  k_poll_event_init(&events[0], K_POLL_TYPE_SEM_AVAILABLE, K_POLL_MODE_NOTIFY_ONLY, &poll_sem);
  k_poll_event_init(&events[1], K_POLL_TYPE_FIFO_DATA_AVAILABLE, K_POLL_MODE_NOTIFY_ONLY,
                    &poll_fifo);
  k_poll_event_init(&events[2], K_POLL_TYPE_SIGNAL, K_POLL_MODE_NOTIFY_ONLY, &raised);
  k_poll_event_init(&events[3], K_POLL_TYPE_MSGQ_DATA_AVAILABLE, K_POLL_MODE_NOTIFY_ONLY,
                    &poll_messages);
}

static void record(int err, const struct k_poll_event* events) {
  trace_event("poll", err);
  for (int i = 0; i < 4; i++) {
    trace_event("state", (int32_t)events[i].state);
  }
}

static void forget(struct k_poll_event* events) {
  for (int i = 0; i < 4; i++) {
    events[i].state = K_POLL_STATE_NOT_READY;
  }
}

static void at_once(void) {
  static struct item { void* reserved; } item;
  int32_t message = 7;
  unsigned int signaled;
  int result;

  k_poll_signal_init(&raised);
  init_events(shared_events);
  trace_begin("poll of what is ready");
  record(k_poll(shared_events, 4, K_NO_WAIT), shared_events);
  record(k_poll(shared_events, 4, K_MSEC(20)), shared_events);
  k_sem_give(&poll_sem);
  (void)k_msgq_put(&poll_messages, &message, K_NO_WAIT);
  record(k_poll(shared_events, 4, K_MSEC(20)), shared_events);
  trace_event("semaphore is untouched", (int32_t)k_sem_count_get(&poll_sem));
  forget(shared_events);
  k_fifo_put(&poll_fifo, &item);
  trace_event("raise", k_poll_signal_raise(&raised, 0x42));
  record(k_poll(shared_events, 4, K_FOREVER), shared_events);
  k_poll_signal_check(&raised, &signaled, &result);
  trace_event("signaled", (int32_t)signaled);
  trace_event("result", result);
  k_poll_signal_reset(&raised);
  k_poll_signal_check(&raised, &signaled, &result);
  trace_event("signaled after reset", (int32_t)signaled);
  (void)k_sem_take(&poll_sem, K_NO_WAIT);
  (void)k_fifo_get(&poll_fifo, K_NO_WAIT);
  k_msgq_purge(&poll_messages);
  trace_end();
}

static void poller(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);

  struct k_poll_event events[4];

  init_events(events);

  int err = k_poll(events, 4, K_MSEC(300));

  trace_event("poller", (int32_t)(intptr_t)arg);
  trace_event("result", err);
  for (int i = 0; i < 4; i++) {
    if (events[i].state != 0U) {
      trace_event("event", i);
      trace_event("state", (int32_t)events[i].state);
    }
  }
  if (events[0].state == K_POLL_STATE_SEM_AVAILABLE) {
    trace_event("take", k_sem_take(&poll_sem, K_NO_WAIT));
  }
}

static void waiters(void) {
  static const int priorities[] = {6, 4, 6, 5};
  int32_t message = 9;

  trace_begin("pollers 0 to 3 of priorities 6 4 6 5, an event every 30 ms");
  for (int i = 0; i < 4; i++) {
    (void)trace_spawn(i, poller, (void*)(intptr_t)i, priorities[i], K_NO_WAIT);
  }
  k_sleep(K_MSEC(30));
  trace_event("give", 0);
  k_sem_give(&poll_sem);
  k_sleep(K_MSEC(30));
  trace_event("message", 0);
  (void)k_msgq_put(&poll_messages, &message, K_NO_WAIT);
  k_sleep(K_MSEC(30));
  k_msgq_purge(&poll_messages);
  trace_event("raise", k_poll_signal_raise(&raised, 5));
  k_sleep(K_MSEC(30));
  k_poll_signal_reset(&raised);
  k_fifo_cancel_wait(&poll_fifo);
  trace_event("cancelled", 0);
  trace_join(4);
  trace_end();
}

static struct k_work_poll triggered;

static void on_trigger(struct k_work* work) {
  trace_event("triggered, result", CONTAINER_OF(work, struct k_work_poll, work)->poll_result);
}

static void triggers(void) {
  static struct k_poll_event event;

  k_work_poll_init(&triggered, on_trigger);
  k_poll_event_init(&event, K_POLL_TYPE_SIGNAL, K_POLL_MODE_NOTIFY_ONLY, &raised);
  trace_begin("triggered work");
  trace_event("submit", k_work_poll_submit(&triggered, &event, 1, K_MSEC(100)));
  k_sleep(K_MSEC(20));
  trace_event("raise", k_poll_signal_raise(&raised, 1));
  k_sleep(K_MSEC(20));
  k_poll_signal_reset(&raised);
  event.state = K_POLL_STATE_NOT_READY;
  trace_event("submit, expires", k_work_poll_submit(&triggered, &event, 1, K_MSEC(50)));
  k_sleep(K_MSEC(100));
  trace_event("submit, cancelled", k_work_poll_submit(&triggered, &event, 1, K_FOREVER));
  trace_event("cancel", k_work_poll_cancel(&triggered));
  trace_event("cancel again", k_work_poll_cancel(&triggered));
  (void)k_poll_signal_raise(&raised, 1);
  k_sleep(K_MSEC(20));
  k_poll_signal_reset(&raised);
  trace_end();
}

void trace_polling(void) {
  at_once();
  waiters();
  triggers();
}
