// SPDX-License-Identifier: Apache-2.0
// Fatal errors and failed assertions that a test expects.
#include <zephyr/fatal.h>
#include <zephyr/sys/__assert.h>

#include "ztest/runner.hpp"

namespace {

// One error that is expected: of a thread, or of an interrupt handler.
class Expected {
 public:
  void set(bool valid) {
    thread_ = valid && !k_is_in_isr() ? k_current_get() : nullptr;
    in_isr_ = valid && k_is_in_isr();
  }
  bool valid() const { return in_isr_ || k_current_get() == thread_; }

 private:
  k_tid_t thread_ = nullptr;
  bool in_isr_ = false;
};

}  // namespace

#ifdef CONFIG_ZTEST_FATAL_HOOK
static Expected g_expected_fault;

extern "C" {

void ztest_set_fault_valid(bool valid) {
  g_expected_fault.set(valid);
}

__weak void ztest_post_fatal_error_hook(unsigned int, const z_arch_esf_t*) {}

void k_sys_fatal_error_handler(unsigned int reason, const z_arch_esf_t* esf) {
  bool expected = g_expected_fault.valid();
  printk("Caught system error -- reason %d %d\n", static_cast<int>(reason), expected ? 1 : 0);
  if (!expected) {
    printk("Fatal error was unexpected, aborting...\n");
    k_fatal_halt(reason);
  }
  printk("Fatal error expected as part of test case.\n");
  g_expected_fault.set(false);
  ztest_post_fatal_error_hook(reason, esf);
}

}  // extern "C"
#endif

#ifdef CONFIG_ZTEST_ASSERT_HOOK
static Expected g_expected_assert;

extern "C" {

void ztest_set_assert_valid(bool valid) {
  g_expected_assert.set(valid);
}

__weak void ztest_post_assert_fail_hook(void) {
  k_thread_abort(k_current_get());
}

#ifdef CONFIG_ASSERT_NO_FILE_INFO
void assert_post_action(void)
#else
void assert_post_action(const char*, unsigned int)
#endif
{
  printk("Caught assert failed\n");
  if (!g_expected_assert.valid()) {
    printk("Assert failed was unexpected, aborting...\n");
    k_panic();
  }
  printk("Assert error expected as part of test case.\n");
  g_expected_assert.set(false);
  ztest_post_assert_fail_hook();
}

}  // extern "C"
#endif
