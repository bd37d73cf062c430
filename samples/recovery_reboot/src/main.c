/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gateway whose parser loses a block with each message. Before nothing is left the device
 * restarts in good order, comes back and tells why. Where that happens too often it comes back in
 * safe mode, and leaves the parser out.
 */
#include <tidemark/recovery.h>
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#define MESSAGE_BYTES 100

/* The leak. */
static void message_parsed(void) {
  uint8_t* volatile copy = k_malloc(MESSAGE_BYTES);

  if (copy != NULL) {
    copy[0] = 1;
  }
}

static void settings_saved(enum tidemark_restart_reason reason, void* user_data) {
  ARG_UNUSED(reason);
  ARG_UNUSED(user_data);
  printk("settings are saved\n");
}
TIDEMARK_BEFORE_RESTART_DEFINE(settings, settings_saved);

/* Before there are threads: the monitor's first sample is taken when the device is of use. */
static int network_joined(void) {
  for (int second = 0; second < CONFIG_SAMPLE_START_S; second++) {
    k_busy_wait(USEC_PER_SEC);
  }
  return 0;
}
SYS_INIT(network_joined, APPLICATION, 0);

static void tell_of_the_life_before(void) {
  struct tidemark_restart_status last;

  if (tidemark_restart_get(&last) != 0) {
    printk("a first life\n");
  } else if (last.reason == TIDEMARK_RESTART_CRITICAL) {
    printk("back again: %s was critical after %u s\n", last.resource,
           (unsigned)(last.lived_ms / 1000));
  } else {
    printk("back again: reason %d after %u s\n", (int)last.reason,
           (unsigned)(last.lived_ms / 1000));
  }
}

int main(void) {
  tell_of_the_life_before();
  if (tidemark_in_safe_mode()) {
    printk("safe mode: messages are dropped unparsed\n");
  }
  for (;;) {
    if (!tidemark_in_safe_mode()) {
      message_parsed();
    }
    k_msleep(CONFIG_SAMPLE_MESSAGE_PERIOD_MS);
  }
}
