// SPDX-License-Identifier: Apache-2.0
#include "zephyr/src/block_pools.hpp"

#include <zephyr/kernel.h>

#include "wire/report_line.hpp"

void tidemark::port::for_each_block_pool(BlockPoolVisitor visit, void* context) {
  if (IS_ENABLED(CONFIG_TIDEMARK_MEM_SLABS)) {
    tidemark_visit_mem_slabs(visit, context);
  }
  if (IS_ENABLED(CONFIG_TIDEMARK_NET_BUF_POOLS)) {
    tidemark_visit_net_buf_pools(visit, context);
  }
}

void tidemark::port::reset_block_pool_peak(wire::ResourceKind kind, const void* pool) {
  if (IS_ENABLED(CONFIG_TIDEMARK_MEM_SLABS) && kind == wire::ResourceKind::kMemSlab) {
    tidemark_reset_mem_slab_peak(pool);
  }
  if (IS_ENABLED(CONFIG_TIDEMARK_MEM_BLOCKS) && kind == wire::ResourceKind::kMemBlocks) {
    tidemark_reset_mem_blocks_peak(pool);
  }
}

bool tidemark::port::read_block_pool(wire::ResourceKind kind, const void* pool,
                                     BlockPoolReading* out) {
  if (IS_ENABLED(CONFIG_TIDEMARK_MEM_SLABS) && kind == wire::ResourceKind::kMemSlab) {
    return tidemark_read_mem_slab(pool, out);
  }
  if (IS_ENABLED(CONFIG_TIDEMARK_NET_BUF_POOLS) && kind == wire::ResourceKind::kNetBufPool) {
    return tidemark_read_net_buf_pool(pool, out);
  }
  return IS_ENABLED(CONFIG_TIDEMARK_MEM_BLOCKS) && kind == wire::ResourceKind::kMemBlocks &&
         tidemark_read_mem_blocks(pool, out);
}
