/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A heap that leaks while another keeps its level: CONFIG_TIDEMARK_LINK_MQTT=y publishes what the
 * monitor sees.
 */

#include <zephyr/kernel.h>

#define LEAK_BYTES 100
#define ROUND_MS 1000

K_HEAP_DEFINE(buffers, 512);

/* Volatile, so that the compiler keeps an allocation that nobody uses. */
static void* volatile last_block;

int main(void) {
  for (int round = 1;; ++round) {
    void* buffer = k_heap_alloc(&buffers, 64, K_NO_WAIT);

    last_block = k_malloc(LEAK_BYTES);
    printk("round %d\n", round);
    k_msleep(ROUND_MS / 2);
    k_heap_free(&buffers, buffer);
    k_msleep(ROUND_MS / 2);
  }
  return 0;
}
