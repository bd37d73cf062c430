/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SHELL_DUMMY_H__
#define SHELL_DUMMY_H__

#include <zephyr/shell/shell.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A shell whose output stays in memory (CONFIG_SHELL_BACKEND_DUMMY); it never has input, commands
 * come by shell_execute_cmd(). */
const struct shell* shell_backend_dummy_get_ptr(void);
/** The output since the last of this call, with a 0 after it that *sizep does not count; what
 * exceeds the buffer (CONFIG_SHELL_BACKEND_DUMMY_BUF_SIZE) is lost. */
const char* shell_backend_dummy_get_output(const struct shell* sh, size_t* sizep);
void shell_backend_dummy_clear_output(const struct shell* sh);

#ifdef __cplusplus
}
#endif

#endif /* SHELL_DUMMY_H__ */
