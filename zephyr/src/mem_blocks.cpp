// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>
#include <zephyr/sys/mem_blocks.h>

#include "zephyr/src/block_pools.hpp"
#include "zephyr/src/lock_time.hpp"

namespace {

struct Shape {
  std::uint32_t blocks;
  unsigned size_shift;
};

// The fields moved into `info` with 3.5.
template <typename Blocks>
Shape shape_of(const Blocks* blocks) {
  if constexpr (requires { blocks->info.num_blocks; }) {
    return {blocks->info.num_blocks, blocks->info.blk_sz_shift};
  } else {
    return {blocks->num_blocks, blocks->blk_sz_shift};
  }
}

}  // namespace

void tidemark_reset_mem_blocks_peak(const void* address) {
  (void)sys_mem_blocks_runtime_stats_reset_max(
      static_cast<sys_mem_blocks_t*>(const_cast<void*>(address)));
}

bool tidemark_read_mem_blocks(const void* address, tidemark::BlockPoolReading* out) {
  auto* blocks = static_cast<sys_mem_blocks_t*>(const_cast<void*>(address));
  const Shape shape = shape_of(blocks);
  struct sys_memory_stats stats;
  const k_spinlock_key_t key = k_spin_lock(&blocks->lock);
  const std::uint32_t begin = k_cycle_get_32();
  const int err = sys_mem_blocks_runtime_stats_get(blocks, &stats);
  tidemark_note_lock_time(begin);
  k_spin_unlock(&blocks->lock, key);
  if (err != 0 || shape.blocks == 0) {
    return false;
  }
  out->used = static_cast<std::uint32_t>(stats.allocated_bytes >> shape.size_shift);
  out->free = shape.blocks - out->used;
  out->block_size = std::uint32_t{1} << shape.size_shift;
  out->used_max =
      tidemark::known(static_cast<std::uint32_t>(stats.max_allocated_bytes >> shape.size_shift));
  return true;
}
