// SPDX-License-Identifier: Apache-2.0
// Packages and printk hooks. Sizes are those of 64-bit Zephyr with long double in packages.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/cbprintf.h>
#include <zephyr/sys/printk-hooks.h>

#define SHOW(expression) printf("%s = %d\n", #expression, (int)(expression))

static int put(int c, void* ctx) {
  (void)ctx;
  return putchar(c);
}
static int refuse_x(int c, void* ctx) {
  (void)ctx;
  return c == 'x' ? -EIO : c;
}
static void print(const char* what, void* package) {
  const struct cbprintf_package_desc* desc = package;
  printf("%s: ints %u, strings %u, read-only %u, read-write %u: ", what, desc->len, desc->str_cnt,
         desc->ro_str_cnt, desc->rw_str_cnt);
  printf(" -> %d\n", cbpprintf(put, NULL, package));
}

static uint8_t package[256] __aligned(CBPRINTF_PACKAGE_ALIGNMENT);
static uint8_t copy[256] __aligned(CBPRINTF_PACKAGE_ALIGNMENT);

static void sizes(void) {
  SHOW(sizeof(struct cbprintf_package_hdr_ext));
  SHOW(CBPRINTF_PACKAGE_ALIGNMENT);
  SHOW(cbprintf_package(NULL, 0, 0, "plain"));
  SHOW(cbprintf_package(NULL, 0, 0, "%d", 1));
  SHOW(cbprintf_package(NULL, 0, 0, "%d %d %lld %hhd %c", 1, 2, 3LL, 4, 'c'));
  SHOW(cbprintf_package(NULL, 0, 0, "%d %Lf", 1, 2.0L));
  SHOW(cbprintf_package(NULL, 8, 0, "%d %Lf", 1, 2.0L));
  SHOW(cbprintf_package(NULL, 0, 0, "%s", "copied"));
  SHOW(cbprintf_package(NULL, 0, 0, "%.3s %.*s", "copied", 2, "copied"));
  SHOW(cbprintf_package(NULL, 0, CBPRINTF_PACKAGE_FIRST_RO_STR_CNT(1), "%s", "kept"));
  SHOW(cbprintf_package(NULL, 0, CBPRINTF_PACKAGE_ADD_RO_STR_POS, "%s", "copied"));
  SHOW(cbprintf_package(NULL, 0, CBPRINTF_PACKAGE_ADD_RW_STR_POS, "%s", "noted"));
  SHOW(cbprintf_package(NULL, 0, 0, "%%%5d%-*.*f", 1, 2, 3, 4.0));
  SHOW(cbprintf_package(package, 20, 0, "%d %d", 1, 2));
  SHOW(cbprintf_package(package + 1, 100, 0, "%d", 1));
}

static void contents(void) {
  char word[] = "word";
  int size = cbprintf_package(package, sizeof(package), 0, "%s %d %5.2f %Lg %lu %p %c|", word, -7,
                              1.25, 0.5L, 12345678901UL, (void*)0x10, 'z');
  memset(word, '-', 4);
  memmove(copy, package, (size_t)size);
  print("moved", copy);

  uint32_t positions = CBPRINTF_PACKAGE_ADD_RO_STR_POS | CBPRINTF_PACKAGE_ADD_RW_STR_POS;
  size = cbprintf_package(package, sizeof(package), positions, "<%s %d %s>", word, 5, "second");
  print("positions", package);
  uint16_t lengths[2];
  SHOW(size);
  SHOW(cbprintf_package_copy(package, (size_t)size, NULL, 0, CBPRINTF_PACKAGE_CONVERT_RW_STR,
                             lengths, 2));
  SHOW(lengths[1]);
  SHOW(cbprintf_package_copy(package, 0, copy, sizeof(copy), CBPRINTF_PACKAGE_CONVERT_RW_STR,
                             lengths, 2));
  memset(word, '+', 4);
  print("converted", copy);
  SHOW(cbprintf_fsc_package(package, (size_t)size, copy, 10));
  SHOW(cbprintf_fsc_package(package, (size_t)size, copy, sizeof(copy)));
  print("self-contained", copy);
  SHOW(cbprintf_package(package, sizeof(package), CBPRINTF_PACKAGE_ADD_RW_STR_POS, "%p %s",
                        (void*)1, word));
  SHOW(cbprintf(refuse_x, NULL, "abxy"));
  SHOW(cbpprintf(put, NULL, NULL));
}

static void by_type(void) {
  int size;
  const char* constant = "constant";
  char* word = (char*)"word";
  SHOW(CBPRINTF_MUST_RUNTIME_PACKAGE(0, "%d", 1));
  SHOW(CBPRINTF_MUST_RUNTIME_PACKAGE(0, "%s", constant));
  SHOW(CBPRINTF_MUST_RUNTIME_PACKAGE(CBPRINTF_PACKAGE_CONST_CHAR_RO, "%s", constant));
  SHOW(CBPRINTF_MUST_RUNTIME_PACKAGE(CBPRINTF_PACKAGE_CONST_CHAR_RO, "%s", word));
  CBPRINTF_STATIC_PACKAGE(NULL, 0, size, 0, 0, "%s", word);
  SHOW(size);
  CBPRINTF_STATIC_PACKAGE(package, sizeof(package), size, 0, CBPRINTF_PACKAGE_CONST_CHAR_RO,
                          "%s %d %hhd %lld %.1f|", constant, 1, (signed char)-2, 3LL, (double)4.5f);
  SHOW(size);
  print("static", package);
  SHOW(cbprintf_package(NULL, 0, CBPRINTF_PACKAGE_FIRST_RO_STR_CNT(1), "%s %d %hhd %lld %.1f|",
                        constant, 1, (signed char)-2, 3LL, (double)4.5f));
}

static int hooked;
static int hook(int c) {
  hooked += c == 'o';
  return c;
}

extern void from_cpp(void);

int main(void) {
  sizes();
  contents();
  by_type();
  from_cpp();
  char text[8];
  SHOW(snprintfcb(text, sizeof(text), "%s", "longer than that"));
  SHOW(printfcb("%s\n", text));
  SHOW(fprintfcb(stdout, "%d\n", 1));
  printk_hook_fn_t console = __printk_get_hook();
  __printk_hook_install(hook);
  printk("not to the console: %d\n", 1);
  __printk_hook_install(console);
  printk("to the console: %d\n", hooked);
}
