// SPDX-License-Identifier: Apache-2.0
// Calls of the kernel that came after Zephyr 3.7: work queues that end, watched work items,
// observed timers, thresholds of stacks.
#include <zephyr/kernel.h>
#include <zephyr/sys/sem.h>
#include <zephyr/timing/timing.h>
#include <zephyr/ztest.h>

ZTEST_SUITE(newer_kernel, NULL, NULL, NULL, NULL, NULL);

#define STACK (1024 + CONFIG_TEST_EXTRA_STACK_SIZE)
static K_THREAD_STACK_DEFINE(stack, STACK);

static void brief(struct k_work* work) {
  ARG_UNUSED(work);
}

static void stop(struct k_work_q* queue) {
  zassert_equal(k_work_queue_stop(queue, K_FOREVER), -EBUSY);
  zassert_true(k_work_queue_drain(queue, true) >= 0);
  zassert_ok(k_work_queue_stop(queue, K_FOREVER));
}

static void run_queue_then_give(void* queue, void* sem, void* p3) {
  ARG_UNUSED(p3);
  k_work_queue_run(queue, NULL);
  k_sem_give(sem);
}

ZTEST(newer_kernel, test_a_run_queue_returns_when_stopped) {
  struct k_thread thread;
  struct k_work_q queue;
  struct k_work work;
  struct k_sem returned;

  memset(&queue, 0, sizeof(queue));
  zassert_equal(k_work_queue_stop(&queue, K_FOREVER), -EALREADY);
  (void)k_sem_init(&returned, 0, 1);
  (void)k_thread_create(&thread, stack, STACK, run_queue_then_give, &queue, &returned, NULL, 3, 0,
                        K_NO_WAIT);
  k_msleep(10);
  zassert_equal_ptr(k_work_queue_thread_get(&queue), &thread);
  k_work_init(&work, brief);
  zassert_equal(k_work_submit_to_queue(&queue, &work), 1);
  k_msleep(10);
  stop(&queue);
  zassert_ok(k_sem_take(&returned, K_NO_WAIT));
  zassert_equal(k_work_submit_to_queue(&queue, &work), -ENODEV);
}

ZTEST(newer_kernel, test_an_essential_queue_cannot_be_stopped) {
  zassert_true(k_work_queue_drain(&k_sys_work_q, true) >= 0);
  zassert_equal(k_work_queue_stop(&k_sys_work_q, K_FOREVER), -ENOTSUP);
  zassert_ok(k_work_queue_unplug(&k_sys_work_q));
}

static void takes_30_ms(struct k_work* work) {
  ARG_UNUSED(work);
  k_msleep(20);
}

static void takes_for_ever(struct k_work* work) {
  ARG_UNUSED(work);
  k_sleep(K_FOREVER);
}

ZTEST(newer_kernel, test_an_item_that_takes_too_long_ends_its_queue) {
  static struct k_work_q queue;
  static K_WORK_DEFINE(first, takes_30_ms);
  static K_WORK_DEFINE(second, takes_30_ms);
  static K_WORK_DEFINE(endless, takes_for_ever);
  const struct k_work_queue_config config = {.name = "watched", .work_timeout_ms = 50};

  k_work_queue_start(&queue, stack, STACK, 1, &config);
  zassert_equal(k_work_submit_to_queue(&queue, &first), 1);
  zassert_equal(k_work_submit_to_queue(&queue, &second), 1);
  zassert_equal(k_thread_join(queue.thread_id, K_MSEC(100)), -EAGAIN, "each takes less");
  zassert_equal(k_work_submit_to_queue(&queue, &endless), 1);
  zassert_ok(k_thread_join(queue.thread_id, K_MSEC(100)));
}

static struct k_timer watched;
static char heard[16];

static void hear(const struct k_timer* timer, char what) {
  if (timer == &watched) {
    heard[strlen(heard)] = what;
  }
}
static void on_init(struct k_timer* timer) {
  hear(timer, 'i');
}
static void on_start(struct k_timer* timer, k_timeout_t duration, k_timeout_t period) {
  zassert_false(timer == &watched && K_TIMEOUT_EQ(duration, period));
  hear(timer, 's');
}
static void on_expiry(struct k_timer* timer) {
  hear(timer, 'e');
}
K_TIMER_OBSERVER_DEFINE(observer, on_init, on_start, NULL, on_expiry);
static void on_stop(struct k_timer* timer) {
  hear(timer, 'x');
}
K_TIMER_OBSERVER_DEFINE(second_observer, NULL, NULL, on_stop, NULL);

static void own_expiry(struct k_timer* timer) {
  hear(timer, 'E');
}

ZTEST(newer_kernel, test_timers_are_observed) {
  k_timer_init(&watched, own_expiry, NULL);
  k_timer_start(&watched, K_MSEC(10), K_MSEC(20));
  k_busy_wait(40000);
  k_timer_stop(&watched);
  k_timer_stop(&watched);
  zassert_str_equal(heard, "iseEeEx");
}

static void count_call(const struct k_thread* thread, size_t unused, void* arg) {
  zassert_equal_ptr(thread, k_current_get());
  zassert_true(unused > 0);
  *(int*)arg += 1;
}

ZTEST(newer_kernel, test_thresholds_of_stacks) {
  struct k_thread* self = k_current_get();
  size_t unused = 0;
  size_t seen = 0;
  int calls = 0;

  zassert_equal(k_thread_runtime_stack_unused_threshold_get(self), 0);
  zassert_equal(k_thread_runtime_stack_unused_threshold_pct_set(self, 100), -EINVAL);
  zassert_equal(k_thread_runtime_stack_unused_threshold_set(self, self->stack_info.size + 1),
                -EINVAL);
  zassert_ok(k_thread_runtime_stack_unused_threshold_pct_set(self, 10));
  zassert_equal(k_thread_runtime_stack_unused_threshold_get(self), self->stack_info.size / 10);
  zassert_ok(k_thread_runtime_stack_safety_full_check(self, &unused, NULL, NULL));
  zassert_ok(k_thread_runtime_stack_unused_threshold_set(self, unused));
  zassert_ok(k_thread_runtime_stack_safety_full_check(self, NULL, count_call, &calls));
  zassert_equal(calls, 0);
  zassert_ok(k_thread_runtime_stack_unused_threshold_set(self, unused + 1));
  zassert_ok(k_thread_runtime_stack_safety_threshold_check(self, &seen, count_call, &calls));
  zassert_equal(calls, 1);
  zassert_equal(seen, unused);
}

static void note_thread(const struct k_thread* thread, void* seen) {
  *(bool*)seen |= thread == arch_current_thread();
}

ZTEST(newer_kernel, test_threads_of_a_processor) {
  bool seen = false;

  k_thread_foreach_filter_by_cpu(1, note_thread, &seen);
  zassert_false(seen);
  k_thread_foreach_unlocked_filter_by_cpu(0, note_thread, &seen);
  zassert_true(seen);
}

ZTEST(newer_kernel, test_timing) {
  timing_init();
  timing_start();
  timing_t from = timing_counter_get();

  k_busy_wait(250);
  timing_t to = timing_counter_get();

  zassert_equal(timing_cycles_to_ns(timing_cycles_get(&from, &to)), 250000);
  zassert_equal(timing_cycles_to_ns_avg(timing_cycles_get(&from, &to), 10), 25000);
  zassert_equal(timing_freq_get(), 1000000U * timing_freq_get_mhz());
}

static K_MUTEX_DEFINE(outer);
static K_MUTEX_DEFINE(inner);
static char order[8];

static void hold_inner(void* p1, void* p2, void* p3) {
  zassert_ok(k_mutex_lock(&inner, K_NO_WAIT));
  k_msleep(100);
  zassert_ok(k_mutex_unlock(&inner));
}
static void want_both(void* p1, void* p2, void* p3) {
  zassert_ok(k_mutex_lock(&outer, K_NO_WAIT));
  zassert_ok(k_mutex_lock(&inner, K_FOREVER));
  strcat(order, "b");
  zassert_ok(k_mutex_unlock(&inner));
  zassert_ok(k_mutex_unlock(&outer));
}
static void want_one(void* mutex, void* delay_ms, void* name) {
  k_msleep(POINTER_TO_INT(delay_ms));
  zassert_ok(k_mutex_lock(mutex, K_FOREVER));
  strcat(order, name);
  zassert_ok(k_mutex_unlock(mutex));
}

/* A thread that waits for one mutex and is raised because of another moves up in the first one's
 * queue (Zephyr 4.0). */
ZTEST(newer_kernel, test_a_raised_waiter_moves_up) {
  static K_THREAD_STACK_ARRAY_DEFINE(stacks, 4, STACK);
  static struct k_thread threads[4];

  (void)k_thread_create(&threads[0], stacks[0], STACK, hold_inner, NULL, NULL, NULL, 8, 0,
                        K_NO_WAIT);
  k_msleep(10);
  (void)k_thread_create(&threads[1], stacks[1], STACK, want_both, NULL, NULL, NULL, 7, 0,
                        K_NO_WAIT);
  (void)k_thread_create(&threads[2], stacks[2], STACK, want_one, &inner, INT_TO_POINTER(20), "i", 6,
                        0, K_NO_WAIT);
  (void)k_thread_create(&threads[3], stacks[3], STACK, want_one, &outer, INT_TO_POINTER(40), "o", 5,
                        0, K_NO_WAIT);
  for (int i = 0; i < 4; i++) {
    zassert_ok(k_thread_join(&threads[i], K_FOREVER));
  }
  zassert_str_equal(order, "boi");
}

SYS_SEM_DEFINE(block_sem, 1, 1);

ZTEST(newer_kernel, test_a_block_holds_a_semaphore) {
  bool ran = false;

  SYS_SEM_LOCK(&block_sem) {
    zassert_equal(sys_sem_count_get(&block_sem), 0);
    ran = true;
    if (ran) {
      SYS_SEM_LOCK_BREAK;
    }
    zassert_unreachable("left before");
  }
  zassert_true(ran);
  zassert_equal(sys_sem_count_get(&block_sem), 1);
}

ZTEST(newer_kernel, test_sleep_until_a_second) {
  int64_t second = k_uptime_get() / 1000 + 1;

  k_sleep(K_TIMEOUT_ABS_SEC(second));
  zassert_equal(k_uptime_get(), 1000 * second);
}
