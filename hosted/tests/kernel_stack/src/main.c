// SPDX-License-Identifier: Apache-2.0
// The watermark is what the thread used: known depths show, and the runtime's own work does not.
// The figures are printed for the reader ("figure ..."); what must hold is printed as "ok" or
// "WRONG".
#include <stdio.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>

LOG_MODULE_REGISTER(stack_test, LOG_LEVEL_INF);

#define SIZE 2048
K_THREAD_STACK_DEFINE(stack, SIZE);
static struct k_thread thread;

static size_t used_by(k_thread_entry_t entry, void* arg) {
  size_t unused = 0;
  k_thread_create(&thread, stack, SIZE, entry, arg, NULL, NULL, 5, 0, K_NO_WAIT);
  k_thread_join(&thread, K_FOREVER);
  k_thread_stack_space_get(&thread, &unused);
  return SIZE - unused;
}

static bool wrong;

static void check(const char* what, long value, long least, long most) {
  printk("figure %s: %ld bytes\n", what, value);
  bool ok = value >= least && value <= most;
  printk("%s %s between %ld and %ld\n", ok ? "ok" : "WRONG", what, least, most);
  wrong = wrong || !ok;
}

static void nothing(void* a, void* b, void* c) {}

static void __attribute__((noinline)) touch(size_t length) {
  volatile char bytes[length];
  for (size_t i = 0; i < length; ++i) {
    bytes[i] = 1;
  }
}

static void array_of(void* length, void* b, void* c) {
  touch((size_t)length);
}

static void calls_printk(void* a, void* b, void* c) {
  printk("%s", "");
}

static void calls_printf(void* a, void* b, void* c) {
  printf("%d", 1);
  printf("%f %s\n", 1.5, "printf");
}

static void calls_log(void* a, void* b, void* c) {
  LOG_INF("%d %s", 7, "seven");
}

static void calls_hexdump(void* a, void* b, void* c) {
  LOG_HEXDUMP_INF("0123456789", 10, "dump");
}

static void calls_malloc(void* a, void* b, void* c) {
  k_free(k_malloc(100));
}

static void calls_sleep(void* a, void* b, void* c) {
  k_sleep(K_MSEC(10));
}

static void calls_snprintf(void* a, void* b, void* c) {
  char text[16];
  snprintf(text, sizeof(text), "%d", 12345);
}

K_THREAD_STACK_DEFINE(small_stack, 512);
static struct k_thread small;
static void sleeps_and_prints(void* a, void* b, void* c) {
  for (int i = 0; i < 3; ++i) {
    printk("small %d at %u ms\n", i, k_uptime_get_32());
    LOG_INF("small %d", i);
    k_msleep(100);
  }
}

int main(void) {
  size_t unused = 0;
  long base = (long)used_by(nothing, NULL);
  check("empty thread", base, 1, 200);
  long array_496 = (long)used_by(array_of, (void*)496);
  long array_1504 = (long)used_by(array_of, (void*)1504);
  check("array of 1504 against one of 496", array_1504 - array_496, 1008, 1008);
  check("array of 1504 above its bytes", array_1504 - 1504, 0, 200);
  check("k_sleep", (long)used_by(calls_sleep, NULL) - base, 0, 300);
  check("k_malloc and k_free", (long)used_by(calls_malloc, NULL) - base, 0, 300);
  check("printk", (long)used_by(calls_printk, NULL) - base, 0, 300);
  check("LOG_INF", (long)used_by(calls_log, NULL) - base, 0, 300);
  check("LOG_HEXDUMP_INF", (long)used_by(calls_hexdump, NULL) - base, 0, 300);
  check("printf", (long)used_by(calls_printf, NULL) - base, 0, 300);
  check("snprintf", (long)used_by(calls_snprintf, NULL) - base, 0, 300);
  k_thread_create(&small, small_stack, K_THREAD_STACK_SIZEOF(small_stack), sleeps_and_prints, NULL,
                  NULL, NULL, 5, 0, K_NO_WAIT);
  k_thread_join(&small, K_FOREVER);
  k_thread_stack_space_get(&small, &unused);
  check("512-byte thread", 512 - (long)unused, 1, 512);
  printk("sizes %zu %zu, info %zu\n", K_THREAD_STACK_SIZEOF(small_stack),
         K_THREAD_STACK_SIZEOF(stack), small.stack_info.size);
  check("distance of the usable bytes from the guard page's end",
        (long)(small.stack_info.start % 4096), 0, 0);
  printk("%s\n", wrong ? "something is WRONG" : "all as it must be");
  return 0;
}
