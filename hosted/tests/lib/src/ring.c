/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <zephyr/sys/ring_buffer.h>

#include "digest.h"

#define BYTES 61
#define WORDS 37

RING_BUF_DECLARE(bytes, BYTES);
RING_BUF_ITEM_DECLARE(items, WORDS);

/* One claim or two, and a finish that may be wrong. */
static void put_by_claim(struct topic* topic) {
  uint8_t* at = NULL;
  uint32_t total = 0;

  for (uint32_t i = 0; i <= random_below(topic, 2); i++) {
    uint32_t got = ring_buf_put_claim(&bytes, &at, random_below(topic, BYTES + 10));

    random_bytes(topic, at, got);
    total += got;
    digest(topic, got);
    digest(topic, got > 0 ? at - bytes.buffer : -1);
  }
  uint32_t finish = random_below(topic, 8) == 0 ? total + 1 : random_below(topic, total + 1);

  digest(topic, ring_buf_put_finish(&bytes, finish));
  if (finish > total) {
    digest(topic, ring_buf_put_finish(&bytes, total));
  }
}

static void get_by_claim(struct topic* topic) {
  uint8_t* at = NULL;
  uint32_t total = 0;

  for (uint32_t i = 0; i <= random_below(topic, 2); i++) {
    uint32_t got = ring_buf_get_claim(&bytes, &at, random_below(topic, BYTES + 10));

    digest_bytes(topic, at, got);
    total += got;
    digest(topic, got);
  }
  uint32_t finish = random_below(topic, 8) == 0 ? total + 1 : random_below(topic, total + 1);

  digest(topic, ring_buf_get_finish(&bytes, finish));
  if (finish > total) {
    digest(topic, ring_buf_get_finish(&bytes, total));
  }
}

static void step_bytes(struct topic* topic) {
  uint8_t data[BYTES + 10];
  uint32_t size = random_below(topic, sizeof(data));
  uint32_t got;

  switch (random_below(topic, 9)) {
    case 0:
    case 1:
      random_bytes(topic, data, size);
      digest(topic, ring_buf_put(&bytes, data, size));
      break;
    case 2:
    case 3:
      got = ring_buf_get(&bytes, data, size);
      digest(topic, got);
      digest_bytes(topic, data, got);
      break;
    case 4:
      got = ring_buf_peek(&bytes, data, size);
      digest(topic, got);
      digest_bytes(topic, data, got);
      break;
    case 5:
      put_by_claim(topic);
      break;
    case 6:
      get_by_claim(topic);
      break;
    case 7:
      digest(topic, ring_buf_get(&bytes, NULL, size));
      break;
    default:
      if (random_below(topic, 40) == 0) {
        /* The positions come over their limit. */
        ring_buf_internal_reset(&bytes, INT32_MAX - (int32_t)random_below(topic, 100));
      } else if (random_below(topic, 40) == 0) {
        ring_buf_reset(&bytes);
      }
      break;
  }
  digest(topic, ring_buf_space_get(&bytes));
  digest(topic, ring_buf_size_get(&bytes));
  digest(topic, ring_buf_is_empty(&bytes));
}

static void step_items(struct topic* topic) {
  uint32_t data[WORDS + 3];
  uint8_t size = (uint8_t)random_below(topic, WORDS + 3);
  uint16_t type = (uint16_t)random_below(topic, 65536);
  uint8_t value = (uint8_t)random_below(topic, 256);

  if (random_below(topic, 2) == 0) {
    random_bytes(topic, (uint8_t*)data, sizeof(data));
    digest(topic, ring_buf_item_put(&items, type, value, data, size));
  } else {
    bool drop = random_below(topic, 5) == 0;
    int result = ring_buf_item_get(&items, &type, &value, drop ? NULL : data, &size);

    digest(topic, result);
    digest(topic, result == 0 || result == -EMSGSIZE ? size : -1);
    if (result == 0) {
      digest(topic, type);
      digest(topic, value);
      digest_bytes(topic, data, drop ? 0 : 4U * size);
    }
  }
  digest(topic, ring_buf_item_space_get(&items));
  digest(topic, ring_buf_is_empty(&items));
}

void test_ring(void) {
  struct topic topic;

  topic_begin(&topic, "ring buffer, bytes", 1);
  digest(&topic, ring_buf_capacity_get(&bytes));
  for (int step = 1; step <= STEPS; step++) {
    step_bytes(&topic);
    topic_step(&topic, step);
  }
  topic_begin(&topic, "ring buffer, items", 2);
  for (int step = 1; step <= STEPS; step++) {
    step_items(&topic);
    topic_step(&topic, step);
  }
}
