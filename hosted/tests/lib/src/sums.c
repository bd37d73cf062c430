/* SPDX-License-Identifier: Apache-2.0 */
/* Check sums, base64, hexadecimal, byte order, arithmetic. */
#include <string.h>
#include <zephyr/sys/base64.h>
#include <zephyr/sys/byteorder.h>
#include <zephyr/sys/crc.h>
#include <zephyr/sys/math_extras.h>
#include <zephyr/sys/util.h>

#include "digest.h"

#define MOST 70

static void step_crc(struct topic* topic) {
  uint8_t data[MOST];
  size_t size = random_below(topic, MOST);
  uint32_t seed = random_below(topic, UINT32_MAX);
  uint16_t poly = (uint16_t)random_below(topic, 65536);

  random_bytes(topic, data, sizeof(data));
  digest(topic, crc16(poly, (uint16_t)seed, data, size));
  digest(topic, crc16_reflect(poly, (uint16_t)seed, data, size));
  digest(topic, crc16_ccitt((uint16_t)seed, data, size));
  digest(topic, crc16_itu_t((uint16_t)seed, data, size));
  digest(topic, crc16_ansi(data, size));
  digest(topic, crc8(data, size, (uint8_t)poly, (uint8_t)seed, (seed & 1) != 0));
  digest(topic, crc8_ccitt((uint8_t)seed, data, size));
  digest(topic, crc7_be((uint8_t)seed, data, size));
  digest(topic, crc32_ieee(data, size));
  digest(topic, crc32_ieee_update(seed, data, size));
  digest(topic, crc32_c(seed, data, size, (poly & 1) != 0, (poly & 2) != 0));
  digest(topic, crc_by_type(CRC16_ANSI, data, size, seed, poly, false, true, true));
}

/* Text of both kinds, whole and damaged, into room that may be too small. */
static void step_base64(struct topic* topic) {
  uint8_t data[MOST];
  uint8_t text[100];
  size_t length = 0;
  size_t size = random_below(topic, 60);
  size_t room = random_below(topic, 4) == 0 ? random_below(topic, sizeof(text)) : sizeof(text);

  random_bytes(topic, data, sizeof(data));
  digest(topic, base64_encode(text, room, &length, data, size));
  digest(topic, (int64_t)length);
  if (room < sizeof(text)) {
    return;
  }
  digest_bytes(topic, text, length);
  if (random_below(topic, 3) == 0 && length > 0) {
    text[random_below(topic, (uint32_t)length)] = "!=\n \x80zA"[random_below(topic, 7)];
  }
  room = random_below(topic, 4) == 0 ? random_below(topic, MOST) : sizeof(data);
  int result = base64_decode(data, room, &size, text, length);

  digest(topic, result);
  digest(topic, (int64_t)size);
  if (result == 0) {
    digest_bytes(topic, data, size);
  }
}

static void step_hex(struct topic* topic) {
  uint8_t data[20];
  char text[42] = "";
  uint8_t value = 0xee;
  size_t size = random_below(topic, sizeof(data));

  random_bytes(topic, data, sizeof(data));
  size_t length = bin2hex(data, size, text, random_below(topic, sizeof(text)));

  digest(topic, (int64_t)length);
  digest_bytes(topic, text, length);
  if (length > 2 && random_below(topic, 3) == 0) {
    text[random_below(topic, (uint32_t)length)] = (char)('A' + random_below(topic, 10));
  }
  size = hex2bin(text, length - random_below(topic, length > 0 ? 2 : 1), data,
                 random_below(topic, sizeof(data)));
  digest(topic, (int64_t)size);
  digest_bytes(topic, data, size);
  random_bytes(topic, data, sizeof(data));
  digest(topic, char2hex((char)data[0], &value));
  digest(topic, value);
  digest(topic, hex2char(data[1] % 18, text));
  digest(topic, text[0]);
  length = u8_to_dec(text, (uint8_t)random_below(topic, 5), data[2]);
  digest(topic, length);
  digest(topic, bcd2bin(data[3]));
  digest(topic, bin2bcd(data[3] % 100));
}

static void step_numbers(struct topic* topic) {
  uint8_t data[16];
  uint64_t a;
  uint64_t b;
  uint64_t sum = 0;
  uint32_t sum32 = 0;

  random_bytes(topic, data, sizeof(data));
  memcpy(&a, data, 8);
  memcpy(&b, data + 8, 8);
  b >>= random_below(topic, 64);
  digest(topic, u64_add_overflow(a, b, &sum));
  digest(topic, (int64_t)sum);
  digest(topic, u64_mul_overflow(a >> 40, b, &sum));
  digest(topic, (int64_t)sum);
  digest(topic, u32_mul_overflow((uint32_t)a, (uint32_t)b, &sum32));
  digest(topic, sum32);
  digest(topic, u64_count_leading_zeros(b));
  digest(topic, u64_count_trailing_zeros(b));
  digest(topic, u32_count_leading_zeros((uint32_t)b));
  digest(topic, u32_count_trailing_zeros((uint32_t)b));
  digest(topic, sys_get_be24(data));
  digest(topic, sys_get_le48(data) & 0xffffffffffffU);
  sys_put_be48(a, data);
  sys_put_le24((uint32_t)b, data + 7);
  sys_mem_swap(data, 9);
  digest_bytes(topic, data, sizeof(data));
  sys_memcpy_swap(&a, data, 8);
  digest(topic, (int64_t)a);
  digest(topic, is_power_of_two((unsigned int)b));
  digest(topic, (int64_t)arithmetic_shift_right((int64_t)a, (uint8_t)(b & 63)));
  bytecpy(data, &a, 8);
  byteswp(data, data + 8, 8);
  digest_bytes(topic, data, sizeof(data));
  digest(topic, ROUND_UP(a & 0xffff, 24) + ROUND_DOWN(b & 0xffff, 24));
  digest(topic, DIV_ROUND_UP(a & 0xffff, 7) + CLAMP((int)(b & 0xff), 50, 200));
}

void test_sums(void) {
  static const struct {
    const char* name;
    void (*run)(struct topic* topic);
  } topics[] = {
      {"crc", step_crc}, {"base64", step_base64}, {"hex", step_hex}, {"numbers", step_numbers}};

  for (uint32_t i = 0; i < ARRAY_SIZE(topics); i++) {
    struct topic topic;

    topic_begin(&topic, topics[i].name, 11 + i);
    for (int step = 1; step <= STEPS; step++) {
      topics[i].run(&topic);
      topic_step(&topic, step);
    }
  }
}
