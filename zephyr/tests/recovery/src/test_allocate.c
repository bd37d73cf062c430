/* SPDX-License-Identifier: Apache-2.0
 * Every call that the ladder is under. */
#include <stdlib.h>
#include <string.h>
#include <zephyr/ztest.h>

#include "memory.h"

static void before_case(void* fixture) {
  ARG_UNUSED(fixture);
  reset_memory();
}

// Whether `allocate` gets a block from a reclaimer when the heap is full.
#define EXPECT_CLIMBS(expected, allocate, release)                                     \
  do {                                                                                 \
    lend_to_dear(k_malloc(400));                                                       \
    fill_heap();                                                                       \
    const uint32_t before = ladder_status().by_reclaim;                                \
    void* const block = allocate;                                                      \
    zassert_equal(block != NULL, expected, #allocate);                                 \
    zassert_equal(ladder_status().by_reclaim - before, (expected) ? 1 : 0, #allocate); \
    release;                                                                           \
    reset_memory();                                                                    \
  } while (false)

ZTEST(allocate, test_each_function_of_tidemark) {
  EXPECT_CLIMBS(true, tidemark_malloc(300), tidemark_free(block));
  EXPECT_CLIMBS(true, tidemark_calloc(3, 100), tidemark_free(block));
  EXPECT_CLIMBS(true, tidemark_aligned_alloc(64, 200), tidemark_free(block));
  EXPECT_CLIMBS(true, tidemark_realloc(NULL, 300), tidemark_free(block));
  EXPECT_CLIMBS(true, tidemark_heap_alloc(&_system_heap, 0, 300, K_MSEC(1)),
                k_heap_free(&_system_heap, block));
  EXPECT_CLIMBS(false, tidemark_heap_alloc(&_system_heap, 0, 300, K_NO_WAIT), (void)block);
}

ZTEST(allocate, test_each_function_of_the_kernel) {
  const bool all = IS_ENABLED(CONFIG_TIDEMARK_LADDER_ALL);
  EXPECT_CLIMBS(all, k_malloc(300), k_free(block));
  EXPECT_CLIMBS(all, k_calloc(3, 100), k_free(block));
  EXPECT_CLIMBS(all, k_aligned_alloc(64, 200), k_free(block));
  EXPECT_CLIMBS(all, k_heap_alloc(&_system_heap, 300, K_MSEC(1)),
                k_heap_free(&_system_heap, block));
  EXPECT_CLIMBS(all, k_heap_aligned_alloc(&_system_heap, 16, 300, K_MSEC(1)),
                k_heap_free(&_system_heap, block));
  EXPECT_CLIMBS(false, k_heap_alloc(&_system_heap, 300, K_NO_WAIT), (void)block);
}

ZTEST(allocate, test_realloc_keeps_what_is_in_the_block) {
  char* block = tidemark_malloc(100);
  zassert_not_null(block);
  memset(block, 'x', 100);
  block = tidemark_realloc(block, 300);
  zassert_not_null(block);
  for (int i = 0; i < 100; ++i) {
    zassert_equal(block[i], 'x');
  }
  zassert_is_null(tidemark_realloc(block, 5000));
  zassert_equal(block[99], 'x');
  zassert_is_null(tidemark_realloc(block, SIZE_MAX));
  zassert_is_null(tidemark_realloc(block, 0));
}

ZTEST(allocate, test_calloc_and_alignment) {
  uint8_t* zeros = tidemark_calloc(10, 10);
  zassert_not_null(zeros);
  for (int i = 0; i < 100; ++i) {
    zassert_equal(zeros[i], 0);
  }
  void* aligned = tidemark_aligned_alloc(64, 10);
  zassert_not_null(aligned);
  zassert_equal((uintptr_t)aligned % 64, 0);
  tidemark_free(aligned);
  tidemark_free(zeros);
  tidemark_free(NULL);
}

/* Where malloc() is Zephyr's own, it has a heap of its own. */
#if defined(CONFIG_TIDEMARK_LADDER_ALL) && !defined(CONFIG_EXTERNAL_LIBC) && \
    !defined(CONFIG_NATIVE_LIBC) && defined(CONFIG_COMMON_LIBC_MALLOC)
ZTEST(allocate, test_malloc_and_new) {
  void* const most = malloc(1500);
  zassert_not_null(most);
  const uint32_t failed = ladder_status().failed;
  zassert_is_null(malloc(1000));
  zassert_equal(ladder_status().failed, failed + 1);
  k_msleep(200);
  zassert_is_null(allocate_by_new(1000));
  zassert_equal(ladder_status().failed, failed + 2, "once, though new calls malloc");
  free(most);
  void* const block = allocate_by_new(1000);
  zassert_not_null(block);
  free_by_delete(block);
}
#endif

ZTEST(allocate, test_cpp) {
  const char* const wrong = allocate_in_cpp();
  zassert_is_null(wrong, "%s", wrong);
}

ZTEST_SUITE(allocate, NULL, NULL, before_case, NULL, NULL);
