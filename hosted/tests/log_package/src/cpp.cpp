// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/cbprintf.h>

static int put(int c, void*) {
  return putchar(c);
}

extern "C" void from_cpp(void) {
  static uint8_t package[128] __aligned(CBPRINTF_PACKAGE_ALIGNMENT);
  const char* constant = "constant";
  char array[] = "array";
  int size = 0;
  printf("C++: %d %d\n", CBPRINTF_MUST_RUNTIME_PACKAGE(0, "%s", array),
         CBPRINTF_MUST_RUNTIME_PACKAGE(CBPRINTF_PACKAGE_CONST_CHAR_RO, "%s", constant));
  CBPRINTF_STATIC_PACKAGE(package, sizeof(package), size, 0, CBPRINTF_PACKAGE_ADD_RW_STR_POS,
                          "%s %s %d %.1f %p|", array, constant, short{3}, 4.5F,
                          static_cast<void*>(nullptr));
  printf("size %d: ", size);
  printf(" -> %d\n", cbpprintf(put, nullptr, package));
}
