/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_ZEPHYR_SRC_SHELL_GUARD_H_
#define TIDEMARK_ZEPHYR_SRC_SHELL_GUARD_H_

#include <stddef.h>

struct shell;

/* The subcommand "tidemark guard": what the guard of heaps holds and has found; with the argument
 * "check" every block is checked before, O(blocks). Runs in the shell's thread. Returns 0 or a
 * negative errno. */
int tidemark_guard_command(const struct shell* sh, size_t argc, char** argv);

#endif /* TIDEMARK_ZEPHYR_SRC_SHELL_GUARD_H_ */
