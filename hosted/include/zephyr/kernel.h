// SPDX-License-Identifier: Apache-2.0
// The kernel's public API. docs/reference/hosted/kernel.md says call by call what is offered and
// what differs from Zephyr.
#ifndef ZEPHYR_INCLUDE_KERNEL_H_
#define ZEPHYR_INCLUDE_KERNEL_H_

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zephyr/arch/cpu.h>
#include <zephyr/fatal.h>
#include <zephyr/irq.h>
#include <zephyr/kernel/clock.h>
#include <zephyr/kernel/not_offered.h>
#ifdef CONFIG_PIPES
#include <zephyr/kernel/pipe.h>
#endif
#include <zephyr/kernel/poll.h>
#include <zephyr/kernel/queue.h>
#include <zephyr/kernel/sched.h>
#include <zephyr/kernel/sync.h>
#include <zephyr/kernel/thread.h>
#include <zephyr/kernel/thread_stack.h>
#include <zephyr/kernel/timer.h>
#include <zephyr/kernel/wait_q.h>
#include <zephyr/kernel/work.h>
#include <zephyr/kernel_version.h>
#include <zephyr/spinlock.h>
#include <zephyr/sys/__assert.h>
#include <zephyr/sys/atomic.h>
#include <zephyr/sys/dlist.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/sys/kobject.h>
#include <zephyr/sys/printk.h>
#include <zephyr/sys/slist.h>
#include <zephyr/sys/util.h>
#include <zephyr/sys_clock.h>
#include <zephyr/toolchain.h>
#include <zephyr/types.h>

/* Last: it uses the types above. */
#include <zephyr/kernel/memory.h>

#ifdef __cplusplus
extern "C" {
#endif

FUNC_NORETURN void z_except_reason(unsigned int reason);
/* Says where, unless the assertions do not either, and raises the fatal error. */
#define z_except_reason(reason) \
  do {                          \
    __EXCEPT_LOC();             \
    (z_except_reason)(reason);  \
  } while (false)
#ifdef CONFIG_ASSERT_NO_FILE_INFO
#define __EXCEPT_LOC()
#else
#define __EXCEPT_LOC() __ASSERT_PRINT("@ %s:%d\n", __FILE__, __LINE__)
#endif
/* The calling thread cannot go on (k_oops), the system cannot go on (k_panic): see fatal.h. */
#define k_oops() z_except_reason(K_ERR_KERNEL_OOPS)
#define k_panic() z_except_reason(K_ERR_KERNEL_PANIC)

#ifdef __cplusplus
}
#endif
#endif
