// SPDX-License-Identifier: Apache-2.0
// Says each second what time it is. In the environment, QUIT: main returns at once; LOOP: it
// computes for ever; TIMED: it says how long the host took.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zephyr/kernel.h>
#include <zephyr/random/random.h>

static double host_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(void) {
  double begin = host_seconds();
  if (getenv("QUIT") != NULL) {
    printk("main returns\n");
    return 0;
  }
  if (getenv("LOOP") != NULL) {
    printk("looping\n");
    for (;;) {
      __asm__ volatile("");
    }
  }
  printk("random %08x\n", sys_rand32_get());
  for (unsigned second = 0;; ++second) {
    printk("second %u\n", second);
    k_msleep(1000);
    if (second == 8 && getenv("TIMED") != NULL) {
      double took = host_seconds() - begin;
      printf("9.09 virtual seconds took %s\n", took < 0.4    ? "less than 0.4"
                                               : took < 0.45 ? "almost 0.45"
                                                             : "0.45 or more");
    }
  }
}
