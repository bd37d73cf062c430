// SPDX-License-Identifier: Apache-2.0
#ifndef ZEPHYR_INCLUDE_FATAL_TYPES_H_
#define ZEPHYR_INCLUDE_FATAL_TYPES_H_

enum k_fatal_error_reason {
  K_ERR_CPU_EXCEPTION,  /* a signal of the host: bad address, division by zero, illegal instruction
                         */
  K_ERR_SPURIOUS_IRQ,   /* never raised here */
  K_ERR_STACK_CHK_FAIL, /* guard page or sentinel hit */
  K_ERR_KERNEL_OOPS, /* k_oops(), a failed assertion, a broken rule of an API: the thread is lost */
  K_ERR_KERNEL_PANIC, /* k_panic(): the system is lost */
  K_ERR_ARCH_START = 16
};

#endif
