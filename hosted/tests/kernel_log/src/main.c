// SPDX-License-Identifier: Apache-2.0
// The same messages in each logging mode; build with -DCONFIG_LOG_MODE_...=y. The fatal error
// handler is the kernel's.
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>

LOG_MODULE_REGISTER(log_test, LOG_LEVEL_DBG);

static void expired(struct k_timer* timer) {
  LOG_WRN("from an interrupt: %d", k_is_in_isr());
}
K_TIMER_DEFINE(timer, expired, NULL);

static void quiet(void) {
  LOG_MODULE_DECLARE(log_test, LOG_LEVEL_ERR);
  LOG_WRN("must not appear");
  LOG_ERR("quiet function");
}

int main(void) {
  LOG_ERR("error %d", -1);
  LOG_WRN("warning %s", "text");
  LOG_INF("info %lu", 12345678901UL);
  LOG_DBG("debug %c", 'c');
  LOG_HEXDUMP_INF("Tidemark, eighteen", 18, "hexdump:");
  for (int i = 0; i < 2; ++i) {
    LOG_WRN_ONCE("once");
  }
  LOG_RAW("raw %d\n", 1);
  printk("printk %d\n", 2);
  quiet();
  k_timer_start(&timer, K_MSEC(1500), K_NO_WAIT);
  k_msleep(3000);
  for (int i = 0; i < 40; ++i) {
    LOG_INF("burst %d of forty, long enough to fill the buffer", i);
  }
  k_msleep(3000);
  LOG_INF("last words");
  k_panic();
}
