/* SPDX-License-Identifier: Apache-2.0 */
/* Levels on zbus. In C, which its macros are made for. */
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#include <tidemark/pressure.h>

ZBUS_CHAN_DEFINE(tidemark_level_chan, struct tidemark_pressure_event, NULL, NULL,
                 ZBUS_OBSERVERS_EMPTY, ZBUS_MSG_INIT(0));

/* Whoever holds the channel is not to hold up the queue, which failing allocations wait for. */
static void publish_level(const struct tidemark_pressure_event* event, void* user_data) {
  const int error =
      zbus_chan_pub(&tidemark_level_chan, event, K_MSEC(CONFIG_TIDEMARK_ZBUS_WAIT_MS));

  ARG_UNUSED(user_data);
  if (error != 0) {
    printk(
        "tidemark: zbus: the level of %s is not published, error %d; let observers hold "
        "tidemark_level_chan for less than CONFIG_TIDEMARK_ZBUS_WAIT_MS\n",
        event->name, error);
  }
}
TIDEMARK_PRESSURE_LISTENER_DEFINE(tidemark_zbus, publish_level);
