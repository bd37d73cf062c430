/* SPDX-License-Identifier: Apache-2.0
 * Blocks that are resized, those of pools, and those that are older than the threads. */
#include <stdlib.h>
#include <string.h>
#include <zephyr/init.h>
#include <zephyr/sys/sys_heap.h>
#include <zephyr/ztest.h>
#if __has_include(<zephyr/net_buf.h>)
#include <zephyr/net_buf.h>
#else
#include <zephyr/net/buf.h>
#endif

#include "allocate.h"
#include "probe.h"

static char memory[2048] __aligned(8);
static struct sys_heap bare_heap;

static void* resize(void* block, size_t bytes) {
  return sys_heap_aligned_realloc(&bare_heap, block, 0, bytes);
}

/* The site of a block that is resized stays that of its allocation. */
static void check_resized(const void* block, uint32_t size, const struct probe_block* before) {
  struct probe_block seen;

  zassert_equal(probe_find(block, &seen), 1);
  zassert_equal(seen.size, size, "%u", seen.size);
  zassert_equal(seen.frames[0], before->frames[0]);
  zassert_equal(seen.pool, (uintptr_t)&bare_heap);
}

ZTEST(profile_blocks, test_realloc) {
  const size_t live = probe_live();
  struct probe_block first;
  char* block;
  char* moved;
  void* neighbour;

  sys_heap_init(&bare_heap, memory, sizeof(memory));
  block = sys_heap_alloc(&bare_heap, 100);
  zassert_equal(probe_find(block, &first), 1);
  /* In place: smaller, larger, and of the same size. */
  zassert_equal(resize(block, 40), block);
  check_resized(block, 40, &first);
  zassert_equal(resize(block, 300), block);
  check_resized(block, 300, &first);
  zassert_equal(resize(block, 300), block);
  check_resized(block, 300, &first);
  neighbour = sys_heap_alloc(&bare_heap, 8);
  moved = resize(block, 600);
  zassert_not_equal(moved, block);
  zassert_equal(probe_find(block, &first), 0);
  zassert_equal(probe_find(neighbour, &first), 1);
  zassert_equal(probe_find(moved, &first), 1);
  zassert_equal(probe_live(), live + 2);
  check_resized(moved, 600, &first);
  zassert_is_null(resize(moved, 100000));
  check_resized(moved, 600, &first);
  /* To nothing is a free, from nothing an allocation. */
  zassert_is_null(resize(moved, 0));
  sys_heap_free(&bare_heap, neighbour);
  zassert_equal(probe_live(), live);
  block = resize(NULL, 50);
  zassert_equal(probe_find(block, &first), 1);
  zassert_equal(first.size, 50);
  sys_heap_free(&bare_heap, block);
  zassert_equal(probe_live(), live);
}

ZTEST(profile_blocks, test_realloc_of_the_c_library) {
  const size_t live = probe_live();
  struct probe_block first;
  struct probe_block seen;
  char* block = malloc(40);
  char* after;

  zassert_equal(probe_find(block, &first), 1);
  after = realloc(block, 400);
  zassert_equal(probe_find(after, &seen), 1);
  zassert_equal(seen.size, 400);
  zassert_equal(seen.frames[0], first.frames[0]);
  zassert_equal(probe_live(), live + 1);
  free(after);
  zassert_equal(probe_live(), live);
}

K_MEM_SLAB_DEFINE(small_slab, 64, 2, 8);
NET_BUF_POOL_FIXED_DEFINE(frames, 4, 128, 0, NULL);

static void* take_from_slab(void) {
  void* block = NULL;
  int status;

  probe_before(&probe_site);
  status = k_mem_slab_alloc(&small_slab, &block, K_NO_WAIT);
  probe_after(&probe_site);
  return status == 0 ? block : NULL;
}

static void check_site(const void* block, uint32_t size, const void* pool) {
  struct probe_block seen;

  zassert_equal(probe_find(block, &seen), 1);
  zassert_equal(seen.size, size);
  zassert_equal(seen.pool, (uintptr_t)pool);
  zassert_true(seen.frames[0] > probe_site.first && seen.frames[0] < probe_site.last);
}

ZTEST(profile_blocks, test_slab) {
  const size_t live = probe_live();
  void* first = take_from_slab();
  void* second;

  check_site(first, 64, &small_slab);
  second = take_from_slab();
  check_site(second, 64, &small_slab);
  zassert_is_null(take_from_slab());
  zassert_equal(probe_live(), live + 2);
  k_mem_slab_free(&small_slab, first);
  k_mem_slab_free(&small_slab, second);
  zassert_equal(probe_live(), live);
}

static struct net_buf* take_buf(void) {
  struct net_buf* buf;

  probe_before(&probe_site);
  buf = net_buf_alloc(&frames, K_NO_WAIT);
  probe_after(&probe_site);
  return buf;
}

ZTEST(profile_blocks, test_net_buf) {
  const size_t live = probe_live();
  struct net_buf* buf = take_buf();
  struct net_buf* fragment;

  check_site(buf, 128, &frames);
  /* It goes with the last of its references. */
  buf = net_buf_ref(buf);
  net_buf_unref(buf);
  check_site(buf, 128, &frames);
  fragment = take_buf();
  net_buf_frag_add(buf, fragment);
  fragment = take_buf();
  net_buf_frag_add(buf, fragment);
  zassert_equal(probe_live(), live + 3);
  net_buf_frag_del(buf->frags, fragment);
  zassert_equal(probe_live(), live + 2);
  net_buf_unref(buf);
  zassert_equal(probe_live(), live);
  /* The pool gives the same ones out again. */
  buf = take_buf();
  check_site(buf, 128, &frames);
  zassert_equal(probe_live(), live + 1);
  net_buf_unref(buf);
  zassert_equal(probe_live(), live);
}

/* Before there are threads, and before the monitor looks for heaps. */
static void* early;

static int allocate_early(void) {
  probe_before(&probe_site);
  early = k_heap_alloc(&own_heap, 24, K_NO_WAIT);
  probe_after(&probe_site);
  return 0;
}
SYS_INIT(allocate_early, PRE_KERNEL_2, 0);

ZTEST(profile_blocks, test_a_block_older_than_the_threads_is_known) {
  struct probe_block seen;

  zassert_equal(probe_find(early, &seen), 1);
  zassert_equal(seen.size, 24);
  zassert_equal(seen.pool, (uintptr_t)&own_heap);
  zassert_not_equal(seen.frames[0], 0);
  zassert_false(seen.has_owner);
  /* It is the only one: what the test framework and a program of the host keep is not in it. */
  zassert_equal(probe_live(), 1, "%zu records", probe_live());
}

ZTEST_SUITE(profile_blocks, NULL, NULL, NULL, NULL, NULL);
