/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROBE_H_
#define PROBE_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the profile has of one live block. */
struct probe_block {
  uint32_t size;
  uintptr_t pool;
  uintptr_t frames[4];
  bool has_owner; /* A thread, and not interrupts. */
  bool has_ended; /* That thread. */
  uintptr_t owner;
  unsigned owner_slot;
  char owner_name[16]; /* Of one that has ended. */
};

/* Live blocks of that address, of which one is written to `out`. */
size_t probe_find(const void* block, struct probe_block* out);
/* Live blocks of all. */
size_t probe_live(void);

/* Noted by calls round an allocating call: its return address lies between theirs. */
struct probe_range {
  uintptr_t first;
  uintptr_t last;
};
extern struct probe_range probe_site;   /* Of the function that allocates. */
extern struct probe_range probe_caller; /* Of who called that. */
void probe_before(struct probe_range* range);
void probe_after(struct probe_range* range);

#ifdef __cplusplus
}
#endif

#endif /* PROBE_H_ */
