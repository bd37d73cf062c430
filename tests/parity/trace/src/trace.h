// SPDX-License-Identifier: Apache-2.0

/*
 * A trace of what the kernel and its allocators do, the same at each run, without addresses and
 * without anything that depends on how long code takes (as long as a section's code stays below one
 * tick between its sleeps). Two systems that print the same trace behave alike in everything that
 * the sections look at.
 */
#ifndef TRACE_H_
#define TRACE_H_

#include <stdint.h>
#include <zephyr/kernel.h>

#define TRACE_WORKERS 5

/* Starts a section: prints its name, waits for the start of a tick, takes that tick as zero. */
void trace_begin(const char* name);

/* Records "label value" with the ticks since trace_begin. Prints nothing, so that it takes next to
 * no time. ISR-safe. */
void trace_event(const char* label, int32_t value);

/* Prints and forgets what was recorded. Ends the section. */
void trace_end(void);

/* Starts worker `index` (0 to TRACE_WORKERS - 1) with `arg` as its first argument. */
k_tid_t trace_spawn(int index, k_thread_entry_t entry, void* arg, int priority, k_timeout_t delay);

/* Waits for the end of workers 0 to count - 1; one that does not end within a minute is recorded.
 */
void trace_join(int count);

/* FNV-1a over the four bytes of `value`, lowest first. Start with TRACE_HASH_START. */
#define TRACE_HASH_START 2166136261U
uint32_t trace_hash(uint32_t hash, uint32_t value);

void trace_heap_tables(void);
void trace_heap_random(void);
void trace_slabs(void);
void trace_time(void);
void trace_timers(void);
void trace_threads(void);
void trace_waiting(void);
void trace_mutexes(void);
void trace_work(void);
void trace_queues(void);
void trace_polling(void);
void trace_slices(void);
void trace_pools(void);
void trace_formats(void);
void trace_edges(void);

#endif /* TRACE_H_ */
