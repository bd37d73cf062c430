// SPDX-License-Identifier: Apache-2.0
// One wake-up a second with a block allocated and freed: run with --no-rt --stop_at=2592000 it is a
// month.
#include <zephyr/kernel.h>

int main(void) {
  for (;;) {
    void* block = k_malloc(100);
    k_free(block);
    k_msleep(1000);
  }
}
