/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_ZEPHYR_SRC_SHELL_RECLAIM_H_
#define TIDEMARK_ZEPHYR_SRC_SHELL_RECLAIM_H_

#include <stddef.h>

struct shell;

/* The subcommand "tidemark reclaim": what each reclaimer said and gave, passes, and how failing
 * allocations ended; with the argument "now" a pass over all reclaimers comes before, for which
 * this waits. Runs in the shell's thread. Returns 0 or a negative errno. */
int tidemark_reclaim_command(const struct shell* sh, size_t argc, char** argv);

#endif /* TIDEMARK_ZEPHYR_SRC_SHELL_RECLAIM_H_ */
