/* SPDX-License-Identifier: Apache-2.0 */
/* What the shell's own commands need beyond what applications have. */
#ifndef HOSTED_SRC_SHELL_COMMANDS_H_
#define HOSTED_SRC_SHELL_COMMANDS_H_

#include <zephyr/shell/shell.h>

#ifdef __cplusplus
extern "C" {
#endif

/* All root commands with their help. */
void hosted_shell_print_roots(const struct shell* sh);
/* A control sequence; nothing if those are off. */
void hosted_shell_control(const struct shell* sh, const char* sequence);
/* Asks the terminal for its size and takes it over; false if it does not answer in a second. */
bool hosted_shell_ask_size(const struct shell* sh);
/* The command that the arguments name, if it may be selected; else null. */
const struct shell_static_entry* hosted_shell_selectable(const struct shell* sh, size_t argc,
                                                         char** argv);

#ifdef __cplusplus
}
#endif

#endif
