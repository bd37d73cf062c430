// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/pressure_queue.hpp"

#include <zephyr/init.h>
#include <zephyr/kernel.h>

static K_THREAD_STACK_DEFINE(tidemark_pressure_stack, CONFIG_TIDEMARK_PRESSURE_STACK_SIZE);
static struct k_work_q tidemark_pressure_queue;

static int tidemark_pressure_start(void) {
  struct k_work_queue_config config = {};
  config.name = "tidemark_pressure";
  k_work_queue_init(&tidemark_pressure_queue);
  k_work_queue_start(&tidemark_pressure_queue, tidemark_pressure_stack,
                     K_THREAD_STACK_SIZEOF(tidemark_pressure_stack),
                     CONFIG_TIDEMARK_PRESSURE_PRIORITY, &config);
  return 0;
}
// Before what submits: an item for a queue that is not started is refused.
SYS_INIT(tidemark_pressure_start, POST_KERNEL, 0);

void tidemark_pressure_submit(struct k_work* work) {
  // -EBUSY and -ENODEV: not before the start and after a stop, which nobody orders.
  (void)k_work_submit_to_queue(&tidemark_pressure_queue, work);
}

struct k_thread* tidemark_pressure_thread() {
  return &tidemark_pressure_queue.thread;
}
