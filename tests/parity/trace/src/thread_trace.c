// SPDX-License-Identifier: Apache-2.0

/* Which thread runs when: creation, priorities, yields, suspension, abortion. */

#include "trace.h"

#include <stddef.h>

static void announce(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  trace_event("runs", (int32_t)(intptr_t)arg);
  trace_event("priority", k_thread_priority_get(k_current_get()));
}

static void yielding(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  for (int i = 0; i < 3; i++) {
    trace_event("turn of", (int32_t)(intptr_t)arg);
    k_yield();
  }
}

static void endless(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  for (;;) {
    trace_event("still runs", (int32_t)(intptr_t)arg);
    k_sleep(K_MSEC(20));
  }
}

static void creation(void) {
  trace_begin("creation from main at priority 0");
  (void)trace_spawn(0, announce, (void*)0, 5, K_NO_WAIT);
  (void)trace_spawn(1, announce, (void*)1, 3, K_NO_WAIT);
  (void)trace_spawn(2, announce, (void*)2, -2, K_NO_WAIT);
  trace_event("main", 0);
  (void)trace_spawn(3, announce, (void*)3, 0, K_NO_WAIT);
  (void)trace_spawn(4, announce, (void*)4, 7, K_MSEC(20));
  trace_event("main yields", 0);
  k_yield();
  trace_event("main again", 0);
  trace_join(5);
  trace_event("joined", 0);
  trace_end();
}

static void yields(void) {
  trace_begin("yields of three equals and one lower");
  for (int i = 0; i < 3; i++) {
    (void)trace_spawn(i, yielding, (void*)(intptr_t)i, 6, K_NO_WAIT);
  }
  (void)trace_spawn(3, yielding, (void*)3, 7, K_NO_WAIT);
  trace_join(4);
  trace_end();
}

static void locked_scheduler(void) {
  trace_begin("scheduler lock and cooperative main");
  k_sched_lock();
  (void)trace_spawn(0, announce, (void*)0, -3, K_NO_WAIT);
  trace_event("locked", 0);
  k_sched_unlock();
  trace_event("unlocked", 0);
  k_thread_priority_set(k_current_get(), -1);
  (void)trace_spawn(1, announce, (void*)1, -3, K_NO_WAIT);
  trace_event("cooperative main goes on", 0);
  k_yield();
  trace_event("after the yield", 0);
  (void)trace_spawn(2, announce, (void*)2, 0, K_NO_WAIT);
  k_thread_priority_set(k_current_get(), 1);
  trace_event("main at 1", 0);
  k_thread_priority_set(k_current_get(), 0);
  trace_join(3);
  trace_end();
}

static void priorities(void) {
  trace_begin("priority of ready threads changed");

  k_tid_t low = trace_spawn(0, announce, (void*)0, 8, K_NO_WAIT);

  (void)trace_spawn(1, announce, (void*)1, 6, K_NO_WAIT);
  (void)trace_spawn(2, announce, (void*)2, 4, K_NO_WAIT);
  k_thread_priority_set(low, 4);
  trace_event("read back", k_thread_priority_get(low));
  trace_join(3);

  k_tid_t raised = trace_spawn(0, announce, (void*)0, 9, K_NO_WAIT);

  k_thread_priority_set(raised, -1);
  trace_event("main after it was raised above", 0);
  trace_join(1);
  trace_end();
}

static void suspension(void) {
  trace_begin("suspend, resume, abort, join");

  k_tid_t tid = trace_spawn(0, endless, (void*)0, 5, K_NO_WAIT);

  k_sleep(K_MSEC(30));
  k_thread_suspend(tid);
  trace_event("suspended", 0);
  k_sleep(K_MSEC(60));
  k_thread_resume(tid);
  trace_event("resumed", 0);
  k_sleep(K_MSEC(50));
  trace_event("join without waiting", k_thread_join(tid, K_NO_WAIT));
  trace_event("join for 30 ms", k_thread_join(tid, K_MSEC(30)));
  k_thread_abort(tid);
  trace_event("join when aborted", k_thread_join(tid, K_NO_WAIT));
  trace_event("join again", k_thread_join(tid, K_FOREVER));
  trace_event("join itself", k_thread_join(k_current_get(), K_NO_WAIT));
  trace_end();
}

static void delayed_start(void) {
  trace_begin("delayed start");

  k_tid_t forever = trace_spawn(0, announce, (void*)0, 5, K_FOREVER);
  k_tid_t delayed = trace_spawn(1, announce, (void*)1, 5, K_MSEC(500));

  k_sleep(K_MSEC(20));
  trace_event("start", 0);
  k_thread_start(forever);
  k_sleep(K_MSEC(20));
  trace_event("start early", 1);
  k_thread_start(delayed);
  trace_join(2);

  k_tid_t never = trace_spawn(2, announce, (void*)2, 5, K_MSEC(50));

  k_thread_abort(never);
  trace_event("aborted before its start", k_thread_join(never, K_NO_WAIT));
  k_sleep(K_MSEC(100));
  trace_end();
}

static void names(void) {
  char name[CONFIG_THREAD_MAX_NAME_LEN];
  k_tid_t tid = trace_spawn(0, announce, (void*)0, 5, K_FOREVER);

  printk("[thread names]\n");
  printk("  set: %d\n", k_thread_name_set(tid, "worker"));
  printk("  copy: %d\n", k_thread_name_copy(tid, name, sizeof(name)));
  printk("  name: %s, main: %s\n", k_thread_name_get(tid), k_thread_name_get(k_current_get()));
  k_thread_abort(tid);
}

void trace_threads(void) {
  creation();
  yields();
  locked_scheduler();
  priorities();
  suspension();
  delayed_start();
  names();
}
