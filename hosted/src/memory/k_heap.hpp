// SPDX-License-Identifier: Apache-2.0
// k_heap without the watch, for the calls that stand on it and are watched themselves.
#pragma once

#include <zephyr/kernel.h>

#include <cstddef>

namespace hosted {

// As k_heap_aligned_alloc (align 0: k_heap_alloc). `call`: the public call, for messages.
void* k_heap_take(k_heap* h, std::size_t align, std::size_t bytes, k_timeout_t timeout,
                  const char* call);
// As k_heap_realloc; ptr is not null, bytes not 0.
void* k_heap_resize(k_heap* h, void* ptr, std::size_t bytes, k_timeout_t timeout, const char* call);
// As k_heap_free; false if `mem`, not null, is no allocated block.
bool k_heap_put(k_heap* h, void* mem);

// A block for k_free() from any heap; null if there is no room. align 0: a word. `call` names the
// caller in reports and --fail-alloc.
void* malloc_from(k_heap* heap, std::size_t align, std::size_t size, const char* call);

}  // namespace hosted
