// SPDX-License-Identifier: Apache-2.0
// irq_offload, interrupt lines, waiting for interrupts.
#include <zephyr/arch/posix/posix_soc_if.h>
#include <zephyr/irq_offload.h>
#include <zephyr/ztest.h>

ZTEST_SUITE(interrupts, NULL, NULL, NULL, NULL, NULL);

static char trace[16];
static size_t used;

static void put(char c) {
  zassert_true(k_is_in_isr());
  trace[used++] = c;
}

static void offloaded(const void* parameter) {
  put('o');
  zassert_equal(k_sem_take((struct k_sem*)parameter, K_NO_WAIT), -EBUSY);
  k_sem_give((struct k_sem*)parameter);
}

ZTEST(interrupts, test_offload_runs_at_once) {
  struct k_sem sem;

  used = 0;
  (void)k_sem_init(&sem, 0, 1);
  irq_offload(offloaded, &sem);
  zassert_equal(used, 1);
  zassert_false(k_is_in_isr());
  zassert_equal(k_sem_count_get(&sem), 1);
}

static void urgent(const void* parameter) {
  ARG_UNUSED(parameter);
  put('U');
}
static void equal(const void* parameter) {
  ARG_UNUSED(parameter);
  put('e');
}
static void outer(const void* parameter) {
  put(*(const char*)parameter);
  posix_sw_set_pending_IRQ(6); /* not more urgent: after this one */
  posix_sw_set_pending_IRQ(7); /* more urgent: interrupts this one */
  put(')');
}

ZTEST(interrupts, test_lines_and_priorities) {
  used = 0;
  memset(trace, 0, sizeof trace);
  IRQ_CONNECT(5, 3, outer, "(", 0);
  IRQ_CONNECT(6, 3, equal, NULL, 0);
  IRQ_CONNECT(7, 1, urgent, NULL, 0);
  irq_enable(5);
  irq_enable(6);
  irq_enable(7);
  unsigned int key = irq_lock();
  posix_sw_set_pending_IRQ(5);
  zassert_equal(used, 0, "interrupts are locked");
  irq_unlock(key);
  zassert_str_equal(trace, "(U)e");
  irq_disable(7);
  zassert_equal(irq_is_enabled(7), 0);
  posix_sw_set_pending_IRQ(7);
  zassert_str_equal(trace, "(U)e");
  irq_enable(7);
  zassert_str_equal(trace, "(U)eU");
}

static void tick(struct k_timer* timer) {
  ARG_UNUSED(timer);
  trace[used++] = 't';
}
K_TIMER_DEFINE(ticker, tick, NULL);

ZTEST(interrupts, test_idle_until_an_interrupt) {
  used = 0;
  int64_t start = k_uptime_get();
  k_timer_start(&ticker, K_MSEC(70), K_NO_WAIT);
  while (used == 0) {
    k_cpu_idle();
  }
  zassert_equal(k_uptime_delta(&start), 70);
  k_timer_start(&ticker, K_MSEC(30), K_NO_WAIT);
  while (used == 1) {
    unsigned int key = irq_lock();
    k_cpu_atomic_idle(key);
  }
  zassert_equal(k_uptime_delta(&start), 30);
}
