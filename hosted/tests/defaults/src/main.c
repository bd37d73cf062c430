/* SPDX-License-Identifier: Apache-2.0 */
/* An application that sets nothing: the default pool is there, what is switched off is gone,
 * versions are reported. */
#include <version.h>
#include <zephyr/kernel.h>
#include <zephyr/version.h>

K_MEM_SLAB_DEFINE(slab, 8, 2, 8);

BUILD_ASSERT(IS_ENABLED(CONFIG_ARCH_POSIX) && IS_ENABLED(CONFIG_64BIT));
BUILD_ASSERT(!IS_ENABLED(CONFIG_INIT_STACKS) && !IS_ENABLED(CONFIG_SYS_HEAP_RUNTIME_STATS) &&
             !IS_ENABLED(CONFIG_THREAD_MONITOR));
BUILD_ASSERT(KERNEL_VERSION_NUMBER == ZEPHYR_VERSION(3, 7, 0));

/* Linked only if the call exists; it must not without CONFIG_SYS_HEAP_RUNTIME_STATS. */
extern int sys_heap_runtime_stats_get(struct sys_heap* heap, struct sys_memory_stats* stats)
    __attribute__((weak));

int main(void) {
  void* block;
  int count = 0;

  while (k_malloc(1000) != NULL) {
    count++;
  }
  (void)k_mem_slab_alloc(&slab, &block, K_NO_WAIT);
  printk("%s %s pool %d, %d blocks of 1000, slab max %u, statistics %d\n", CONFIG_BOARD,
         KERNEL_VERSION_STRING, CONFIG_HEAP_MEM_POOL_SIZE, count, k_mem_slab_max_used_get(&slab),
         sys_heap_runtime_stats_get != NULL);
  return 0;
}
