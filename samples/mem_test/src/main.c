/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes 100 bytes with k_malloc each second and never gives them back, and prints what is left of
 * the main thread's stack and of the system heap. Plain Zephyr: nothing of Tidemark is in here.
 */

#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>
#include <zephyr/sys/sys_heap.h>

#define LEAK_BYTES 100
#define ROUND_MS 1000

extern struct k_heap _system_heap;

static void print_stack(void) {
  size_t unused_bytes;
  int err = k_thread_stack_space_get(k_current_get(), &unused_bytes);

  if (err != 0) {
    printk("Stack | unknown (error %d)\n", err);
    return;
  }
  printk("Stack | Free: %u bytes\n", (unsigned int)unused_bytes);
}

static void print_heap(void) {
  struct sys_memory_stats stats;
  int err = sys_heap_runtime_stats_get(&_system_heap.heap, &stats);

  if (err != 0) {
    printk("Heap | unknown (error %d)\n", err);
    return;
  }
  printk("Heap | Free: %u bytes, Allocated: %u bytes\n", (unsigned int)stats.free_bytes,
         (unsigned int)stats.allocated_bytes);
}

int main(void) {
  print_stack();
  print_heap();

  while (true) {
    /* The leak: the pointer is dropped. */
    if (k_malloc(LEAK_BYTES) == NULL) {
      printk("k_malloc: no %d bytes left\n", LEAK_BYTES);
    }
    print_stack();
    print_heap();
    k_msleep(ROUND_MS);
  }
  return 0;
}
