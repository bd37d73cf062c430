/* SPDX-License-Identifier: Apache-2.0 */
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#include "test_checks.h"

int main(void) {
  static const struct {
    const char* name;
    const char* (*check)(void);
  } checks[] = {
      {"system heap", check_system_heap},
      {"defined heap", check_defined_heap},
      {"largest free block", check_largest_free},
      {"runtime heap", check_runtime_heap},
      {"bare heap", check_bare_heap},
      {"malloc", check_malloc},
      {"memory slab", check_mem_slab},
      {"network buffers", check_net_buf_pool},
      {"memory blocks", check_mem_blocks},
      {"thread", check_thread},
      {"thread lives", check_thread_lives},
      {"kernel's threads", check_kernel_threads},
      {"interrupt stack", check_isr_stack},
      {"peaks reset", check_peaks_reset},
      {"interrupt", check_interrupt},
      {"absent profile", check_absent_profile},
  };
  int failures = 0;

  /* The monitor takes its own first sample now. */
  k_msleep(100);
  for (size_t i = 0; i < ARRAY_SIZE(checks); i++) {
    const char* failure = checks[i].check();

    printk("%s: %s\n", checks[i].name, failure == NULL ? "ok" : failure);
    failures += failure == NULL ? 0 : 1;
  }
  printk("%s: known values\n", failures == 0 ? "PASS" : "FAIL");
  return 0;
}
