// SPDX-License-Identifier: Apache-2.0

#include "trace.h"

#include <stddef.h>

#define EVENTS_MAX 96
#define WORKER_STACK_BYTES 2048

struct event {
  int32_t ticks;
  const char* label;
  int32_t value;
};

static struct event events[EVENTS_MAX];
static uint32_t event_count;
static struct k_spinlock lock;
static int64_t zero_ticks;

static K_THREAD_STACK_ARRAY_DEFINE(stacks, TRACE_WORKERS, WORKER_STACK_BYTES);
static struct k_thread workers[TRACE_WORKERS];

void trace_begin(const char* name) {
  printk("[%s]\n", name);
  k_sleep(K_TICKS(1));
  event_count = 0;
  zero_ticks = k_uptime_ticks();
}

void trace_event(const char* label, int32_t value) {
  int32_t ticks = (int32_t)(k_uptime_ticks() - zero_ticks);
  k_spinlock_key_t key = k_spin_lock(&lock);

  if (event_count < EVENTS_MAX) {
    events[event_count].ticks = ticks;
    events[event_count].label = label;
    events[event_count].value = value;
  }
  event_count++;
  k_spin_unlock(&lock, key);
}

void trace_end(void) {
  uint32_t count = event_count < EVENTS_MAX ? event_count : EVENTS_MAX;

  for (uint32_t i = 0; i < count; i++) {
    printk("  +%d %s %d\n", (int)events[i].ticks, events[i].label, (int)events[i].value);
  }
  if (event_count > count) {
    printk("  %u events lost\n", (unsigned int)(event_count - count));
  }
  event_count = 0;
}

k_tid_t trace_spawn(int index, k_thread_entry_t entry, void* arg, int priority, k_timeout_t delay) {
  return k_thread_create(&workers[index], stacks[index], K_THREAD_STACK_SIZEOF(stacks[index]),
                         entry, arg, NULL, NULL, priority, 0, delay);
}

void trace_join(int count) {
  for (int i = 0; i < count; i++) {
    int err = k_thread_join(&workers[i], K_SECONDS(60));

    if (err != 0) {
      trace_event("worker did not end", i);
    }
  }
}

uint32_t trace_hash(uint32_t hash, uint32_t value) {
  for (int i = 0; i < 4; i++) {
    hash = (hash ^ ((value >> (8 * i)) & 0xffU)) * 16777619U;
  }
  return hash;
}
