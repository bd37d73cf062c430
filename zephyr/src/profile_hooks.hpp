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

/// The lock of the profile for as long as this lives: a handful of instructions on one processor.
class ProfileLock {
 public:
#if defined(CONFIG_SMP)
  ProfileLock() : key_(port::profile_lock()) {}
  ~ProfileLock() {
    port::profile_unlock(key_);
  }
#else
  ProfileLock() : key_(irq_lock()) {}
  ~ProfileLock() {
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

/// The rest of count() for a sampled block, with the profile's lock held.
void record(const void* pool, const void* block, std::size_t bytes, const void* caller);

/// A block was allocated; null: nothing. `pool`: whose it is; null: of the C library. `caller`: a
/// return address, which the calls above may replace.
inline void count(const void* pool, const void* block, std::size_t bytes, const void* caller) {
  if (block != nullptr) {
    const ProfileLock lock;
    if (image_profiler().hits(bytes)) [[unlikely]] {
      record(pool, block, bytes, caller);
    }
  }
}

/// A block, or null, is about to be given back.
inline void forget(const void* block) {
  Profiler& profiler = image_profiler();
  // Without the lock: if the chain of this block is empty, so was it when its owner got here.
  if (profiler.may_have(block)) [[unlikely]] {
    const ProfileLock lock;
    profiler.released(block);
  }
}

/// Gives a sampled block, or null, the site that `caller` begins: the return address of the hook
/// that calls this. `frame`: that hook's frame, where CONFIG_TIDEMARK_PROFILE_FRAMES > 1.
void name_site(const void* block, const void* caller, const void* frame);

}  // namespace tidemark::hooks

/// The frame of the function it stands in, for name_site().
#if defined(CONFIG_TIDEMARK_PROFILE_FRAMES) && CONFIG_TIDEMARK_PROFILE_FRAMES > 1
#define TIDEMARK_FRAME __builtin_frame_address(0)
#else
#define TIDEMARK_FRAME nullptr
#endif
