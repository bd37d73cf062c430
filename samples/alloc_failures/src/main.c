/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four ways to meet k_malloc() returning NULL, in the order of the allocations: doing without,
 * forgetting to look, giving up, and trying again later. "tidemark soak --fail-alloc-sweep" finds
 * the two that cost the device its life.
 */

#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#define HISTORY_BYTES 256
#define MESSAGE_BYTES 64
#define ROUND_MS 1000

struct settings {
  uint32_t rounds_per_message;
};

struct link {
  uint32_t messages;
};

/* Nice to have: without it the device runs and remembers nothing. */
static uint8_t* open_history(void) {
  uint8_t* history = k_malloc(HISTORY_BYTES);

  if (history == NULL) {
    printk("no memory for a history; going on without\n");
  }
  return history;
}

/* The fault to find: nobody looks whether there is a block. */
static struct settings* load_settings(void) {
  struct settings* settings = k_malloc(sizeof(*settings));

  settings->rounds_per_message = 1;
  return settings;
}

/* Deliberate: a device without its link is of no use, and a reboot may help. */
static struct link* open_link(void) {
  struct link* link = k_malloc(sizeof(*link));

  if (link == NULL) {
    printk("no memory for the link\n");
    k_panic();
  }
  link->messages = 0;
  return link;
}

/* A message that cannot be sent now is sent in the next round. */
static void send_message(struct link* link) {
  uint8_t* message = k_malloc(MESSAGE_BYTES);

  if (message == NULL) {
    printk("no memory for message %u; trying again\n", link->messages);
    return;
  }
  link->messages++;
  k_free(message);
}

int main(void) {
  uint8_t* history = open_history();
  struct settings* settings = load_settings();
  struct link* link = open_link();

  for (uint32_t round = 0;; round++) {
    if (history != NULL) {
      history[round % HISTORY_BYTES] = (uint8_t)round;
    }
    if (round % settings->rounds_per_message == 0) {
      send_message(link);
    }
    k_msleep(ROUND_MS);
  }
  return 0;
}
