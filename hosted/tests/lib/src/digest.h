/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the topics share: a random sequence, and a digest of all that the calls returned. Each topic
 * prints its digest at a few steps, so that a difference is found between two of them. Addresses go
 * in as distances.
 */
#ifndef LIB_TEST_DIGEST_H_
#define LIB_TEST_DIGEST_H_

#include <stddef.h>
#include <stdint.h>
#include <zephyr/kernel.h>

#define STEPS 4000
#define STEPS_A_LINE 1000

struct topic {
  const char* name;
  uint64_t random;
  uint64_t digest;
};

void topic_begin(struct topic* topic, const char* name, uint32_t seed);
/* Prints the digest after every STEPS_A_LINE of the steps 1, 2, ... */
void topic_step(struct topic* topic, int step);
uint32_t random_below(struct topic* topic, uint32_t limit);
void random_bytes(struct topic* topic, uint8_t* to, size_t size);
void digest_bytes(struct topic* topic, const void* from, size_t size);
void digest(struct topic* topic, int64_t value);

void test_ring(void);
void test_lists(void);
void test_bits(void);
void test_blocks(void);
void test_sums(void);
void test_text(void);

#endif
