/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_ZEPHYR_SRC_SHELL_TABLE_H_
#define TIDEMARK_ZEPHYR_SRC_SHELL_TABLE_H_

#include <stddef.h>

#include "zephyr/src/resource_view.h"
#include "zephyr/src/shell_format.h"

struct shell;

/* A column: which value, how wide in characters (negative: the text begins at the left), and its
 * title. A table's columns begin with the name, whose width is that of the longest, and end with a
 * title of NULL. */
struct tidemark_column {
  uint8_t cell;
  int8_t width;
  const char* title;
};

extern const struct tidemark_column tidemark_heap_columns[];
extern const struct tidemark_column tidemark_stack_columns[];
extern const struct tidemark_column tidemark_pool_columns[];
extern const struct tidemark_column tidemark_verdict_columns[];

/* Whether a resource is to have a row. */
typedef bool (*tidemark_view_filter)(const struct tidemark_view* view);
bool tidemark_is_any(const struct tidemark_view* view);

/* Prints a row for each resource that `get[0]` to `get[count - 1]` have and `filter` takes, below a
 * line of titles. Returns how many; with 0 nothing is printed. Goes through the resources twice:
 * where they change meanwhile, columns may stand askew. For the shell's thread. */
size_t tidemark_print_table(const struct shell* sh, const struct tidemark_column* columns,
                            const tidemark_view_get* get, size_t count,
                            tidemark_view_filter filter);

#endif /* TIDEMARK_ZEPHYR_SRC_SHELL_TABLE_H_ */
