// SPDX-License-Identifier: Apache-2.0
// Stacks at run time, small stacks, errno of each thread.
#include <errno.h>
#include <zephyr/ztest.h>

#include "own_call.h"

ZTEST_SUITE(memory, NULL, NULL, NULL, NULL, NULL);

static struct k_thread thread;
static int seen;

static void wait_then_note(void* value, void* p2, void* p3) {
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  errno = 0;
  k_msleep(10);
  seen = *(int*)value + errno;
}

static void run_on(k_thread_stack_t* stack, size_t size) {
  static int value;

  value = (int)size;
  seen = 0;
  (void)k_thread_create(&thread, stack, size, wait_then_note, &value, NULL, NULL, 1, 0, K_NO_WAIT);
  k_yield();
  errno = EPIPE;
  zassert_equal(k_thread_join(&thread, K_FOREVER), 0);
  zassert_equal(errno, EPIPE);
  zassert_equal(seen, (int)size);
}

ZTEST(memory, test_stacks_at_run_time) {
  k_thread_system_pool_assign(k_current_get());
  k_thread_stack_t* pooled = k_thread_stack_alloc(1024, 0);
  k_thread_stack_t* allocated = k_thread_stack_alloc(2048, 0);
  zassert_not_null(pooled);
  zassert_not_null(allocated);
  run_on(pooled, 1024);
  run_on(allocated, 2048);
  zassert_is_null(k_thread_stack_alloc(8192, 0), "the heap has no room for it");
  (void)k_thread_create(&thread, allocated, 2048, wait_then_note, &seen, NULL, NULL, 1, 0,
                        K_NO_WAIT);
  zassert_equal(k_thread_stack_free(allocated), -EBUSY);
  zassert_equal(k_thread_join(&thread, K_FOREVER), 0);
  zassert_equal(k_thread_stack_free(allocated), 0);
  zassert_equal(k_thread_stack_free(allocated), -EINVAL);
  zassert_equal(k_thread_stack_free(pooled), 0);
  zassert_equal(k_thread_stack_free(pooled), -EINVAL);
}

K_THREAD_STACK_DEFINE(small, 128);

ZTEST(memory, test_a_small_stack_suffices) {
  run_on(small, 128);
  zassert_equal(thread.stack_info.size, 128);
}

int z_impl_own_sum(const int* numbers, size_t count) {
  int sum = 0;
  for (size_t i = 0; i < count; ++i) {
    sum += numbers[i];
  }
  return sum;
}

static int reset_to;
void z_impl_own_reset(void) {
  reset_to = 1;
}

ZTEST(memory, test_an_own_system_call_is_a_call) {
  const int numbers[] = {1, 2, 3};

  zassert_equal(own_sum(numbers, ARRAY_SIZE(numbers)), 6);
  own_reset();
  zassert_equal(reset_to, 1);
}
