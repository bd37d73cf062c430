/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TIDEMARK_ZEPHYR_SRC_SHELL_RECOVERY_H_
#define TIDEMARK_ZEPHYR_SRC_SHELL_RECOVERY_H_

#include <stddef.h>

struct shell;

/* The subcommand "tidemark restart": how the life before ended, and what it left behind; with the
 * argument "leave" safe mode ends. Runs in the shell's thread. Returns 0 or a negative errno. */
int tidemark_restart_command(const struct shell* sh, size_t argc, char** argv);

#endif /* TIDEMARK_ZEPHYR_SRC_SHELL_RECOVERY_H_ */
