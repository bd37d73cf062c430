/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <tidemark/tidemark.h>
#include <zephyr/kernel.h>
#include <zephyr/sys/mem_blocks.h>
#if __has_include(<zephyr/net_buf.h>)
#include <zephyr/net_buf.h>
#else
#include <zephyr/net/buf.h>
#endif

#include "test_checks.h"

K_MEM_SLAB_DEFINE(first_slab, 64, 8, 8);
K_MEM_SLAB_DEFINE(second_slab, 64, 8, 8);
SYS_MEM_BLOCKS_DEFINE(first_blocks, 32, 16, 4);
SYS_MEM_BLOCKS_DEFINE(second_blocks, 32, 16, 4);
NET_BUF_POOL_FIXED_DEFINE(frames, 6, 128, 0, NULL);

static bool find_pool(const void* pool, struct tidemark_pool_status* status) {
  if (tidemark_sample_now() != 0) {
    return false;
  }
  for (size_t i = 0; tidemark_pool_get(i, status) == 0; i++) {
    if (status->pool == pool) {
      return true;
    }
  }
  return false;
}

const char* check_mem_slab(void) {
  struct tidemark_pool_status status;
  struct tidemark_coverage coverage;
  void* blocks[3];

  CHECK(find_pool(&first_slab, &status));
  CHECK(status.kind == TIDEMARK_KIND_MEM_SLAB);
  CHECK(status.used_blocks == 0 && status.free_blocks == 8 && status.block_size_bytes == 64);
  for (size_t i = 0; i < ARRAY_SIZE(blocks); i++) {
    CHECK(k_mem_slab_alloc(&second_slab, &blocks[i], K_NO_WAIT) == 0);
  }
  CHECK(find_pool(&second_slab, &status));
  CHECK(status.used_blocks == 3 && status.free_blocks == 5 && status.block_size_bytes == 64);
  CHECK(status.has_peak && status.peak_blocks == 3);
  CHECK(tidemark_coverage_get(&coverage) == 0);
  CHECK(coverage.mem_slabs == 2 && coverage.mem_slabs_missed == 0);
  return NULL;
}

const char* check_net_buf_pool(void) {
  struct tidemark_pool_status status;
  struct net_buf* buffers[4];

  CHECK(find_pool(&frames, &status));
  CHECK(status.kind == TIDEMARK_KIND_NET_BUF_POOL && strcmp(status.name, "frames") == 0);
  CHECK(status.used_blocks == 0 && status.free_blocks == 6 && status.block_size_bytes == 128);
  for (size_t i = 0; i < ARRAY_SIZE(buffers); i++) {
    buffers[i] = net_buf_alloc(&frames, K_NO_WAIT);
    CHECK(buffers[i] != NULL);
  }
  net_buf_unref(buffers[0]);
  CHECK(find_pool(&frames, &status));
  CHECK(status.used_blocks == 3 && status.free_blocks == 3 && !status.has_peak);
  for (size_t i = 1; i < ARRAY_SIZE(buffers); i++) {
    net_buf_unref(buffers[i]);
  }
  CHECK(find_pool(&frames, &status) && status.used_blocks == 0);
  return NULL;
}

const char* check_mem_blocks(void) {
  struct tidemark_pool_status status;
  struct tidemark_coverage coverage;
  void* blocks[5];

  CHECK(!find_pool(&first_blocks, &status));
  CHECK(tidemark_mem_blocks_register(&first_blocks, "dma") == 0);
  CHECK(sys_mem_blocks_alloc(&first_blocks, ARRAY_SIZE(blocks), blocks) == 0);
  CHECK(sys_mem_blocks_free(&first_blocks, 3, blocks) == 0);
  CHECK(find_pool(&first_blocks, &status));
  CHECK(status.kind == TIDEMARK_KIND_MEM_BLOCKS && strcmp(status.name, "dma") == 0);
  CHECK(status.used_blocks == 2 && status.free_blocks == 14 && status.block_size_bytes == 32);
  CHECK(status.has_peak && status.peak_blocks == 5);
  /* The table is full now. */
  CHECK(tidemark_mem_blocks_register(&second_blocks, NULL) == -ENOMEM);
  CHECK(tidemark_coverage_get(&coverage) == 0);
  CHECK(coverage.mem_blocks == 1 && coverage.net_buf_pools == 1 && coverage.pools_missed == 1);
  CHECK(tidemark_mem_blocks_unregister(&first_blocks) == 0);
  CHECK(!find_pool(&first_blocks, &status));
  return NULL;
}
