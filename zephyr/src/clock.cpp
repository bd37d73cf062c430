// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include "core/port.hpp"

std::uint64_t tidemark::port::uptime_ms() {
  return static_cast<std::uint64_t>(k_uptime_get());
}

std::uint32_t tidemark::port::cycles() {
  return k_cycle_get_32();
}

tidemark::Optional<std::uint32_t> tidemark::port::cycles_to_us(std::uint32_t cycles) {
  return {k_cyc_to_us_floor32(cycles), IS_ENABLED(CONFIG_TIDEMARK_TIMES_ITSELF)};
}
