// SPDX-License-Identifier: Apache-2.0
// Valgrind's memory pools, so that memcheck sees blocks. Compiled in if its header is there; called
// only under Valgrind.
#pragma once

#include <cstddef>
#include <cstdint>

#if __has_include(<valgrind/memcheck.h>) && !defined(CONFIG_ASAN)
#include <valgrind/memcheck.h>
#define HOSTED_VALGRIND 1
#endif

#include "memory/watch.hpp"

namespace hosted {

inline bool on_valgrind() {
#ifdef HOSTED_VALGRIND
  return RUNNING_ON_VALGRIND != 0;
#else
  return false;
#endif
}

// Memcheck, of Valgrind's tools: the only one that takes an interest in blocks.
inline bool on_memcheck() {
#ifdef HOSTED_VALGRIND
  char byte = 0;
  char bits = 0;
  return on_valgrind() && VALGRIND_GET_VBITS(&byte, &bits, 1) == 1;
#else
  return false;
#endif
}

inline void valgrind_stack([[maybe_unused]] std::uintptr_t start,
                           [[maybe_unused]] std::uintptr_t end) {
#ifdef HOSTED_VALGRIND
  if ((g_watch & kWatchValgrind) != 0) {
    (void)VALGRIND_STACK_REGISTER(start, end - 1);
  }
#endif
}

// An area belongs to nobody any more.
inline void valgrind_no_pool([[maybe_unused]] const void* owner,
                             [[maybe_unused]] std::uintptr_t start,
                             [[maybe_unused]] std::uintptr_t end) {
#ifdef HOSTED_VALGRIND
  if ((g_watch & kWatchValgrind) != 0) {
    if (VALGRIND_MEMPOOL_EXISTS(owner)) {
      VALGRIND_DESTROY_MEMPOOL(owner);
    }
    (void)VALGRIND_MAKE_MEM_UNDEFINED(start, end - start);
  }
#endif
}

// `red_zone`: bytes on each side of a block that are never another's. An address there is told as
// near the block.
inline void valgrind_pool([[maybe_unused]] const void* owner, [[maybe_unused]] const void* mem,
                          [[maybe_unused]] std::size_t bytes, [[maybe_unused]] unsigned red_zone) {
#ifdef HOSTED_VALGRIND
  if ((g_watch & kWatchValgrind) != 0) {
    VALGRIND_CREATE_MEMPOOL(owner, red_zone, 0);
    VALGRIND_MAKE_MEM_NOACCESS(mem, bytes);
  }
#endif
}

inline void valgrind_allocated([[maybe_unused]] const void* owner,
                               [[maybe_unused]] const void* block,
                               [[maybe_unused]] std::size_t bytes) {
#ifdef HOSTED_VALGRIND
  if ((g_watch & kWatchValgrind) != 0) {
    VALGRIND_MEMPOOL_ALLOC(owner, block, bytes);
  }
#endif
}

inline void valgrind_freed([[maybe_unused]] const void* owner, [[maybe_unused]] const void* block) {
#ifdef HOSTED_VALGRIND
  if ((g_watch & kWatchValgrind) != 0) {
    VALGRIND_MEMPOOL_FREE(owner, block);
  }
#endif
}

inline void valgrind_moved([[maybe_unused]] const void* owner, [[maybe_unused]] const void* before,
                           [[maybe_unused]] const void* after, [[maybe_unused]] std::size_t bytes,
                           [[maybe_unused]] std::size_t kept) {
#ifdef HOSTED_VALGRIND
  if ((g_watch & kWatchValgrind) != 0) {
    VALGRIND_MEMPOOL_FREE(owner, before);
    VALGRIND_MEMPOOL_ALLOC(owner, after, bytes);
    (void)VALGRIND_MAKE_MEM_DEFINED(after, kept);
  }
#endif
}

// A part of a block that stays allocated, with its contents, when the rest is freed.
inline void valgrind_kept([[maybe_unused]] const void* owner, [[maybe_unused]] const void* part,
                          [[maybe_unused]] std::size_t bytes) {
#ifdef HOSTED_VALGRIND
  if ((g_watch & kWatchValgrind) != 0) {
    VALGRIND_MEMPOOL_ALLOC(owner, part, bytes);
    (void)VALGRIND_MAKE_MEM_DEFINED(part, bytes);
  }
#endif
}

// Memory that begins another life: to be written again before it is read.
inline void valgrind_fresh([[maybe_unused]] std::uintptr_t start,
                           [[maybe_unused]] std::uintptr_t end) {
#ifdef HOSTED_VALGRIND
  if ((g_watch & kWatchValgrind) != 0) {
    (void)VALGRIND_MAKE_MEM_UNDEFINED(start, end - start);
  }
#endif
}

// False for Valgrind's own memory, which lies in the process and knows the blocks too.
inline bool valgrind_readable([[maybe_unused]] std::uintptr_t address) {
#ifdef HOSTED_VALGRIND
  if ((g_watch & kWatchValgrind) != 0) {
    std::uintptr_t bits = 0;
    constexpr unsigned kNotAddressable = 3;
    return VALGRIND_GET_VBITS(address, &bits, sizeof bits) != kNotAddressable;
  }
#endif
  return true;
}

// Apart, because a request is an array on the stack of whoever makes it.
#ifdef HOSTED_VALGRIND
[[gnu::noinline, gnu::cold]] inline void pause_valgrind() {
  VALGRIND_DISABLE_ERROR_REPORTING;
}
[[gnu::noinline, gnu::cold]] inline void resume_valgrind() {
  VALGRIND_ENABLE_ERROR_REPORTING;
}
#endif

// While the allocator works inside memory that nobody may touch.
class ValgrindPause {
 public:
  ValgrindPause() {
#ifdef HOSTED_VALGRIND
    if ((g_watch & kWatchValgrind) != 0) [[unlikely]] {
      pause_valgrind();
    }
#endif
  }
  ~ValgrindPause() {
#ifdef HOSTED_VALGRIND
    if ((g_watch & kWatchValgrind) != 0) [[unlikely]] {
      resume_valgrind();
    }
#endif
  }
  ValgrindPause(const ValgrindPause&) = delete;
  ValgrindPause& operator=(const ValgrindPause&) = delete;
};

}  // namespace hosted
