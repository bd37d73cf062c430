// SPDX-License-Identifier: Apache-2.0

/* What printk() and cbprintf() make of formats: the ones where C libraries differ, or that Zephyr
 * does not know. No conversion depends on the width of long or of a pointer. */

#include <stdio.h>
#include <zephyr/sys/cbprintf.h>
#include <zephyr/sys/printk.h>

#include "trace.h"

/* Formats on purpose invalid. */
#pragma GCC diagnostic ignored "-Wformat"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
#pragma GCC diagnostic ignored "-Wformat-zero-length"

static char text[160];

static void show(const char* format, int length) {
  printk("%s = [%s] %d\n", format, text, length);
}

#define SHOW(...) SHOW_(__VA_ARGS__, 0)
#define SHOW_(format, ...) show(format, snprintk(text, sizeof(text), format, __VA_ARGS__))

static void integers(void) {
  static const char flags[][3] = {"", "-", "+", " ", "#", "0", "#0"};
  static const char sizes[][5] = {"8", ".0", ".3", "9.4"};
  static const char letters[] = "dxoX";

  for (size_t flag = 0; flag < ARRAY_SIZE(flags); flag++) {
    for (size_t size = 0; size < ARRAY_SIZE(sizes); size++) {
      char format[64];

      snprintk(format, sizeof(format), "%%%s%s%c|%%%s%s%c", flags[flag], sizes[size], letters[size],
               flags[flag], sizes[size], letters[(size + 1) % 4]);
      show(format, snprintk(text, sizeof(text), format, 0, 0x1234));
    }
  }
  SHOW("%hhd %hhu %hd %hu %lld %llu", 300, 300, 70000, 70000, INT64_MIN, UINT64_MAX);
  SHOW("%*d|%-*d|%*d|%.*d|%.*d", 5, 1, 5, 2, -5, 3, 4, 1, -1, 5);
}

static void floats(void) {
  SHOW("%f %F %.0f %.0f %.1f %.1f", 0.5, -1e10, 0.5, 2.5, 0.25, 0.35);
  SHOW("%e %.0e %.3E %g %g %g %#g", 12345.678, 2.5, 1e-300, 1e5, 1e6, 1e-5, 1.0);
  SHOW("%.20f|%.17e", 0.1, 1.0 / 3);
  SHOW("%+8.2f|%-8.2f|%08.2f|% .1f", 3.14159, 3.14159, -3.14159, 9.96);
  SHOW("%f %010f %G", 1e308 * 10, -1e308 * 10, 0.0 / 0.0 < 0 ? 1.0 : 1e100);
  SHOW("%a %d", 1.0, 7);
}

static void others(void) {
  int count = -1;
  signed char few = -1;

  SHOW("%s|%5s|%-5s|%.2s|%05s|%c|%3c|%-3c|", "abc", "abc", "abc", "abc", "abc", 'x', 'y', 'z');
  SHOW("%p|%8p|%-8p|", NULL, NULL, NULL);
  SHOW("%#x %#o %p", 0, 0, (void*)0x1234);
  SHOW("%y %d", 5);
  SHOW("%'d %d", 12345, 7);
  SHOW("%m %d", 5);
  SHOW("%ls %d", L"wide", 7);
  SHOW("%hs %d", "x", 3);
  SHOW("%% %5%", 0);
  SHOW("ab%ncd%hhn", &count, &few);
  printk("%d %d\n", count, few);
}

static int until_three(int c, void* count) {
  return ++*(int*)count > 3 ? -5 : c;
}

static void returned(void) {
  char small[4] = "???";
  int count = 0;

  printk("%d", snprintk(small, sizeof(small), "%d", 1234567));
  printk(" [%s]", small);
  printk(" %d", snprintk(small, 1, "%d", 1234567));
  printk(" [%s]", small);
  small[0] = 'z';
  printk(" %d [%c]\n", snprintk(small, 0, "%d", 7), small[0]);
  printk("%d", cbprintf(until_three, &count, "a%sb", "hello"));
  printk(" %d\n", count);
}

void trace_formats(void) {
  trace_begin("formats");
  integers();
  floats();
  others();
  returned();
  trace_end();
}
