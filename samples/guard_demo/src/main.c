/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Five ways to spoil a heap, one every two seconds. Without the guard most of them go unnoticed
 * here and end the device somewhere else, later. With it each is told, and the application goes on.
 */

#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/printk.h>

#define ROUND_MS 2000
#define NAME_BYTES 16

/* The terminating zero of a name of 16 characters has no room. */
static char* copy_name(const char* name) {
  char* copy = k_malloc(NAME_BYTES);

  if (copy != NULL) {
    strcpy(copy, name);
  }
  return copy;
}

static void write_past_the_end(void) {
  k_free(copy_name("sensor-north-007"));
}

/* The loop that shifts a history runs one element too far. */
static void write_before_the_begin(void) {
  uint16_t* volatile history = k_malloc(8 * sizeof(uint16_t));

  if (history == NULL) {
    return;
  }
  memset(history, 0, 8 * sizeof(uint16_t));
  for (int i = 0; i < 8; i++) {
    history[i - 1] = (uint16_t)(i + 1);
  }
  k_msleep(ROUND_MS / 2); /* the sweep finds it before it is freed */
  k_free(history);
}

/* A message is freed where it was sent, and its sender counts it afterwards. */
struct message {
  uint32_t length;
  uint32_t retries;
};

static void send(struct message* message) {
  k_free(message);
}

static void write_after_the_free(void) {
  struct message* volatile message = k_malloc(sizeof(*message));

  if (message == NULL) {
    return;
  }
  message->retries = 0;
  send(message);
  message->retries = 3;
}

/* Both the error path and its caller give the block back. */
static void free_twice(void) {
  void* volatile block = k_malloc(32);

  send(block);
  k_free(block);
}

/* A parser frees the pointer that it has moved. */
static void free_from_the_middle(void) {
  char* volatile text = k_malloc(48);

  if (text == NULL) {
    return;
  }
  k_free(text + 8);
  k_free(text);
}

int main(void) {
  static const struct {
    const char* name;
    void (*make)(void);
  } faults[] = {
      {"write_past_the_end", write_past_the_end},
      {"write_before_the_begin", write_before_the_begin},
      {"write_after_the_free", write_after_the_free},
      {"free_twice", free_twice},
      {"free_from_the_middle", free_from_the_middle},
  };

  for (size_t i = 0; i < ARRAY_SIZE(faults); i++) {
    k_msleep(ROUND_MS);
    printk("%s\n", faults[i].name);
    faults[i].make();
  }
  k_msleep(ROUND_MS);
  printk("still running\n");
  return 0;
}
