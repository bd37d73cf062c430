/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_ZEPHYR_SRC_RESOURCE_VIEW_H_
#define TIDEMARK_ZEPHYR_SRC_RESOURCE_VIEW_H_

#include "tidemark/tidemark.h"

/* A resource of any kind in one form, for those that list all of them: the shell and the mcumgr
 * group. Over the C API, and so for threads only. 150 bytes. */
struct tidemark_view {
  const char* kind; /* As in report lines; lives for ever. */
  char name[TIDEMARK_NAME_SIZE];
  bool has_used; /* Not of a stack. */
  uint32_t used; /* Bytes of a heap or a stack, blocks of a pool; so are peak and size. */
  bool has_peak;
  uint32_t peak;
  uint32_t size;
  bool has_block_bytes; /* Of a pool. */
  uint32_t block_bytes;
  bool has_priority; /* Of a thread's stack. */
  int priority;
  enum tidemark_level level;
  bool has_verdict; /* Not of a stack. */
  enum tidemark_verdict verdict;
  bool has_trend;
  struct tidemark_trend trend;
};

/* Fills `out` with the resource number `index` of its kinds, from 0 without gaps. -ENOENT: there
 * are no more. -EWOULDBLOCK: in an interrupt. */
typedef int (*tidemark_view_get)(size_t index, struct tidemark_view* out);
int tidemark_view_heap(size_t index, struct tidemark_view* out);
int tidemark_view_stack(size_t index, struct tidemark_view* out);
int tidemark_view_pool(size_t index, struct tidemark_view* out);

/* Whether it leaks, grows or is near its end. */
bool tidemark_is_remarkable(const struct tidemark_view* view);

/* The words of report lines. */
const char* tidemark_level_word(enum tidemark_level level);
const char* tidemark_verdict_word(enum tidemark_verdict verdict);

#endif /* TIDEMARK_ZEPHYR_SRC_RESOURCE_VIEW_H_ */
