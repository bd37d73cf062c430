// SPDX-License-Identifier: Apache-2.0
// What this build cannot see.
#include <zephyr/kernel.h>

#include "core/port.hpp"
#include "zephyr/src/isr_stacks.hpp"
#include "zephyr/src/stack_check.hpp"

namespace {

// A C library of Zephyr's own has a sys_heap for malloc(). One of size 0 holds nothing.
#if defined(CONFIG_TIDEMARK_RUNTIME_HEAPS) && !defined(CONFIG_ARCH_POSIX) && \
    (defined(CONFIG_COMMON_LIBC_MALLOC) || defined(CONFIG_MINIMAL_LIBC))
constexpr bool kMissesMallocArena = false;
#elif defined(CONFIG_ARCH_POSIX) || defined(CONFIG_NEWLIB_LIBC) || defined(CONFIG_PICOLIBC) || \
    defined(CONFIG_ARCMWDT_LIBC) || defined(CONFIG_EXTERNAL_LIBC)
constexpr bool kMissesMallocArena = true;
#elif defined(CONFIG_COMMON_LIBC_MALLOC_ARENA_SIZE)
constexpr bool kMissesMallocArena = CONFIG_COMMON_LIBC_MALLOC_ARENA_SIZE != 0;
#elif defined(CONFIG_MINIMAL_LIBC_MALLOC_ARENA_SIZE)
constexpr bool kMissesMallocArena = CONFIG_MINIMAL_LIBC_MALLOC_ARENA_SIZE != 0;
#else
constexpr bool kMissesMallocArena = false;
#endif

constexpr unsigned kFixed =
    (IS_ENABLED(CONFIG_TIDEMARK_RUNTIME_HEAPS) ? 0u : unsigned{tidemark::kBlindRuntimeHeaps}) |
    (kMissesMallocArena ? unsigned{tidemark::kBlindMallocArena} : 0u) |
    (IS_ENABLED(CONFIG_TIDEMARK_MEM_SLABS) ? 0u : unsigned{tidemark::kBlindMemSlabs}) |
    (IS_ENABLED(CONFIG_NET_BUF) && !IS_ENABLED(CONFIG_TIDEMARK_NET_BUF_POOLS)
         ? unsigned{tidemark::kBlindNetBufPools}
         : 0u) |
    (IS_ENABLED(CONFIG_SYS_MEM_BLOCKS) ? unsigned{tidemark::kBlindMemBlocks} : 0u);

}  // namespace

std::uint8_t tidemark::port::blind() {
  const bool sees_stacks =
      IS_ENABLED(CONFIG_TIDEMARK_THREAD_STACKS) && tidemark_threads_run_on_their_stacks();
  const bool sees_isr_stacks =
      IS_ENABLED(CONFIG_TIDEMARK_ISR_STACKS) && tidemark_isr_stacks_are_filled();
  return static_cast<std::uint8_t>(kFixed | (sees_stacks ? 0u : unsigned{kBlindThreadStacks}) |
                                   (sees_isr_stacks ? 0u : unsigned{kBlindIsrStacks}));
}
