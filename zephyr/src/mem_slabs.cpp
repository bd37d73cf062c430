// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include "wire/report_line.hpp"
#include "zephyr/src/block_pools.hpp"
#include "zephyr/src/lock_time.hpp"

// Outside of any namespace: the macro declares the section's symbols in the scope around it.
void tidemark_visit_mem_slabs(tidemark::port::BlockPoolVisitor visit, void* context) {
  STRUCT_SECTION_FOREACH (k_mem_slab, slab) {
    visit(tidemark::wire::ResourceKind::kMemSlab, slab, nullptr, context);
  }
}

void tidemark_reset_mem_slab_peak(const void* address) {
#if defined(CONFIG_MEM_SLAB_TRACE_MAX_UTILIZATION)
  auto* slab = static_cast<struct k_mem_slab*>(const_cast<void*>(address));
  (void)k_mem_slab_runtime_stats_reset_max(slab);
#else
  ARG_UNUSED(address);
#endif
}

bool tidemark_read_mem_slab(const void* address, tidemark::BlockPoolReading* out) {
  auto* slab = static_cast<struct k_mem_slab*>(const_cast<void*>(address));
  const k_spinlock_key_t key = k_spin_lock(&slab->lock);
  const std::uint32_t begin = k_cycle_get_32();
  out->used = k_mem_slab_num_used_get(slab);
  out->free = k_mem_slab_num_free_get(slab);
  const std::uint32_t used_max = k_mem_slab_max_used_get(slab);
  tidemark_note_lock_time(begin);
  k_spin_unlock(&slab->lock, key);

  // The fields have moved between releases; all of them divide the sum of these two by the blocks.
  struct sys_memory_stats stats;
  const std::uint32_t blocks = out->used + out->free;
  if (blocks == 0 || k_mem_slab_runtime_stats_get(slab, &stats) != 0) {
    return false;
  }
  out->block_size = static_cast<std::uint32_t>((stats.allocated_bytes + stats.free_bytes) / blocks);
  out->used_max = {used_max, IS_ENABLED(CONFIG_MEM_SLAB_TRACE_MAX_UTILIZATION)};
  return true;
}
