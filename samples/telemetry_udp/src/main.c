/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A heap that leaks, a slab in use and a worker; CONFIG_TIDEMARK_LINK_UDP=y sends what the monitor
 * sees in datagrams. The console is free for the application.
 */

#include <zephyr/kernel.h>

#define LEAK_BYTES 100
#define ROUND_MS 1000
#define WORKER_STACK_BYTES 1024
#define WORKER_PRIORITY 5

K_MEM_SLAB_DEFINE(packets, 64, 8, 8);

/* Volatile, so that the compiler keeps an allocation that nobody uses. */
static void* volatile last_block;

static void work(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  while (true) {
    void* packet;

    if (k_mem_slab_alloc(&packets, &packet, K_NO_WAIT) == 0) {
      k_msleep(ROUND_MS / 2);
      k_mem_slab_free(&packets, packet);
    }
    k_msleep(ROUND_MS / 2);
  }
}

K_THREAD_DEFINE(worker, WORKER_STACK_BYTES, work, NULL, NULL, NULL, WORKER_PRIORITY, 0, 0);

int main(void) {
  for (int round = 1;; ++round) {
    last_block = k_malloc(LEAK_BYTES);
    printk("round %d\n", round);
    k_msleep(ROUND_MS);
  }
  return 0;
}
