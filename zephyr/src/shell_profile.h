/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_ZEPHYR_SRC_SHELL_PROFILE_H_
#define TIDEMARK_ZEPHYR_SRC_SHELL_PROFILE_H_

#include <stddef.h>

struct shell;

/* Subcommands of "tidemark" about the heap profile, over its C API. Each prints a table, and below
 * it what the profile lacks. They run in the shell's thread, and return 0 or a negative errno.
 * Those that rank take how many rows to print as their argument. O(sites * records). */
int tidemark_sites_command(const struct shell* sh, size_t argc, char** argv);
int tidemark_compare_command(const struct shell* sh, size_t argc, char** argv);
int tidemark_live_command(const struct shell* sh, size_t argc, char** argv);
int tidemark_threads_command(const struct shell* sh, size_t argc, char** argv);
int tidemark_mark_command(const struct shell* sh, size_t argc, char** argv);

#endif /* TIDEMARK_ZEPHYR_SRC_SHELL_PROFILE_H_ */
