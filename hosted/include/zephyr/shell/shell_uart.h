/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SHELL_UART_H__
#define SHELL_UART_H__

#include <zephyr/shell/shell.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The shell on the console (CONFIG_SHELL_BACKEND_SERIAL). */
const struct shell* shell_backend_uart_get_ptr(void);

#ifdef __cplusplus
}
#endif

#endif /* SHELL_UART_H__ */
