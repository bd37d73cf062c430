/* SPDX-License-Identifier: Apache-2.0
 * The system heap, filled and emptied, and the reclaimers and shedders of this program. */
#ifndef MEMORY_H_
#define MEMORY_H_

#include <tidemark/allocate.h>
#include <tidemark/reclaim.h>
#include <zephyr/kernel.h>

#ifdef __cplusplus
extern "C" {
#endif

extern struct k_heap _system_heap;

/* Takes all of the system heap, past the ladder, but for what is too small for a block of 64. */
void fill_heap(void);
/* Gives one of these back that has at least so many bytes, or all. */
void give_back(size_t bytes);
void give_all_back(void);

/* What the reclaimer "moody" does. It is called after "cheap" and before "dear". */
enum mood {
  GIVES_NOTHING,
  LIES,
  IS_LATE,
  IS_STUCK, /* until cheer_up() */
  ALLOCATES,
  REENTERS,
  REGISTERS,
};
extern enum mood mood;
void cheer_up(void);
/* What came of it: NULL, or what it says is wrong. */
extern const char* complaint;

/* Calls of "cheap", "moody" and "dear" since reset(), as "c", "m" and "d"; of the shedders "log"
 * and "video" as "L", "V" when they are switched off and "l", "v" when on. */
extern char calls[64];
/* Whether these, and no others, were. */
bool were_called(const char* expected);
/* How often callbacks ran while another one did. */
extern int overlaps;

/* A block that "cheap" or "dear" gives back when it is called next. */
void lend_to_cheap(void* block);
void lend_to_dear(void* block);

/* All as at the start: the heap empty but for the reserve, optional work on. */
void reset_memory(void);

struct tidemark_ladder_status ladder_status(void);
struct tidemark_reclaimer_status reclaimer_status(const char* name);

/* allocate_plus.cpp: what is wrong, or NULL. */
const char* allocate_in_cpp(void);
void* allocate_by_new(size_t bytes);
void free_by_delete(void* block);

#ifdef __cplusplus
}
#endif

#endif /* MEMORY_H_ */
