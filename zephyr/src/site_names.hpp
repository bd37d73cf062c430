// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(CONFIG_TIDEMARK_PROFILE)
#include "zephyr/src/profile_hooks.hpp"
#else
#define TIDEMARK_FRAME nullptr
#endif
#if defined(CONFIG_TIDEMARK_GUARD)
#include "zephyr/src/guard.hpp"
#endif

/// How a call above sys_heap says who its caller is: taken() before the call below it, name_block()
/// with what came back. Any context.
namespace tidemark::hooks {

/// How many blocks were sampled so far.
[[nodiscard]] inline std::uint32_t taken() {
#if defined(CONFIG_TIDEMARK_PROFILE)
  return image_profiler().taken();
#else
  return 0;
#endif
}

/// Names the site of a block, or of null: in the guard, and in the profile if it was sampled since
/// `before`. What another context samples meanwhile makes that look in vain. `offset`: where the
/// block lies in what sys_heap gave; not 0: behind the address of its heap, as k_malloc() has it.
/// `frame`: as name_site() takes it. Returns the block.
[[gnu::always_inline]] inline void* name_block(void* block, [[maybe_unused]] std::size_t offset,
                                               [[maybe_unused]] std::uint32_t before,
                                               [[maybe_unused]] const void* caller,
                                               [[maybe_unused]] const void* frame) {
#if defined(CONFIG_TIDEMARK_GUARD)
  if (block != nullptr) {
    port::guard().attribute(static_cast<const char*>(block) - offset, caller, offset != 0);
  }
#endif
#if defined(CONFIG_TIDEMARK_PROFILE)
  if (taken() != before) [[unlikely]] {
    return name_site(block, offset, caller, frame);
  }
#endif
  return block;
}

}  // namespace tidemark::hooks
