// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/call_path.hpp"

#include <cstddef>
#include <cstdint>

#include <zephyr/kernel.h>
#if defined(CONFIG_CPU_CORTEX_M)
#include <zephyr/linker/linker-defs.h>
#endif

namespace {

using Word __attribute__((may_alias)) = std::uintptr_t;

#if defined(CONFIG_CPU_CORTEX_M)

constexpr std::size_t kScanWords = 96;

// Whether the instruction before it is a BL, or a BLX of a register.
bool is_behind_call(std::uintptr_t address) {
  const auto* next = reinterpret_cast<const std::uint16_t*>(address & ~std::uintptr_t{1});
  const bool is_bl = (next[-2] & 0xF800u) == 0xF000u && (next[-1] & 0xD000u) == 0xD000u;
  const bool is_blx = (next[-1] & 0xFF87u) == 0x4780u;
  return is_bl || is_blx;
}

bool is_return_address(std::uintptr_t word) {
  constexpr std::uintptr_t kLongestCall = 4;
  return (word & 1u) != 0 &&
         word >= reinterpret_cast<std::uintptr_t>(__text_region_start) + kLongestCall &&
         word < reinterpret_cast<std::uintptr_t>(__text_region_end) && is_behind_call(word);
}

/// Its end, or the place itself if that is on another stack.
const Word* end_of_stack(const Word* place) {
#if defined(CONFIG_THREAD_STACK_INFO)
  const auto at = reinterpret_cast<std::uintptr_t>(place);
  const struct k_thread* thread = k_current_get();
  const std::uintptr_t low = thread->stack_info.start;
  const std::uintptr_t high = low + thread->stack_info.size;
  if (!k_is_in_isr() && at >= low && at < high) {
    return reinterpret_cast<const Word*>(high & ~(sizeof(Word) - 1));
  }
#endif
  return place;
}

#else

constexpr std::uintptr_t kFrameBytes = 4096;

bool is_next_frame(std::uintptr_t frame, std::uintptr_t next) {
  return next > frame && next - frame <= kFrameBytes && (next & (sizeof(Word) - 1)) == 0;
}

#endif

}  // namespace

#if defined(CONFIG_CPU_CORTEX_M)

void tidemark_walk_stack(const void* frame, tidemark::Span<const void*> path) {
  const auto* place = static_cast<const Word*>(frame);
  const Word* end = end_of_stack(place);
  const Word* last = static_cast<std::size_t>(end - place) > kScanWords ? place + kScanWords : end;
  const auto first = reinterpret_cast<std::uintptr_t>(path[0]);
  // What the hook itself has saved ends with where it returns to.
  while (place != last && *place != first) {
    ++place;
  }
  for (std::size_t filled = 1; place != last && ++place != last && filled < path.size();) {
    if (is_return_address(*place)) {
      path[filled++] = reinterpret_cast<const void*>(*place);
    }
  }
}

#else

void tidemark_walk_stack(const void* frame, tidemark::Span<const void*> path) {
  if (k_is_in_isr()) {
    return;
  }
  auto at = reinterpret_cast<std::uintptr_t>(frame);
  for (std::size_t filled = 1; filled < path.size(); ++filled) {
    const std::uintptr_t next = reinterpret_cast<const Word*>(at)[0];
    if (!is_next_frame(at, next)) {
      return;
    }
    at = next;
    path[filled] = reinterpret_cast<const void*>(reinterpret_cast<const Word*>(at)[1]);
  }
}

#endif
