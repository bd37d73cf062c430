// SPDX-License-Identifier: Apache-2.0

/* Waits that something other than their object ends or disturbs, and what calls do at their limits.
 */

#include <string.h>
#include <zephyr/sys/mem_blocks.h>

#include "trace.h"

#define TICK_US (1000000U / CONFIG_SYS_CLOCK_TICKS_PER_SEC)
#define WAIT K_MSEC(80)

static K_SEM_DEFINE(edge_sem, 0, 1);
static K_MUTEX_DEFINE(edge_mutex);
static K_CONDVAR_DEFINE(edge_condvar);
static K_QUEUE_DEFINE(edge_queue);
static K_EVENT_DEFINE(edge_event);
K_MSGQ_DEFINE(edge_messages, 4, 1, 4);
K_STACK_DEFINE(edge_stack, 1);
K_MEM_SLAB_DEFINE_STATIC(edge_slab, 16, 1, 8);
static struct k_poll_signal edge_signal = K_POLL_SIGNAL_INITIALIZER(edge_signal);

static int32_t wait_for_sem(void) {
  return k_sem_take(&edge_sem, WAIT);
}

static int32_t wait_for_mutex(void) {
  int err = k_mutex_lock(&edge_mutex, WAIT);

  if (err == 0) {
    (void)k_mutex_unlock(&edge_mutex);
  }
  return err;
}

static int32_t wait_for_message(void) {
  uint32_t message;

  return k_msgq_get(&edge_messages, &message, WAIT);
}

static int32_t wait_for_item(void) {
  return k_queue_get(&edge_queue, WAIT) != NULL;
}

static int32_t wait_for_event(void) {
  return (int32_t)k_event_wait(&edge_event, 5, false, WAIT);
}

static int32_t wait_for_signal(void) {
  struct k_poll_event event =
      K_POLL_EVENT_INITIALIZER(K_POLL_TYPE_SIGNAL, K_POLL_MODE_NOTIFY_ONLY, &edge_signal);

  return k_poll(&event, 1, WAIT);
}

static int32_t wait_for_block(void) {
  void* block;
  int err = k_mem_slab_alloc(&edge_slab, &block, WAIT);

  if (err == 0) {
    k_mem_slab_free(&edge_slab, block);
  }
  return err;
}

static int32_t wait_for_word(void) {
  stack_data_t word;

  return k_stack_pop(&edge_stack, &word, WAIT);
}

static int32_t wait_for_time(void) {
  return k_sleep(WAIT);
}

static const struct {
  const char* name;
  int32_t (*wait)(void);
} waits[] = {
    {"semaphore", wait_for_sem}, {"mutex", wait_for_mutex}, {"message", wait_for_message},
    {"item", wait_for_item},     {"event", wait_for_event}, {"signal", wait_for_signal},
    {"block", wait_for_block},   {"word", wait_for_word},   {"time", wait_for_time},
};

static void waiter(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);

  size_t kind = (size_t)(uintptr_t)arg;

  trace_event(waits[kind].name, waits[kind].wait());
}

static void give_everything(void* block) {
  static struct { void* reserved; } item;
  uint32_t message = 1;

  k_sem_give(&edge_sem);
  (void)k_mutex_unlock(&edge_mutex);
  (void)k_msgq_put(&edge_messages, &message, K_NO_WAIT);
  k_queue_append(&edge_queue, &item);
  (void)k_event_post(&edge_event, 1);
  (void)k_poll_signal_raise(&edge_signal, 0);
  k_mem_slab_free(&edge_slab, block);
  (void)k_stack_push(&edge_stack, 1);
}

static void take_everything(void) {
  stack_data_t word;

  k_sem_reset(&edge_sem);
  k_msgq_purge(&edge_messages);
  (void)k_queue_get(&edge_queue, K_NO_WAIT);
  (void)k_event_clear(&edge_event, UINT32_MAX);
  k_poll_signal_reset(&edge_signal);
  (void)k_stack_pop(&edge_stack, &word, K_NO_WAIT);
}

enum disturbance { WAKE_UP, SUSPEND_OVER_GIVE, SUSPEND_OVER_END, ABORT };

static void disturb(enum disturbance how, k_tid_t thread, void* block) {
  switch (how) {
    case WAKE_UP:
      k_wakeup(thread);
      k_sleep(K_MSEC(20));
      give_everything(block);
      break;
    case SUSPEND_OVER_GIVE:
      k_thread_suspend(thread);
      give_everything(block);
      k_sleep(K_MSEC(20));
      k_thread_resume(thread);
      break;
    case SUSPEND_OVER_END:
      k_thread_suspend(thread);
      k_sleep(K_MSEC(100));
      trace_event("resumed, then given", 0);
      k_thread_resume(thread);
      give_everything(block);
      break;
    case ABORT:
      k_thread_abort(thread);
      give_everything(block);
      break;
  }
}

static void disturbed_waits(const char* name, enum disturbance how) {
  trace_begin(name);
  for (size_t kind = 0; kind < ARRAY_SIZE(waits); kind++) {
    void* block = NULL;

    (void)k_mutex_lock(&edge_mutex, K_FOREVER);
    (void)k_mem_slab_alloc(&edge_slab, &block, K_NO_WAIT);
    k_tid_t thread = trace_spawn(0, waiter, (void*)(uintptr_t)kind, 3, K_NO_WAIT);

    k_sleep(K_MSEC(20));
    disturb(how, thread, block);
    trace_join(1);
    take_everything();
  }
  trace_end();
}

static void signals_condvar(void* arg, void* b, void* c) {
  ARG_UNUSED(arg);
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  trace_event("signal", k_condvar_signal(&edge_condvar));
}

/* It waits for the next tick, and a signal until then counts. */
static void condition_without_time(void) {
  trace_begin("condition variable, no time to wait");
  (void)k_mutex_lock(&edge_mutex, K_FOREVER);
  trace_event("nobody signals", k_condvar_wait(&edge_condvar, &edge_mutex, K_NO_WAIT));
  (void)trace_spawn(0, signals_condvar, NULL, 5, K_NO_WAIT);
  trace_event("signalled", k_condvar_wait(&edge_condvar, &edge_mutex, K_NO_WAIT));
  (void)k_mutex_unlock(&edge_mutex);
  trace_join(1);
  trace_end();
}

static void computes(void* arg, void* b, void* c) {
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  for (int i = 0; i < 3; i++) {
    k_busy_wait(TICK_US + TICK_US / 2U);
    trace_event((intptr_t)arg == 0 ? "0 has computed" : "1 has computed", i);
  }
}

static void interrupts(void* arg, void* b, void* c) {
  ARG_UNUSED(arg);
  ARG_UNUSED(b);
  ARG_UNUSED(c);
  for (int i = 0; i < 3; i++) {
    k_sleep(K_TICKS(1));
    trace_event("better thread has woken", i);
    k_busy_wait(TICK_US / 4U);
  }
}

/* Whoever is preempted in the tick in which its slice ends goes on, with a new slice. */
static void slice_ends_with_a_wake_up(void) {
  trace_begin("slices of 20 ms end in the tick in which a better thread wakes");
  k_sched_time_slice_set(20, 0);
  (void)trace_spawn(0, computes, (void*)0, 5, K_NO_WAIT);
  (void)trace_spawn(1, computes, (void*)1, 5, K_NO_WAIT);
  (void)trace_spawn(2, interrupts, NULL, 3, K_NO_WAIT);
  trace_join(3);
  k_sched_time_slice_set(0, 0);
  trace_end();
}

static void uses_own_pool(void* arg, void* b, void* c) {
  ARG_UNUSED(arg);
  ARG_UNUSED(b);
  ARG_UNUSED(c);

  static int item;

  trace_event("append", k_queue_alloc_append(&edge_queue, &item));
  trace_event("got it", k_queue_get(&edge_queue, K_NO_WAIT) == &item);
  k_thread_heap_assign(k_current_get(), NULL);
  trace_event("append without a pool", k_queue_alloc_append(&edge_queue, &item));
}

SYS_MEM_BLOCKS_DEFINE_STATIC(edge_blocks, 16, 2, 16);

static void limits(void) {
  void* blocks[2] = {NULL, NULL};
  char name[4] = {'-', '-', '-', '-'};

  trace_begin("limits: a thread's own pool, blocks after a failure, a name that is cut");
  (void)trace_spawn(0, uses_own_pool, NULL, 3, K_NO_WAIT);
  trace_join(1);
  (void)sys_mem_blocks_alloc(&edge_blocks, 1, &blocks[0]);
  blocks[1] = &blocks[1];
  trace_event("two of one", sys_mem_blocks_alloc(&edge_blocks, 2, blocks));
  trace_event("second address kept", blocks[1] == &blocks[1]);
  (void)k_thread_name_set(k_current_get(), "main");
  trace_event("name of 4 in 3", k_thread_name_copy(k_current_get(), name, 3));
  trace_event("begins as it should", name[0] == 'm' && name[1] == 'a');
  trace_end();
}

void trace_edges(void) {
  disturbed_waits("waits that k_wakeup meets", WAKE_UP);
  disturbed_waits("waits suspended over the gift", SUSPEND_OVER_GIVE);
  disturbed_waits("waits suspended over their end", SUSPEND_OVER_END);
  disturbed_waits("waits whose thread is aborted", ABORT);
  condition_without_time();
  slice_ends_with_a_wake_up();
  limits();
}
