// SPDX-License-Identifier: Apache-2.0
// The lock of the heap profile, and the part of its hooks that only sampled blocks pay for.
#include <zephyr/init.h>
#include <zephyr/kernel.h>

#include "zephyr/src/call_path.hpp"
#include "zephyr/src/profile_hooks.hpp"

#if defined(CONFIG_SMP)

static struct k_spinlock tidemark_profile_spinlock;

std::uint32_t tidemark::port::profile_lock() {
  return static_cast<std::uint32_t>(k_spin_lock(&tidemark_profile_spinlock).key);
}

void tidemark::port::profile_unlock(std::uint32_t key) {
  k_spin_unlock(&tidemark_profile_spinlock, k_spinlock_key_t{static_cast<int>(key)});
}

#else

std::uint32_t tidemark::port::profile_lock() {
  return irq_lock();
}

void tidemark::port::profile_unlock(std::uint32_t key) {
  irq_unlock(key);
}

#endif

namespace tidemark::hooks {

constinit Memory memory_no_roots;

const void* owner() {
  return k_is_in_isr() || k_is_pre_kernel() ? nullptr : k_current_get();
}

void* record(const void* pool, void* block, std::size_t bytes, const void* caller) {
  const ProfileLock lock;
  if (image_profiler().hits(bytes)) {
    image_profiler().take({pool, block, bytes, caller, owner()});
  }
  return block;
}

namespace {

// Apart, so that the usual case keeps nothing on the stack.
[[gnu::noinline]] void* name_late(void* block, std::size_t offset, CallPath path) {
  const ProfileLock lock;
  image_profiler().attribute(static_cast<const char*>(block) - offset, path);
  return block;
}

}  // namespace

void* name_site(void* block, std::size_t offset, const void* caller, const void* frame) {
  if (block == nullptr) {
    return block;
  }
  CallPath path = {};
  path.frames[0] = caller;
  if constexpr (kProfileFrames > 1) {
    tidemark_walk_stack(frame, Span<const void*>(path.frames, kProfileFrames));
  }
  {
    const ProfileLock lock;
    if (image_profiler().attribute_newest(static_cast<const char*>(block) - offset, path))
        [[likely]] {
      return block;
    }
  }
  return name_late(block, offset, path);
}

}  // namespace tidemark::hooks

// Before any heap is made, so that every block is known. The same seed in each run: two runs of the
// same allocations have the same profile.
static int tidemark_start_profile(void) {
  constexpr std::uint32_t kSeed = 0x7D3A11;
  tidemark::image_profiler().start(tidemark::hooks::memory_no_roots.tables(),
                                   CONFIG_TIDEMARK_PROFILE_INTERVAL, kSeed);
  return 0;
}
SYS_INIT(tidemark_start_profile, PRE_KERNEL_1, 0);
