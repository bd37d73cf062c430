/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Allocates as samples/mem_test_monitored does and frees as much: a healthy application, which
 * must never be accused.
 */

#include <zephyr/kernel.h>

#define BLOCK_BYTES 100
#define HELD_BLOCKS 8
#define ROUND_MS 1000

int main(void) {
  static void* held[HELD_BLOCKS];

  for (unsigned int round = 0;; round++) {
    void** oldest = &held[round % HELD_BLOCKS];

    k_free(*oldest);
    *oldest = k_malloc(BLOCK_BYTES);
    k_msleep(ROUND_MS);
  }
  return 0;
}
