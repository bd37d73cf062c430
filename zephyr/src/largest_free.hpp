// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/optional.hpp"

struct sys_heap;

/// Proves on a scratch heap what estimate/heap_layout.hpp assumes. Once, before the first
/// sample. About 400 bytes of stack.
void tidemark_prove_heap_layout();

/// The largest free block, in bytes as the heap's `free_bytes` counts them. Unknown iff the layout
/// was not proved, or the heap is not as it should be. The heap's lock must be held.
tidemark::Optional<std::uint32_t> tidemark_largest_free(const struct sys_heap* heap);
