/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "faults.h"

K_HEAP_DEFINE(my_heap, 2048);
K_HEAP_DEFINE(other_heap, 2048);
K_MEM_SLAB_DEFINE(my_slab, 64, 4, 8);
K_MEM_SLAB_DEFINE(other_slab, 64, 4, 8);
SYS_MEM_BLOCKS_DEFINE(my_blocks, 64, 4, 8);
K_THREAD_STACK_DEFINE(worker_stack, WORKER_STACK);

struct k_thread worker;
struct sys_heap raw_heap;
struct sys_multi_heap my_multi;
sys_multi_mem_blocks_t my_group;
char raw_memory[1024] __aligned(8);
char global_bytes[32];
char* volatile kept;
volatile int sink;

char* slab_block(struct k_mem_slab* slab) {
  void* block = NULL;
  (void)k_mem_slab_alloc(slab, &block, K_NO_WAIT);
  return block;
}

char* one_block(void) {
  void* block = NULL;
  (void)sys_mem_blocks_alloc(&my_blocks, 1, &block);
  return block;
}

void in_worker(k_thread_entry_t entry, void* argument) {
  k_tid_t thread = k_thread_create(&worker, worker_stack, K_THREAD_STACK_SIZEOF(worker_stack),
                                   entry, argument, NULL, NULL, 5, 0, K_NO_WAIT);
  k_thread_name_set(thread, "worker");
  k_thread_join(thread, K_FOREVER);
}

static void* first_heap(struct sys_multi_heap* multi, void* cfg, size_t align, size_t size) {
  return sys_heap_aligned_alloc(multi->heaps[0].heap, align, size);
}

static sys_mem_blocks_t* first_allocator(struct sys_multi_mem_blocks* group, void* cfg) {
  return group->allocators[0];
}

static bool run_one(const char* wanted) {
  const struct fault_case* tables[] = {special_cases, leak_cases, correct_cases, undefined_cases,
                                       plus_cases};
  for (size_t i = 0; i < ARRAY_SIZE(tables); ++i) {
    for (const struct fault_case* at = tables[i]; at->name != NULL; ++at) {
      if (strcmp(at->name, wanted) == 0) {
        at->run();
        return true;
      }
    }
  }
  return run_matrix(wanted);
}

int main(void) {
  const char* wanted = getenv("FAULT");
  printk("begin\n");
  sys_heap_init(&raw_heap, raw_memory, sizeof(raw_memory));
  sys_multi_heap_init(&my_multi, first_heap);
  sys_multi_heap_add_heap(&my_multi, &raw_heap, NULL);
  sys_multi_mem_blocks_init(&my_group, first_allocator);
  sys_multi_mem_blocks_add_allocator(&my_group, &my_blocks);
  if (wanted != NULL && !run_one(wanted)) {
    printk("no such case: %s\n", wanted);
    exit(3);
  }
  printk("end\n");
  return 0;
}
