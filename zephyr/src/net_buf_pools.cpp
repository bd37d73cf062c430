// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>
#if __has_include(<zephyr/net_buf.h>)
#include <zephyr/net_buf.h>
#else
#include <zephyr/net/buf.h>
#endif

#include "wire/report_line.hpp"
#include "zephyr/src/block_pools.hpp"

namespace {

// Bytes of data that a buffer has; where they come from elsewhere, what it takes by itself. The
// size moved from one structure to the other in 4.0: both are parameters, so that only the one is
// named.
template <typename Pool, typename Fixed = struct net_buf_pool_fixed>
std::uint32_t buffer_bytes(const Pool* pool) {
  const auto* alloc = pool->alloc;
  std::size_t bytes = 0;
  if constexpr (requires { alloc->max_alloc_size; }) {
    bytes = alloc->max_alloc_size;
  } else if (alloc->cb == &net_buf_fixed_cb) {
    bytes = static_cast<const Fixed*>(alloc->alloc_data)->data_size;
  }
  return static_cast<std::uint32_t>(bytes != 0 ? bytes
                                               : sizeof(struct net_buf) + pool->user_data_size);
}

}  // namespace

// Outside of any namespace: the macro declares the section's symbols in the scope around it.
void tidemark_visit_net_buf_pools(tidemark::port::BlockPoolVisitor visit, void* context) {
  STRUCT_SECTION_FOREACH (net_buf_pool, pool) {
    visit(tidemark::wire::ResourceKind::kNetBufPool, pool, pool->name, context);
  }
}

std::uint32_t tidemark_net_buf_bytes(const struct net_buf_pool* pool) {
  return buffer_bytes(pool);
}

// The count of free buffers is atomic: no lock is needed.
bool tidemark_read_net_buf_pool(const void* address, tidemark::BlockPoolReading* out) {
  auto* pool = static_cast<struct net_buf_pool*>(const_cast<void*>(address));
  const auto free = static_cast<std::uint32_t>(atomic_get(&pool->avail_count));
  if (pool->buf_count == 0) {
    return false;
  }
  out->free = free < pool->buf_count ? free : pool->buf_count;
  out->used = pool->buf_count - out->free;
  out->block_size = buffer_bytes(pool);
  out->used_max = {};
  return true;
}
