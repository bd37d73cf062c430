/* SPDX-License-Identifier: Apache-2.0 */
/* Faults on purpose, and correct programs that look a little like them. Each file has a table of
 * cases; main.c runs the one that the environment variable FAULT names. */
#ifndef FAULTS_H_
#define FAULTS_H_

#include <zephyr/kernel.h>
#include <zephyr/sys/mem_blocks.h>
#include <zephyr/sys/multi_heap.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WORKER_STACK 1024

struct fault_case {
  const char* name; /* NULL ends a table */
  void (*run)(void);
};
#define CASE(name) \
  { #name, name }
#define NO_MORE_CASES \
  { NULL, NULL }

extern const struct fault_case special_cases[], leak_cases[], correct_cases[], undefined_cases[],
    plus_cases[];
/* "past_end.k_malloc" and so on: every kind of fault with every allocator. False: no such name. */
bool run_matrix(const char* name);

extern struct k_heap my_heap, other_heap;
extern struct k_mem_slab my_slab, other_slab;
extern sys_mem_blocks_t my_blocks;
extern sys_multi_mem_blocks_t my_group;
extern struct sys_heap raw_heap;
extern struct sys_multi_heap my_multi;
extern char raw_memory[1024];
extern char global_bytes[32];
extern char* volatile kept; /* what is here is reachable, and the compiler cannot see through it */
extern volatile int sink;   /* 0 until a case adds to it */
extern struct k_thread worker;
K_THREAD_STACK_DECLARE(worker_stack, WORKER_STACK);

char* slab_block(struct k_mem_slab* slab);
char* one_block(void);
/* Starts a thread called "worker" below main's priority and waits for its end. */
void in_worker(k_thread_entry_t entry, void* argument);

#ifdef __cplusplus
}
#endif

#endif
