// SPDX-License-Identifier: Apache-2.0
// Blocks of memory slabs. A block that goes from the thread that frees it to one that waits for it
// is forgotten first and then counted anew.
#include <zephyr/kernel.h>

#include "zephyr/src/profile_hooks.hpp"

namespace {

// The field has moved between releases.
template <typename Slab>
std::size_t block_bytes(const Slab* slab) {
  if constexpr (requires { slab->info.block_size; }) {
    return slab->info.block_size;
  } else {
    return slab->block_size;
  }
}

// Up to 3.4 k_mem_slab_free() takes the address of the block's address.
[[maybe_unused]] const void* freed_block(void (*)(struct k_mem_slab*, void**), void* block) {
  return *static_cast<void**>(block);
}
[[maybe_unused]] const void* freed_block(void (*)(struct k_mem_slab*, void*), void* block) {
  return block;
}

}  // namespace

extern "C" {
int __real_k_mem_slab_alloc(struct k_mem_slab* slab, void** block, k_timeout_t timeout);
void __real_k_mem_slab_free(struct k_mem_slab* slab, void* block);

int __wrap_k_mem_slab_alloc(struct k_mem_slab* slab, void** block, k_timeout_t timeout) {
  const std::uint32_t before = tidemark::image_profiler().taken();
  const int status = __real_k_mem_slab_alloc(slab, block, timeout);
  if (status == 0) {
    (void)tidemark::hooks::count(slab, *block, block_bytes(slab), __builtin_return_address(0));
    if (tidemark::kProfileFrames > 1 && tidemark::image_profiler().taken() != before) {
      (void)tidemark::hooks::name_site(*block, 0, __builtin_return_address(0), TIDEMARK_FRAME);
    }
  }
  return status;
}

void __wrap_k_mem_slab_free(struct k_mem_slab* slab, void* block) {
  const void* freed = freed_block(k_mem_slab_free, block);
  if (tidemark::hooks::may_know(freed)) [[unlikely]] {
    tidemark::hooks::forget(freed);
  }
  __real_k_mem_slab_free(slab, block);
}
}
