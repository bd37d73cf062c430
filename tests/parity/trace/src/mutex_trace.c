// SPDX-License-Identifier: Apache-2.0

/* Mutexes: results, and the priority that a holder inherits. */

#include "trace.h"

#include <stddef.h>

static K_MUTEX_DEFINE(mutex);
static K_MUTEX_DEFINE(other);

static int32_t own_priority(void) {
  return k_thread_priority_get(k_current_get());
}

static void holder(void* arg, void* b, void* c) {
  ARG_UNUSED(arg);
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  trace_event("low locks", k_mutex_lock(&mutex, K_FOREVER));
  trace_event("low has priority", own_priority());
  k_sleep(K_MSEC(30));
  trace_event("low has priority", own_priority());
  k_busy_wait(20000);
  trace_event("low unlocks, priority", own_priority());
  trace_event("unlock", k_mutex_unlock(&mutex));
  trace_event("low has priority", own_priority());
}

static void middle(void* arg, void* b, void* c) {
  ARG_UNUSED(arg);
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  trace_event("middle starts", own_priority());
  k_busy_wait(20000);
  trace_event("middle ends", 0);
}

static void contender(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  trace_event("contender wants it, priority", own_priority());

  int err = k_mutex_lock(&mutex, K_MSEC((int32_t)(intptr_t)arg));

  trace_event("contender's result", err);
  if (err == 0) {
    trace_event("contender unlocks", k_mutex_unlock(&mutex));
  }
}

static void results(void) {
  trace_begin("mutex results");
  trace_event("lock", k_mutex_lock(&mutex, K_NO_WAIT));
  trace_event("lock again", k_mutex_lock(&mutex, K_NO_WAIT));
  (void)trace_spawn(0, contender, (void*)20, 3, K_NO_WAIT);
  k_sleep(K_MSEC(50));
  trace_event("unlock", k_mutex_unlock(&mutex));
  (void)trace_spawn(1, contender, (void*)0, 3, K_NO_WAIT);
  k_sleep(K_MSEC(10));
  trace_event("unlock", k_mutex_unlock(&mutex));
  trace_event("unlock what is not locked", k_mutex_unlock(&mutex));
  trace_join(2);
  trace_end();
}

static void inheritance(void) {
  trace_begin("low 8 holds, high 2 waits, middle 5 is ready");
  (void)trace_spawn(0, holder, NULL, 8, K_NO_WAIT);
  k_sleep(K_MSEC(10));
  (void)trace_spawn(1, contender, (void*)1000, 2, K_NO_WAIT);
  (void)trace_spawn(2, middle, NULL, 5, K_MSEC(35));
  trace_join(3);
  trace_end();

  trace_begin("the waiter gives up before the holder unlocks");
  (void)trace_spawn(0, holder, NULL, 8, K_NO_WAIT);
  k_sleep(K_MSEC(5));
  (void)trace_spawn(1, contender, (void*)10, 2, K_NO_WAIT);
  trace_join(2);
  trace_end();
}

static void lock_both(void* arg, void* b, void* c) {
  ARG_UNUSED(arg);
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  (void)k_mutex_lock(&other, K_FOREVER);
  (void)k_mutex_lock(&mutex, K_FOREVER);
  trace_event("chained has both, priority", own_priority());
  (void)k_mutex_unlock(&mutex);
  (void)k_mutex_unlock(&other);
  trace_event("chained has priority", own_priority());
}

static void lock_other(void* arg, void* b, void* c) {
  ARG_UNUSED(arg);
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  trace_event("top wants the other", k_mutex_lock(&other, K_FOREVER));
  (void)k_mutex_unlock(&other);
}

/* Inheritance is not passed on along a chain of mutexes; the trace shows what happens instead. */
static void chain(void) {
  trace_begin(
      "chain: 8 holds the mutex, 6 holds the other and waits for it, 2 waits for the other");
  (void)trace_spawn(0, holder, NULL, 8, K_NO_WAIT);
  k_sleep(K_MSEC(1));
  (void)trace_spawn(1, lock_both, NULL, 6, K_NO_WAIT);
  k_sleep(K_MSEC(1));
  (void)trace_spawn(2, lock_other, NULL, 2, K_NO_WAIT);
  trace_join(3);
  trace_end();
}

static void waiters(void) {
  trace_begin("mutex passed to waiters 5 3 5 by priority");
  (void)k_mutex_lock(&mutex, K_FOREVER);
  (void)trace_spawn(0, contender, (void*)1000, 5, K_NO_WAIT);
  (void)trace_spawn(1, contender, (void*)1000, 3, K_NO_WAIT);
  (void)trace_spawn(2, contender, (void*)1000, 5, K_NO_WAIT);
  k_sleep(K_MSEC(10));
  trace_event("main's priority", own_priority());
  (void)k_mutex_unlock(&mutex);
  trace_join(3);
  trace_end();
}

void trace_mutexes(void) {
  results();
  inheritance();
  chain();
  waiters();
}
