/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ALLOCATE_H_
#define ALLOCATE_H_

#include <stddef.h>
#include <zephyr/kernel.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Each allocates 100 bytes by one call, with probe_before() and probe_after() round it. */
struct allocation {
  const char* name;
  void* (*allocate)(void);
  void (*free)(void* block);
  size_t offset;    /* Of the user's block from what the heap gave out. */
  size_t size;      /* Asked of the heap. */
  const void* pool; /* Null: the C library's, whatever that is. */
};

extern const struct allocation allocations[];
extern const size_t allocation_count;
/* The same in C++. */
extern const struct allocation plus_allocations[];
extern const size_t plus_allocation_count;

extern struct k_heap own_heap;

#ifdef __cplusplus
}
#endif

#endif /* ALLOCATE_H_ */
