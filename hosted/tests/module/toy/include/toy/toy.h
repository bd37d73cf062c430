/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TOY_TOY_H_
#define TOY_TOY_H_

#include <zephyr/sys/iterable_sections.h>

struct toy {
  const char* name;
};

#define TOY_DEFINE(toy_name) STRUCT_SECTION_ITERABLE(toy, toy_name) = {.name = #toy_name}

const char* toy_greeting(void);

#endif
