/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <zephyr/kernel.h>

#include "leaks.h"

#define PACKET_BYTES 96

static uint8_t checksum(const uint8_t* bytes, size_t size) {
  uint8_t sum = 0;

  for (size_t i = 0; i < size; i++) {
    sum = (uint8_t)(sum + bytes[i]);
  }
  return sum;
}

/* The second leak, on the error path. */
static int packet_parsed(uint32_t number) {
  uint8_t* packet = k_malloc(PACKET_BYTES);

  if (packet == NULL) {
    return -ENOMEM;
  }
  memset(packet, (int)(number & 0xff), PACKET_BYTES - 1);
  packet[PACKET_BYTES - 1] = checksum(packet, PACKET_BYTES - 1);
  if (number % 16 == 15) {
    packet[0] ^= 1; /* the radio was disturbed */
  }
  if (checksum(packet, PACKET_BYTES - 1) != packet[PACKET_BYTES - 1]) {
    return -EBADMSG;
  }
  k_free(packet);
  return 0;
}

void packet_received(uint32_t number) {
  (void)packet_parsed(number);
}
