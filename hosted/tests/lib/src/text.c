/* SPDX-License-Identifier: Apache-2.0 */
/* Formatting and UTF-8. */
#include <stdio.h>
#include <string.h>
#include <zephyr/sys/cbprintf.h>
#include <zephyr/sys/printk.h>
#include <zephyr/sys/util.h>

#include "digest.h"

static void add_format(struct topic* topic, char* format, const char* end) {
  static const char* const flags[] = {"", "-", "0", "+", " ", "-+", "- ", "+0"};
  uint32_t width = random_below(topic, 12);
  uint32_t precision = 1 + random_below(topic, 9);

  format += sprintf(format, "%%%s", flags[random_below(topic, ARRAY_SIZE(flags))]);
  if (random_below(topic, 2) == 0) {
    format += sprintf(format, "%u", (unsigned int)width);
  }
  if (random_below(topic, 2) == 0) {
    format += sprintf(format, ".%u", (unsigned int)precision);
  }
  strcpy(format, end);
}

/* Left out is where Zephyr's formatter and glibc's, which hosted uses, differ: halves and more than
 * 17 digits of real numbers, their precision 0, the flag #, %a. */
static void step_format(struct topic* topic) {
  static const char* const ints[] = {"d", "u", "x", "X", "o", "hhd", "hu", "i"};
  static const char* const longs[] = {"ld", "llu", "lx", "zu", "jd", "llx"};
  static const char* const reals[] = {"f", "e", "g", "E", "G"};
  char format[32];
  char text[80];
  uint8_t data[8];
  uint64_t value;
  int length = 0;

  random_bytes(topic, data, sizeof(data));
  memcpy(&value, data, 8);
  value >>= random_below(topic, 64);
  size_t room = random_below(topic, 4) == 0 ? random_below(topic, sizeof(text)) : sizeof(text);

  memset(text, 0, sizeof(text));
  switch (random_below(topic, 5)) {
    case 0:
      add_format(topic, format, ints[random_below(topic, ARRAY_SIZE(ints))]);
      length = snprintfcb(text, room, format, (unsigned int)value);
      break;
    case 1:
      add_format(topic, format, longs[random_below(topic, ARRAY_SIZE(longs))]);
      length = snprintfcb(text, room, format, value);
      break;
    case 2:
      add_format(topic, format, reals[random_below(topic, ARRAY_SIZE(reals))]);
      length = snprintfcb(text, room, format, (double)((int16_t)value * 7 + 3) / 7.0);
      break;
    case 3:
      length = snprintfcb(text, room, "%-*s|%.*s|%c|%%|%5s", (int)(value & 15), "abc",
                          (int)(value >> 4 & 7), "defghi", (int)('A' + (value & 15)), "xyz");
      break;
    default:
      length = snprintk(text, room, "%p %08x %s", (void*)(uintptr_t)(value | 1),
                        (unsigned int)value, "text");
      break;
  }
  digest(topic, length);
  digest_bytes(topic, text, sizeof(text));
}

static void step_utf8(struct topic* topic) {
  static const char* const pieces[] = {"a", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "z"};
  char text[40] = "";
  char to[40];

  for (int i = 0; i < 8; i++) {
    strcat(text, pieces[random_below(topic, ARRAY_SIZE(pieces))]);
  }
  memset(to, 0x11, sizeof(to));
  utf8_lcpy(to, text, 1 + random_below(topic, sizeof(to) - 1));
  digest_bytes(topic, to, strlen(to) + 1);
  text[1 + random_below(topic, 20)] = '\0';
  (void)utf8_trunc(text);
  digest_bytes(topic, text, strlen(text));
}

void test_text(void) {
  struct topic topic;

  topic_begin(&topic, "formats", 20);
  for (int step = 1; step <= STEPS; step++) {
    step_format(&topic);
    topic_step(&topic, step);
  }
  topic_begin(&topic, "UTF-8", 21);
  for (int step = 1; step <= STEPS; step++) {
    step_utf8(&topic);
    topic_step(&topic, step);
  }
}
