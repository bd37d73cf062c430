/* SPDX-License-Identifier: Apache-2.0
 * What the parts of the storm share. */
#ifndef STORM_H_
#define STORM_H_

#include <tidemark/allocate.h>
#include <tidemark/reclaim.h>
#include <zephyr/kernel.h>

#define WORKERS 8
#define ALLOCATIONS (100000 / WORKERS) /* of each */

extern struct k_heap _system_heap;

/* Something is not as it must be: says so, and the program ends with 1. */
void wrong(const char* what, uint32_t is, uint32_t should);

/* Below `bound`. From the seed of the run (--seed). */
uint32_t random_below(uint32_t bound);

/* A fixed share of the system heap is taken, past the ladder: between 0 and all of it. */
void change_ballast(void);
/* Gives one block of it back; false: there is none. */
bool drop_ballast(void);
void drop_all_ballast(void);

/* Keeps a block until a reclaimer wants it; false: there is no room. From any context. */
bool keep_in_cache(void* block);
void empty_cache(void);
/* Callbacks that ran while another one did, and those of one shedder out of turn. */
extern uint32_t overlaps;
extern uint32_t calls_of_reclaimers;
/* Allocations that were refused to reclaimers, and to the interrupt handler. */
extern atomic_t refused_within;
extern atomic_t refused_in_isr;
extern bool is_shed;
void start_isr(void);
void stop_isr(void);

/* One of the threads. */
struct worker {
  struct k_thread thread;
  uint32_t allocations;
  uint32_t refused; /* NULL of a call that the ladder is under */
  size_t asked;     /* of the heap, by the call that runs; 0: none */
  const struct k_heap* heap;
  uint32_t handled; /* failures of this thread that the handler saw */
};
extern struct worker workers[WORKERS];
void start_workers(void);
/* False: not all have ended within an hour. */
bool join_workers(void);
enum tidemark_oom_choice choose(const struct tidemark_oom_failure* failure, void* user_data);

#endif /* STORM_H_ */
