// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/lock_time.hpp"

#include <zephyr/kernel.h>

#include "core/port.hpp"

static std::uint32_t longest_cycles;

void tidemark_note_lock_time(std::uint32_t begin) {
  const std::uint32_t held = k_cycle_get_32() - begin;
  if (held > longest_cycles) {
    longest_cycles = held;
  }
}

tidemark::Optional<std::uint32_t> tidemark::port::longest_lock_us() {
  return cycles_to_us(longest_cycles);
}
