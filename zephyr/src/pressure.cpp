// SPDX-License-Identifier: Apache-2.0
// Where listeners of levels are called, and those that the image defines.
#include "core/pressure.hpp"

#include <zephyr/kernel.h>

#include "zephyr/src/pressure_queue.hpp"

static void tidemark_pressure_handler(struct k_work* /*work*/) {
  tidemark::tell_pressure();
}
static K_WORK_DEFINE(tidemark_pressure_work, tidemark_pressure_handler);

void tidemark::port::wake_pressure() {
  tidemark_pressure_submit(&tidemark_pressure_work);
}

// In no namespace: the linker's names belong to none.
static tidemark::Span<const tidemark_pressure_listener_entry> tidemark_defined_listeners() {
  STRUCT_SECTION_START_EXTERN(tidemark_pressure_listener_entry);
  size_t count = 0;
  STRUCT_SECTION_COUNT(tidemark_pressure_listener_entry, &count);
  return {STRUCT_SECTION_START(tidemark_pressure_listener_entry), count};
}

tidemark::Span<const tidemark_pressure_listener_entry> tidemark::port::pressure_listeners() {
  return tidemark_defined_listeners();
}
