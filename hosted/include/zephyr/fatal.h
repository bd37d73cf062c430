// SPDX-License-Identifier: Apache-2.0
// Fatal errors: what the kernel does when it, the CPU or the application finds a broken rule.
#ifndef ZEPHYR_INCLUDE_FATAL_H_
#define ZEPHYR_INCLUDE_FATAL_H_

#include <zephyr/arch/cpu.h>
#include <zephyr/fatal_types.h>
#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Ends the process with exit status 1, output flushed. */
FUNC_NORETURN void k_fatal_halt(unsigned int reason);

/* Called for each fatal error, on the exception stack (64 KiB), in ISR context. The default prints
 * "Halting system" and halts. An application may define its own: if that returns, the thread that
 * failed is aborted and the others go on, except that a panic, an error in an ISR and an error of
 * an essential thread halt nevertheless. */
void k_sys_fatal_error_handler(unsigned int reason, const struct arch_esf* esf);

/* Reports `reason`, calls the handler, and aborts the current thread if that returns. */
void z_fatal_error(unsigned int reason, const struct arch_esf* esf);

#ifdef __cplusplus
}
#endif
#endif
