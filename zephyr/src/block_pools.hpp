// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/port.hpp"

struct net_buf_pool;

/// What each kind of pool of blocks has: see port::for_each_block_pool and port::read_block_pool.
/// Reads are O(1), with the pool's lock held for some 20 instructions.
void tidemark_visit_mem_slabs(tidemark::port::BlockPoolVisitor visit, void* context);
void tidemark_reset_mem_slab_peak(const void* slab);
bool tidemark_read_mem_slab(const void* slab, tidemark::BlockPoolReading* out);

void tidemark_reset_mem_blocks_peak(const void* blocks);
bool tidemark_read_mem_blocks(const void* blocks, tidemark::BlockPoolReading* out);

void tidemark_visit_net_buf_pools(tidemark::port::BlockPoolVisitor visit, void* context);
bool tidemark_read_net_buf_pool(const void* pool, tidemark::BlockPoolReading* out);
/// What a buffer of this pool is counted as: its data, or itself where its data come from a heap.
std::uint32_t tidemark_net_buf_bytes(const struct net_buf_pool* pool);
