// SPDX-License-Identifier: Apache-2.0
// A thousand threads at once, each on a 512-byte stack, sleeping and printing; created twice over
// the same stacks.
#include <zephyr/kernel.h>
#include <zephyr/random/random.h>

#define THREADS 1000
#define ROUNDS 20

K_THREAD_STACK_ARRAY_DEFINE(stacks, THREADS, 512);
static struct k_thread threads[THREADS];
static K_SEM_DEFINE(gate, 0, THREADS);
static unsigned wakeups, least_unused, seen;
static uint32_t order;

static void run(void* index, void* b, void* c) {
  char name[16];
  snprintk(name, sizeof(name), "t%u", (unsigned)(uintptr_t)index);
  k_thread_name_set(NULL, name);
  k_sem_take(&gate, K_FOREVER);
  for (int i = 0; i < ROUNDS; ++i) {
    k_sleep(K_MSEC(sys_rand32_get() % 5000));
    ++wakeups;
    order = order * 31 + (uint32_t)(uintptr_t)index;
  }
}

static void inspect(const struct k_thread* thread, void* count) {
  size_t unused = 0;
  k_thread_stack_space_get(thread, &unused);
  if (thread->stack_info.size == 512) {
    ++*(unsigned*)count;
    least_unused = MIN(least_unused, unused);
  }
}

int main(void) {
  for (int pass = 0; pass < 2; ++pass) {
    wakeups = 0;
    seen = 0;
    least_unused = 512;
    for (unsigned i = 0; i < THREADS; ++i) {
      k_thread_create(&threads[i], stacks[i], 512, run, (void*)(uintptr_t)i, NULL, NULL,
                      (int)(i % 14), 0, K_NO_WAIT);
    }
    k_msleep(10);
    for (unsigned i = 0; i < THREADS; ++i) {
      k_sem_give(&gate);
    }
    k_msleep(1000);
    k_thread_foreach(inspect, &seen);
    for (unsigned i = 0; i < THREADS; ++i) {
      k_thread_join(&threads[i], K_FOREVER);
    }
    printk("seen %u, wake-ups %u, room left on every stack %d, %s\n", seen, wakeups,
           least_unused > 0, k_thread_name_get(&threads[THREADS - 1]));
    printk("order %08x at %u ms\n", order, k_uptime_get_32());
  }
  return 0;
}
