/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two ways in which a device stops to be of use although nothing crashes: in its first life a
 * thread computes for ever, in its second the radio does not answer any more. Both end in a
 * restart, and the next life knows why.
 */
#include <tidemark/health_check.h>
#include <tidemark/recovery.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#define QUIET_MS 3000
#define FILTER_STACK_BYTES 1024
#define FILTER_PRIORITY 5

static bool radio_is_lost;

static int radio_answers(void* user_data) {
  ARG_UNUSED(user_data);
  return radio_is_lost ? -EIO : 0;
}
TIDEMARK_HEALTH_CHECK_DEFINE(radio, radio_answers);

K_THREAD_STACK_DEFINE(filter_stack, FILTER_STACK_BYTES);
static struct k_thread filter_thread;

/* Waits for a sum to converge that never does, and keeps all of lower priority from running. */
static void filter_run(void* p1, void* p2, void* p3) {
  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  for (;;) {
    k_busy_wait(1000);
  }
}

static void filter_begins(void) {
  const k_tid_t thread =
      k_thread_create(&filter_thread, filter_stack, K_THREAD_STACK_SIZEOF(filter_stack), filter_run,
                      NULL, NULL, NULL, FILTER_PRIORITY, 0, K_NO_WAIT);

  k_thread_name_set(thread, "filter");
}

int main(void) {
  struct tidemark_restart_status last;
  const bool is_first = tidemark_restart_get(&last) != 0;

  k_msleep(QUIET_MS);
  if (is_first) {
    printk("the filter begins\n");
    filter_begins();
  } else if (last.reason == TIDEMARK_RESTART_MONITOR_STALLED) {
    printk("%s computed for too long; now the radio is lost\n", last.thread);
    radio_is_lost = true;
  } else if (last.reason == TIDEMARK_RESTART_HEALTH_CHECK) {
    printk("check %s failed; now all is well\n", last.resource);
  }
  return 0;
}
