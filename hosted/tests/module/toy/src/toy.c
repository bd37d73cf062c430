/* SPDX-License-Identifier: Apache-2.0 */
#include <toy/toy.h>

#ifndef TOY_PRIVATE
#error "zephyr_library_compile_definitions() did not reach this file"
#endif

/* No one refers to this file but through the section. */
TOY_DEFINE(bee);

const char* toy_greeting(void) {
  return CONFIG_TOY_GREETING;
}
