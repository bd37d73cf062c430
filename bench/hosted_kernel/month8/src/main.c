// SPDX-License-Identifier: Apache-2.0
// Eight threads that wake once a second, allocate, hand a message on and sleep again: run with
// --no-rt --stop_at=2592000 it is a month of it. With BENCH_THREADS=1000 in the environment a
// thousand threads do it.
#include <stdio.h>
#include <stdlib.h>
#include <zephyr/kernel.h>

#define MOST_THREADS 1000
#define STACK_BYTES 1024

K_THREAD_STACK_ARRAY_DEFINE(stacks, MOST_THREADS, STACK_BYTES);
static struct k_thread threads[MOST_THREADS];
static uint64_t wake_ups;
K_SEM_DEFINE(tokens, 0, MOST_THREADS);

static void each_second(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  for (;;) {
    void* block = k_malloc(100);
    ++wake_ups;
    k_sem_give(&tokens);
    (void)k_sem_take(&tokens, K_FOREVER);
    k_free(block);
    k_msleep(1000);
  }
}

int main(void) {
  const char* wanted = getenv("BENCH_THREADS");
  int count = wanted != NULL ? atoi(wanted) : 8;
  for (int i = 0; i < count && i < MOST_THREADS; ++i) {
    (void)k_thread_create(&threads[i], stacks[i], STACK_BYTES, each_second, NULL, NULL, NULL,
                          i % CONFIG_NUM_PREEMPT_PRIORITIES, 0, K_MSEC(i));
  }
  for (int day = 1;; ++day) {
    k_sleep(K_HOURS(24));
    printk("day %d: %llu wake-ups\n", day, (unsigned long long)wake_ups);
  }
}
