// SPDX-License-Identifier: Apache-2.0
// Where printk's characters go when it does not go through the log (CONFIG_LOG_PRINTK=n).
#ifndef ZEPHYR_INCLUDE_SYS_PRINTK_HOOKS_H_
#define ZEPHYR_INCLUDE_SYS_PRINTK_HOOKS_H_

#ifdef __cplusplus
extern "C" {
#endif

/* Takes one character, on the stack of printk's caller; the result is ignored. */
typedef int (*printk_hook_fn_t)(int c);

void __printk_hook_install(printk_hook_fn_t fn);
/* The one in force; at first the console's. */
printk_hook_fn_t __printk_get_hook(void);

#ifdef __cplusplus
}
#endif
#endif
