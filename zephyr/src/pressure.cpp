// SPDX-License-Identifier: Apache-2.0
// Listeners of levels, and the channel of levels.
#include "core/pressure.hpp"

#include <zephyr/kernel.h>
#if defined(CONFIG_TIDEMARK_ZBUS)
#include <zephyr/sys/printk.h>
#include <zephyr/zbus/zbus.h>
#endif

#include "zephyr/src/pressure_queue.hpp"

static void tidemark_pressure_handler(struct k_work* /*work*/) {
  tidemark::tell_pressure();
}
static K_WORK_DEFINE(tidemark_pressure_work, tidemark_pressure_handler);

void tidemark::port::wake_pressure() {
  tidemark_pressure_submit(&tidemark_pressure_work);
}

// In no namespace: the linker's names belong to none.
static tidemark::Span<const tidemark_pressure_listener_entry> tidemark_defined_listeners() {
  STRUCT_SECTION_START_EXTERN(tidemark_pressure_listener_entry);
  size_t count = 0;
  STRUCT_SECTION_COUNT(tidemark_pressure_listener_entry, &count);
  return {STRUCT_SECTION_START(tidemark_pressure_listener_entry), count};
}

tidemark::Span<const tidemark_pressure_listener_entry> tidemark::port::pressure_listeners() {
  return tidemark_defined_listeners();
}

#if defined(CONFIG_TIDEMARK_ZBUS)

ZBUS_CHAN_DEFINE(tidemark_level_chan, struct tidemark_pressure_event, NULL, NULL,
                 ZBUS_OBSERVERS_EMPTY, ZBUS_MSG_INIT(0));

static void tidemark_publish_level(const struct tidemark_pressure_event* event,
                                   void* /*user_data*/) {
  // Whoever holds the channel is not to hold up the queue, which failing allocations wait for.
  const int error =
      zbus_chan_pub(&tidemark_level_chan, event, K_MSEC(CONFIG_TIDEMARK_ZBUS_WAIT_MS));
  if (error != 0) {
    printk(
        "tidemark: level of %s not published: error %d; an observer holds the channel for longer "
        "than CONFIG_TIDEMARK_ZBUS_WAIT_MS\n",
        event->name, error);
  }
}
TIDEMARK_PRESSURE_LISTENER_DEFINE(tidemark_zbus, tidemark_publish_level);

#endif
