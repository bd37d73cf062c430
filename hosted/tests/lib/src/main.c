/* SPDX-License-Identifier: Apache-2.0 */
#include "digest.h"

static uint32_t next_random(struct topic* topic) {
  topic->random ^= topic->random << 13;
  topic->random ^= topic->random >> 7;
  topic->random ^= topic->random << 17;
  return (uint32_t)(topic->random >> 16);
}

void topic_begin(struct topic* topic, const char* name, uint32_t seed) {
  topic->name = name;
  topic->random = 0x9E3779B97F4A7C15U ^ seed;
  topic->digest = 0xCBF29CE484222325U;
}

void topic_step(struct topic* topic, int step) {
  if (step % STEPS_A_LINE == 0) {
    printk("%s %d: %08x%08x\n", topic->name, step, (unsigned int)(topic->digest >> 32),
           (unsigned int)topic->digest);
  }
}

uint32_t random_below(struct topic* topic, uint32_t limit) {
  return next_random(topic) % limit;
}

void random_bytes(struct topic* topic, uint8_t* to, size_t size) {
  for (size_t i = 0; i < size; i++) {
    to[i] = (uint8_t)next_random(topic);
  }
}

void digest_bytes(struct topic* topic, const void* from, size_t size) {
  const uint8_t* bytes = from;

  for (size_t i = 0; i < size; i++) {
    topic->digest = (topic->digest ^ bytes[i]) * 0x100000001B3U;
  }
}

void digest(struct topic* topic, int64_t value) {
  digest_bytes(topic, &value, sizeof(value));
}

int main(void) {
  test_ring();
  test_lists();
  test_bits();
  test_blocks();
  test_sums();
  test_text();
  return 0;
}
