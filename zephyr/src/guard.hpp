// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/guard.hpp"

struct sys_heap;

/// The guard of the image (port::guard()) among the kernel's heaps. Only with
/// CONFIG_TIDEMARK_GUARD.

/// A heap is about to be made, perhaps where one was, and was made in `bytes` bytes at `memory`.
/// Any context.
void tidemark_guard_making(struct sys_heap* heap);
void tidemark_guard_made(struct sys_heap* heap, const void* memory, std::size_t bytes);

/// Bytes of static memory that the guard takes.
inline constexpr std::size_t kTidemarkGuardBytes =
    sizeof(tidemark::Guard) + CONFIG_TIDEMARK_GUARD_FAULTS * sizeof(tidemark::GuardFinding) +
    CONFIG_TIDEMARK_MAX_HEAPS * (sizeof(tidemark::GuardedHeap) +
                                 CONFIG_TIDEMARK_GUARD_QUARANTINE * sizeof(tidemark::GuardHeld));
