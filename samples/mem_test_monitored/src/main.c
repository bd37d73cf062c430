/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The leak of samples/mem_test without a line of printing: CONFIG_TIDEMARK=y in prj.conf is all
 * that watches it.
 */

#include <zephyr/kernel.h>

#define LEAK_BYTES 100
#define ROUND_MS 1000

/* Volatile, so that the compiler keeps an allocation that nobody uses. */
static void* volatile last_block;

int main(void) {
  while (true) {
    last_block = k_malloc(LEAK_BYTES);
    k_msleep(ROUND_MS);
  }
  return 0;
}
