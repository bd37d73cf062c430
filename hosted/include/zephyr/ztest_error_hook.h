// SPDX-License-Identifier: Apache-2.0
// Fatal errors and failed assertions that a test expects.
#ifndef ZEPHYR_INCLUDE_ZTEST_FATAL_HOOK_H_
#define ZEPHYR_INCLUDE_ZTEST_FATAL_HOOK_H_

#include <stdbool.h>
#include <zephyr/kernel.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef CONFIG_ZTEST_FATAL_HOOK
/* The next fatal error of the calling thread (of an ISR, if called in one) is expected: only that
 * thread ends. Holds for one error. */
void ztest_set_fault_valid(bool valid);
/* Called for an expected fatal error, in ISR context; the test may define it. */
void ztest_post_fatal_error_hook(unsigned int reason, const z_arch_esf_t* pEsf);
#endif

#ifdef CONFIG_ZTEST_ASSERT_HOOK
/* The next failed __ASSERT() of the calling thread (of an ISR, if called in one) is expected. */
void ztest_set_assert_valid(bool valid);
/* Called for an expected failed assertion; the default ends the thread, the test may define another
 * that returns to the place of the assertion. */
void ztest_post_assert_fail_hook(void);
#endif

#ifdef __cplusplus
}
#endif
#endif /* ZEPHYR_INCLUDE_ZTEST_FATAL_HOOK_H_ */
