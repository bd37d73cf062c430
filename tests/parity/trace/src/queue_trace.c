// SPDX-License-Identifier: Apache-2.0

/* Message queues, FIFOs, LIFOs, stacks, condition variables and events. */

#include "trace.h"

#include <errno.h>
#include <stddef.h>

struct item {
  void* reserved;
  int32_t value;
};

K_MSGQ_DEFINE(messages, sizeof(int32_t), 3, 4);
static K_FIFO_DEFINE(fifo);
static K_LIFO_DEFINE(lifo);
static K_MUTEX_DEFINE(guard);
static K_CONDVAR_DEFINE(changed);
static K_EVENT_DEFINE(event);

/* The number of ENOMSG is the C library's own; 35 stands for it on every one. */
static int32_t plain(int err) {
  return err == -ENOMSG ? -35 : err;
}

static void reader(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);

  int32_t value = -1;
  int err = k_msgq_get(&messages, &value, K_MSEC(100));

  trace_event("reader", (int32_t)(intptr_t)arg);
  trace_event(err == 0 ? "has message" : "has none, error", err == 0 ? value : err);
}

static void message_queue(void) {
  int32_t value;

  trace_begin("message queue of 3");
  for (value = 10; value < 14; value++) {
    trace_event("put", plain(k_msgq_put(&messages, &value, K_NO_WAIT)));
  }
  trace_event("put, 20 ms", k_msgq_put(&messages, &value, K_MSEC(20)));
  trace_event("used", (int32_t)k_msgq_num_used_get(&messages));
  trace_event("peek", k_msgq_peek(&messages, &value));
  trace_event("peeked", value);
  trace_event("get", k_msgq_get(&messages, &value, K_NO_WAIT));
  trace_event("got", value);
  k_msgq_purge(&messages);
  trace_event("get when purged", plain(k_msgq_get(&messages, &value, K_NO_WAIT)));
  (void)trace_spawn(0, reader, (void*)0, 6, K_NO_WAIT);
  (void)trace_spawn(1, reader, (void*)1, 5, K_NO_WAIT);
  (void)trace_spawn(2, reader, (void*)2, 6, K_NO_WAIT);
  k_sleep(K_MSEC(20));
  for (value = 20; value < 22; value++) {
    (void)k_msgq_put(&messages, &value, K_NO_WAIT);
  }
  trace_join(3);
  trace_end();
}

static void fifo_reader(void* arg, void* b, void* c) {
  ARG_UNUSED(arg);
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  for (;;) {
    struct item* item = k_fifo_get(&fifo, K_MSEC(50));

    trace_event("fifo gives", item == NULL ? -1 : item->value);
    if (item == NULL) {
      return;
    }
  }
}

static void fifos(void) {
  static struct item items[3];

  trace_begin("fifo and lifo");
  (void)trace_spawn(0, fifo_reader, NULL, 5, K_NO_WAIT);
  k_sleep(K_MSEC(10));
  for (int i = 0; i < 3; i++) {
    items[i].value = i;
    k_fifo_put(&fifo, &items[i]);
  }
  trace_event("put", 3);
  trace_join(1);
  for (int i = 0; i < 3; i++) {
    k_lifo_put(&lifo, &items[i]);
  }
  for (int i = 0; i < 3; i++) {
    struct item* item = k_lifo_get(&lifo, K_NO_WAIT);

    trace_event("lifo gives", item == NULL ? -1 : item->value);
  }
  trace_event("lifo is empty", k_lifo_get(&lifo, K_MSEC(20)) == NULL);
  trace_end();
}

static void condition_waiter(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  (void)k_mutex_lock(&guard, K_FOREVER);

  int err = k_condvar_wait(&changed, &guard, K_MSEC(100));

  trace_event("waiter", (int32_t)(intptr_t)arg);
  trace_event("result", err);
  (void)k_mutex_unlock(&guard);
}

static void condition(void) {
  trace_begin("condition variable");
  for (int i = 0; i < 4; i++) {
    (void)trace_spawn(i, condition_waiter, (void*)(intptr_t)i, 7 - i, K_NO_WAIT);
  }
  k_sleep(K_MSEC(20));
  trace_event("signal", k_condvar_signal(&changed));
  k_sleep(K_MSEC(20));
  trace_event("broadcast", k_condvar_broadcast(&changed));
  trace_join(4);
  trace_end();
}

static void event_waiter(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);

  uint32_t wanted = (uint32_t)(uintptr_t)arg;

  trace_event("wants all of", (int32_t)wanted);
  trace_event("got", (int32_t)k_event_wait_all(&event, wanted, false, K_MSEC(100)));
}

static void events(void) {
  trace_begin("events");
  (void)trace_spawn(0, event_waiter, (void*)3, 5, K_NO_WAIT);
  (void)trace_spawn(1, event_waiter, (void*)4, 5, K_NO_WAIT);
  (void)trace_spawn(2, event_waiter, (void*)12, 5, K_NO_WAIT);
  k_sleep(K_MSEC(10));
  k_event_post(&event, 1);
  k_event_post(&event, 4);
  k_event_post(&event, 2);
  trace_event("any of 6 at once", (int32_t)k_event_wait(&event, 6, false, K_NO_WAIT));
  k_event_set(&event, 8);
  trace_event("any of 6 at once", (int32_t)k_event_wait(&event, 6, false, K_NO_WAIT));
  trace_join(3);
  trace_end();
}

void trace_queues(void) {
  message_queue();
  fifos();
  condition();
  events();
}
