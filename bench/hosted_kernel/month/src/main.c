// SPDX-License-Identifier: Apache-2.0
// What samples/mem_test does once a second, but with the block freed: run with --no-rt
// --stop_at=2592000 it is a month of it.
#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>

extern struct k_heap _system_heap;

int main(void) {
  for (;;) {
    size_t unused = 0;
    struct sys_memory_stats stats = {0};
    void* block = k_malloc(100);
    (void)k_thread_stack_space_get(k_current_get(), &unused);
    (void)sys_heap_runtime_stats_get(&_system_heap.heap, &stats);
    printk("Stack | Free: %u bytes\n", (unsigned int)unused);
    printk("Heap | Free: %u bytes, Allocated: %u bytes\n", (unsigned int)stats.free_bytes,
           (unsigned int)stats.allocated_bytes);
    k_free(block);
    k_msleep(1000);
  }
}
