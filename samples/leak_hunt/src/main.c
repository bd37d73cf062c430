/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gateway that leaks in five places of different nature, among much that is given back in order.
 * Nothing here knows of Tidemark.
 */
#include <zephyr/kernel.h>

#include "leaks.h"

#define ROUND_MS 100

struct event {
  void* fifo_reserved;
  uint32_t number;
  bool is_alarm;
  uint8_t text[24];
};

K_FIFO_DEFINE(events);

static void event_raised(uint32_t number) {
  struct event* event = k_malloc(sizeof(*event));

  if (event != NULL) {
    event->number = number;
    event->is_alarm = number % 10 == 9;
    k_fifo_put(&events, event);
  }
}

/* The first leak, one an event of one kind: an alarm is handled, and forgotten. */
static void events_handled(void) {
  struct event* event;

  while ((event = k_fifo_get(&events, K_NO_WAIT)) != NULL) {
    if (event->is_alarm) {
      continue;
    }
    k_free(event);
  }
}

int main(void) {
  for (uint32_t round = 0;; round++) {
    event_raised(round);
    packet_received(round);
    route_looked_up(round);
    if (round % 20 == 0) {
      session_served();
    }
    if (round % 8 == 0) {
      history_added(round);
    }
    k_msleep(ROUND_MS);
    events_handled();
  }
}
