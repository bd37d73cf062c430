/* SPDX-License-Identifier: Apache-2.0 */
#include <zephyr/sys/bitarray.h>
#include <zephyr/sys/rb.h>

#include "digest.h"

#define BITS 147
#define NODES 60

SYS_BITARRAY_DEFINE_STATIC(bits, BITS);

static void step_one_bit(struct topic* topic, size_t bit) {
  int value = -1;

  switch (random_below(topic, 5)) {
    case 0:
      digest(topic, sys_bitarray_set_bit(&bits, bit));
      break;
    case 1:
      digest(topic, sys_bitarray_clear_bit(&bits, bit));
      break;
    case 2:
      digest(topic, sys_bitarray_test_bit(&bits, bit, &value));
      break;
    case 3:
      digest(topic, sys_bitarray_test_and_set_bit(&bits, bit, &value));
      break;
    default:
      digest(topic, sys_bitarray_test_and_clear_bit(&bits, bit, &value));
      break;
  }
  digest(topic, value);
}

static void step_bits(struct topic* topic) {
  size_t offset = random_below(topic, BITS + 8);
  size_t count =
      random_below(topic, 4) == 0 ? random_below(topic, BITS + 8) : random_below(topic, 20);

  switch (random_below(topic, 10)) {
    case 0:
      digest(topic, sys_bitarray_alloc(&bits, count, &offset));
      digest(topic, (int64_t)offset);
      break;
    case 1:
      digest(topic, sys_bitarray_free(&bits, count, offset));
      break;
    case 2:
      digest(topic, sys_bitarray_is_region_set(&bits, count, offset));
      break;
    case 3:
      digest(topic, sys_bitarray_is_region_cleared(&bits, count, offset));
      break;
    case 4:
      digest(topic, sys_bitarray_set_region(&bits, count, offset));
      break;
    case 5:
      digest(topic, sys_bitarray_clear_region(&bits, count, offset));
      break;
    case 6:
      digest(topic,
             sys_bitarray_test_and_set_region(&bits, count, offset, random_below(topic, 2) == 0));
      break;
    default:
      step_one_bit(topic, offset);
      break;
  }
  digest_bytes(topic, bits.bundles, sizeof(uint32_t) * bits.num_bundles);
}

static struct rbnode nodes[NODES];
static bool inside[NODES];

static bool before(struct rbnode* a, struct rbnode* b) {
  return a < b;
}
static struct rbtree tree = {.lessthan_fn = before};

static void note(struct rbnode* node, void* cookie) {
  digest(cookie, node - nodes);
}

static void step_tree(struct topic* topic, int step) {
  uint32_t which = random_below(topic, NODES);
  struct rbnode* node;

  if (inside[which]) {
    rb_remove(&tree, &nodes[which]);
  } else {
    rb_insert(&tree, &nodes[which]);
  }
  inside[which] = !inside[which];
  digest(topic, rb_contains(&tree, &nodes[random_below(topic, NODES)]));
  digest(topic, rb_get_min(&tree) - nodes);
  digest(topic, rb_get_max(&tree) - nodes);
  if (step % 16 == 0) {
    rb_walk(&tree, note, topic);
    RB_FOR_EACH(&tree, node) {
      digest(topic, node - nodes);
    }
  }
}

void test_bits(void) {
  struct topic topic;

  topic_begin(&topic, "bitarray", 6);
  for (int step = 1; step <= STEPS; step++) {
    step_bits(&topic);
    topic_step(&topic, step);
  }
  topic_begin(&topic, "rbtree", 7);
  inside[0] = true;
  rb_insert(&tree, &nodes[0]);
  for (int step = 1; step <= STEPS; step++) {
    step_tree(&topic, step);
    topic_step(&topic, step);
  }
}
