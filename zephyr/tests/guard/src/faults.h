/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GUARD_TEST_FAULTS_H_
#define GUARD_TEST_FAULTS_H_

#include <tidemark/guard.h>
#include <zephyr/kernel.h>

extern struct k_heap own_heap;
extern struct k_heap _system_heap;

/* Each of these functions allocates or frees at one place, which begins where it does and ends
 * before end_of_sites(). */
void* take_from_system(size_t bytes);
void* take_from_own(size_t bytes);
void* take_aligned(size_t align, size_t bytes);
void give_to_system(void* block);
void give_to_own(void* block);
void give_again_to_own(void* block);

/* Whether a return address lies in a function of those above. */
bool is_in(const void* address, const void* function);

/* Waits for the monitor's thread to tell of one fault, and of no other. */
const struct tidemark_guard_event* next_fault(void);
/* Checks all, waits, and returns how many faults were told that nobody asked for. */
unsigned int untold_faults(void);

void guard_heaps(void);

#endif /* GUARD_TEST_FAULTS_H_ */
