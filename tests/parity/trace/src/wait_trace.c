// SPDX-License-Identifier: Apache-2.0

/* Semaphores, and threads that wait for memory: who is woken, in which order, with which result. */

#include "trace.h"

#include <stddef.h>

static K_SEM_DEFINE(sem, 0, 3);
static uint8_t __aligned(64) area[512];
static struct k_heap heap;

static void taker(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);

  int err = k_sem_take(&sem, K_MSEC(200));

  trace_event("taker", (int32_t)(intptr_t)arg);
  trace_event("result", err);
}

static void counts(void) {
  struct k_sem local;

  trace_begin("semaphore counts");
  trace_event("init", k_sem_init(&local, 1, 2));
  trace_event("init with limit 0", k_sem_init(&sem, 0, 0));
  trace_event("init above the limit", k_sem_init(&sem, 4, 3));
  trace_event("take", k_sem_take(&local, K_NO_WAIT));
  trace_event("take empty", k_sem_take(&local, K_NO_WAIT));
  trace_event("take empty, 20 ms", k_sem_take(&local, K_MSEC(20)));
  for (int i = 0; i < 3; i++) {
    k_sem_give(&local);
  }
  trace_event("count after three gives, limit 2", (int32_t)k_sem_count_get(&local));
  k_sem_reset(&local);
  trace_event("count after reset", (int32_t)k_sem_count_get(&local));
  trace_end();
}

static void spawn_takers(void) {
  static const int priorities[] = {4, 2, 4, 3};

  for (int i = 0; i < 4; i++) {
    (void)trace_spawn(i, taker, (void*)(intptr_t)i, priorities[i], K_NO_WAIT);
  }
  k_sleep(K_MSEC(20));
}

static void order(void) {
  (void)k_sem_init(&sem, 0, 3);
  trace_begin("takers 0 to 3 of priorities 4 2 4 3, given one by one");
  spawn_takers();
  for (int i = 0; i < 4; i++) {
    trace_event("give", i);
    k_sem_give(&sem);
    k_sleep(K_MSEC(20));
  }
  trace_join(4);
  trace_end();

  trace_begin("the same, given at once by main at priority 0");
  spawn_takers();
  for (int i = 0; i < 3; i++) {
    k_sem_give(&sem);
  }
  trace_event("main goes on", (int32_t)k_sem_count_get(&sem));
  trace_join(4);
  trace_end();

  trace_begin("the same, given by main at priority 10, then reset");
  spawn_takers();
  k_thread_priority_set(k_current_get(), 10);
  trace_event("main at 10", 0);
  k_sem_give(&sem);
  trace_event("main again", 0);
  k_sem_reset(&sem);
  trace_event("main after reset", 0);
  k_thread_priority_set(k_current_get(), 0);
  trace_join(4);
  trace_end();
}

static void changed_priority(void) {
  trace_begin("a waiter is raised while it waits");
  (void)trace_spawn(0, taker, (void*)0, 4, K_NO_WAIT);

  k_tid_t raised = trace_spawn(1, taker, (void*)1, 6, K_NO_WAIT);

  k_sleep(K_MSEC(20));
  k_thread_priority_set(raised, 2);
  k_sem_give(&sem);
  k_sem_give(&sem);
  trace_join(2);
  trace_end();
}

static void heap_waiter(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);

  size_t bytes = (size_t)(intptr_t)arg;
  void* block = k_heap_alloc(&heap, bytes, K_MSEC(200));

  trace_event(block != NULL ? "has bytes" : "has not bytes", (int32_t)bytes);
  if (block != NULL) {
    k_sleep(K_MSEC(20));
    trace_event("frees bytes", (int32_t)bytes);
    k_heap_free(&heap, block);
  }
}

static void heap_waiting(void) {
  k_heap_init(&heap, area, sizeof(area));
  trace_begin("waiting for memory");

  void* most = k_heap_alloc(&heap, 300, K_NO_WAIT);

  trace_event("300 bytes", most != NULL);
  trace_event("200 bytes at once", k_heap_alloc(&heap, 200, K_NO_WAIT) != NULL);
  trace_event("200 bytes in 30 ms", k_heap_alloc(&heap, 200, K_MSEC(30)) != NULL);
  (void)trace_spawn(0, heap_waiter, (void*)200, 6, K_NO_WAIT);
  (void)trace_spawn(1, heap_waiter, (void*)250, 5, K_NO_WAIT);
  (void)trace_spawn(2, heap_waiter, (void*)1000, 4, K_NO_WAIT);
  k_sleep(K_MSEC(50));
  trace_event("main frees", 300);
  k_heap_free(&heap, most);
  trace_join(3);
  trace_end();
}

void trace_waiting(void) {
  counts();
  order();
  changed_priority();
  heap_waiting();
}
