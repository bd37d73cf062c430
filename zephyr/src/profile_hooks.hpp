// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <zephyr/kernel.h>

#include "core/port.hpp"
#include "core/run.hpp"

/// What the hooks of the heap profile share (docs/adr/0009). A block is counted once, at the lowest
/// call that the linker can lead past here: that of sys_heap, of a pool of blocks, or of a C
/// library with an allocator of its own. Calls above it name the user's code.
///
/// Any context: they never allocate, block or print. An allocation that is not sampled costs some
/// 20 instructions here, a call above it some 10.
namespace tidemark::hooks {

/// Those that are watched, and the C library's own.
#if defined(CONFIG_TIDEMARK_MAX_MEM_SLABS)
inline constexpr std::size_t kBlockPools = CONFIG_TIDEMARK_MAX_MEM_SLABS;
#else
inline constexpr std::size_t kBlockPools = 0;
#endif
inline constexpr std::size_t kPools = CONFIG_TIDEMARK_MAX_HEAPS + kBlockPools +
                                      (IS_ENABLED(CONFIG_TIDEMARK_PROFILE_LIBC_COUNTS) ? 1 : 0);
/// The profile's tables. All zero before it starts. `_no_roots` keeps searches for lost blocks
/// (hosted's --leak-check, tidemark profile --unreachable) from taking the addresses in them for
/// pointers of the application.
using Memory = ProfileMemory<CONFIG_TIDEMARK_PROFILE_RECORDS, CONFIG_TIDEMARK_PROFILE_SITES,
                             CONFIG_TIDEMARK_PROFILE_OWNERS, MIN(kPools, kMostPools)>;
extern Memory memory_no_roots;

/// The lock of the profile for as long as this lives: a handful of instructions on one processor.
class ProfileLock {
 public:
#if defined(CONFIG_SMP)
  ProfileLock() : key_(port::profile_lock()) {}
  ~ProfileLock() {
    port::profile_unlock(key_);
  }
#else
  [[gnu::always_inline]] ProfileLock() : key_(irq_lock()) {}
  [[gnu::always_inline]] ~ProfileLock() {
    irq_unlock(key_);
  }
#endif
  ProfileLock(const ProfileLock&) = delete;
  ProfileLock& operator=(const ProfileLock&) = delete;

 private:
  unsigned int key_;
};

/// Whom an allocation belongs to: null for an interrupt handler, and before there are threads.
[[nodiscard]] const void* owner();

/// What count() does with a block that is sampled. Returns it.
void* record(const void* pool, void* block, std::size_t bytes, const void* caller);

/// A block was allocated; null: nothing. Returns it, so that the hook has nothing to keep. `pool`:
/// whose it is; null: of the C library. `caller`: a return address, which the calls above may
/// replace.
[[gnu::always_inline]] inline void* count(const void* pool, void* block, std::size_t bytes,
                                          const void* caller) {
  if (block == nullptr) {
    return block;
  }
  {
    const ProfileLock lock;
    if (!image_profiler().hits(bytes)) [[likely]] {
      return block;
    }
  }
  return record(pool, block, bytes, caller);
}

/// Whether forget() has something to do, probably. Without the lock: if the chain of this block is
/// empty, so was it when its owner got here.
[[gnu::always_inline]] inline bool may_know(const void* block) {
  constexpr unsigned kShift =
      32 - __builtin_ctz(static_cast<unsigned>(heads_for(CONFIG_TIDEMARK_PROFILE_RECORDS)));
  return memory_no_roots.heads[Profiler::hash(block) >> kShift] != 0;
}

/// A block, or null, is about to be given back.
[[gnu::always_inline]] inline void forget(const void* block) {
  const ProfileLock lock;
  image_profiler().released(block);
}

/// Gives a block, or null, the site that `caller` begins, if it was sampled: the return address of
/// the hook that calls this. It lies `offset` bytes behind what was counted. `frame`: that hook's
/// frame, where CONFIG_TIDEMARK_PROFILE_FRAMES > 1. Returns the block.
void* name_site(void* block, std::size_t offset, const void* caller, const void* frame);

}  // namespace tidemark::hooks

/// The frame of the function it stands in, for name_site().
#if defined(CONFIG_TIDEMARK_PROFILE_FRAMES) && CONFIG_TIDEMARK_PROFILE_FRAMES > 1
#define TIDEMARK_FRAME __builtin_frame_address(0)
#else
#define TIDEMARK_FRAME nullptr
#endif
