// SPDX-License-Identifier: Apache-2.0

#include "trace.h"

int main(void) {
  printk("trace: %u-bit pointers, %u ticks a second\n", (unsigned int)(8U * sizeof(void*)),
         (unsigned int)CONFIG_SYS_CLOCK_TICKS_PER_SEC);
  trace_heap_tables();
  trace_heap_random();
  trace_slabs();
  trace_time();
  trace_timers();
  trace_threads();
  trace_waiting();
  trace_mutexes();
  trace_work();
  trace_queues();
  trace_polling();
  trace_slices();
  trace_pools();
  trace_formats();
  trace_edges();
  printk("trace: end\n");
  return 0;
}
