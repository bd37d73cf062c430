// SPDX-License-Identifier: Apache-2.0
// Helpers that came after Zephyr 3.4.
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>
#include <zephyr/logging/log_backend.h>
#include <zephyr/sys/barrier.h>
#include <zephyr/sys/byteorder.h>
#include <zephyr/sys/dlist.h>
#include <zephyr/sys/min_heap.h>
#include <zephyr/sys/mpsc_lockfree.h>
#include <zephyr/sys/spsc_lockfree.h>
#include <zephyr/sys/util.h>
#include <zephyr/sys/util_loops.h>
#include <zephyr/ztest.h>

LOG_MODULE_REGISTER(newer, LOG_LEVEL_INF);
ZTEST_SUITE(newer_lib, NULL, NULL, NULL, NULL, NULL);

/* Not used: it compiles without a warning. */
TOOLCHAIN_DISABLE_GCC_WARNING(TOOLCHAIN_WARNING_UNUSED_FUNCTION)
TOOLCHAIN_DISABLE_CLANG_WARNING(TOOLCHAIN_WARNING_UNUSED_FUNCTION)
static void not_used(void) {}
TOOLCHAIN_ENABLE_CLANG_WARNING(TOOLCHAIN_WARNING_UNUSED_FUNCTION)
TOOLCHAIN_ENABLE_GCC_WARNING(TOOLCHAIN_WARNING_UNUSED_FUNCTION)
static const char full[3] __nonstring = "abc";
BUILD_ASSERT(sizeof(full) == 3);

#define YES 1
BUILD_ASSERT(COND_CASE_1(YES, (4), NOT_SET, (NOT_REACHED), (5)) == 4);
BUILD_ASSERT(COND_CASE_1(NOT_SET, (4), NOT_SET, (5), YES, (6), (7)) == 6);
BUILD_ASSERT(COND_CASE_1(NOT_SET, (4), 0, (5), (7)) == 7 && COND_CASE_1((9)) == 9);
BUILD_ASSERT(IS_EQ(7U, 7U) && IS_EQ(0U, 0) && IS_EQ(256, 256U) && !IS_EQ(1U, 2U) && !IS_EQ(0, x));
BUILD_ASSERT(MAX_FROM_LIST(3) == 3 && MAX_FROM_LIST(1, 2, 9, 3, 4, 5, 6, 7, 8, 0) == 9);
BUILD_ASSERT(NUM_VA_ARGS(GET_ARGS_FIRST_N(2, a, b, c)) == 2);

static int calls;
static int next(void) {
  return ++calls;
}

ZTEST(newer_lib, test_arguments_are_evaluated_once) {
  zassert_equal(max(next(), 0), 1);
  zassert_equal(min(next(), 9), 2);
  zassert_equal(clamp(next(), 5, 7), 5);
  zassert_equal(max3(next(), max(1, 2), -1), 4);
  zassert_equal(min3(next(), 6, 7), 5);
  zassert_equal(calls, 5);
}

ZTEST(newer_lib, test_characters_are_counted) {
  static const char early_end[] = {(char)0xE2, (char)0x82, 0};
  static const char no_beginning[] = {(char)0x80, 0};

  zassert_equal(utf8_count_chars(""), 0);
  zassert_equal(utf8_count_chars("na\xC3\xAFve \xE2\x82\xAC \xF0\x9F\x8C\x8D"), 9);
  zassert_equal(utf8_count_chars(early_end), -EINVAL);
  zassert_equal(utf8_count_chars(no_beginning), -EINVAL);
}

ZTEST(newer_lib, test_gaps_between_bits) {
  zassert_equal(bitmask_find_gap(0x0F0F070F, 6, 32, true), -1);
  zassert_equal(bitmask_find_gap(0x030F070F, 5, 32, true), 26);
  zassert_equal(bitmask_find_gap(0x030F070F, 5, 32, false), 11);
  zassert_equal(bitmask_find_gap(0x0F, 2, 6, false), 4);
  zassert_equal(bitmask_find_gap(0, 1, 32, true), 0);
  zassert_equal(bitmask_find_gap(UINT32_MAX, 1, 32, false), -1);
}

static int by_value(const void* left, const void* right) {
  return *(const int*)left - *(const int*)right;
}
static bool has_value(const void* element, const void* value) {
  return *(const int*)element == *(const int*)value;
}
MIN_HEAP_DEFINE_STATIC(heap, 8, sizeof(int), __alignof__(int), by_value);

ZTEST(newer_lib, test_the_least_comes_first) {
  static const int values[] = {5, 3, 8, 1, 9, 2, 7, 4};
  int value = 9;
  int last = 0;
  size_t at = 0;

  ARRAY_FOR_EACH(values, i) {
    zassert_ok(min_heap_push(&heap, &values[i]));
  }
  zassert_equal(min_heap_push(&heap, &value), -ENOMEM);
  zassert_equal(*(int*)min_heap_peek(&heap), 1);
  zassert_not_null(min_heap_find(&heap, has_value, &value, &at));
  zassert_true(min_heap_remove(&heap, at, &value));
  zassert_is_null(min_heap_find(&heap, has_value, &value, NULL));
  zassert_false(min_heap_remove(&heap, 7, &value));
  for (int i = 0; i < 7; i++, last = value) {
    zassert_true(min_heap_pop(&heap, &value));
    zassert_true(value > last);
  }
  zassert_false(min_heap_pop(&heap, &value));
  zassert_is_null(min_heap_peek(&heap));
}

SPSC_DEFINE(ring, uint32_t, 4);

ZTEST(newer_lib, test_a_ring_without_a_lock) {
  spsc_reset(&ring);
  for (uint32_t round = 0; round < 10; round++) {
    for (uint32_t i = 0; i < 4; i++) {
      *spsc_acquire(&ring) = 4 * round + i;
    }
    zassert_is_null(spsc_acquire(&ring));
    zassert_is_null(spsc_consume(&ring), "nothing was produced");
    spsc_produce(&ring);
    zassert_equal(spsc_consumable(&ring), 1);
    spsc_produce_all(&ring);
    zassert_equal(*spsc_peek(&ring), 4 * round);
    zassert_equal(*spsc_next(&ring, spsc_peek(&ring)), 4 * round + 1);
    for (uint32_t i = 0; i < 4; i++) {
      zassert_equal(*spsc_consume(&ring), 4 * round + i);
    }
    zassert_is_null(spsc_acquire(&ring), "nothing was released");
    spsc_release(&ring);
    spsc_release_all(&ring);
    zassert_equal(spsc_consumable(&ring), 0);
  }
}

ZTEST(newer_lib, test_a_queue_without_a_lock) {
  static struct mpsc queue = MPSC_INITIALIZER(queue);
  static struct mpsc_node nodes[3];

  for (int round = 0; round < 2; round++) {
    zassert_is_null(mpsc_pop(&queue));
    for (int i = 0; i < 3; i++) {
      mpsc_push(&queue, &nodes[i]);
    }
    for (int i = 0; i < 3; i++) {
      zassert_equal_ptr(mpsc_pop(&queue), &nodes[i]);
    }
  }
  zassert_is_null(mpsc_pop(&queue));
}

ZTEST(newer_lib, test_parts_of_lists_move) {
  sys_dlist_t from = SYS_DLIST_STATIC_INIT(&from);
  sys_dlist_t to = SYS_DLIST_STATIC_INIT(&to);
  sys_dnode_t nodes[5];

  for (int i = 0; i < 5; i++) {
    sys_dlist_append(&from, &nodes[i]);
  }
  sys_dlist_range_append(&to, &nodes[1], &nodes[2]);
  sys_dlist_range_append(&to, &nodes[4], &nodes[4]);
  sys_dlist_range_prepend(&to, &nodes[0], &nodes[3]);
  zassert_true(sys_dlist_is_empty(&from));
  zassert_equal(sys_dlist_len(&to), 5);
  zassert_equal_ptr(sys_dlist_peek_head(&to), &nodes[0]);
  zassert_equal_ptr(sys_dlist_peek_next_not_tail(&nodes[0]), &nodes[3]);
  zassert_equal_ptr(sys_dlist_peek_next(&to, &nodes[3]), &nodes[1]);
  zassert_equal_ptr(sys_dlist_peek_tail_not_empty(&to), &nodes[4]);
}

static int written;
static void count_message(const struct log_backend* const backend, union log_msg_generic* msg) {
  ARG_UNUSED(backend);
  ARG_UNUSED(msg);
  ++written;
}
static const struct log_backend_api counting_api = {.process = count_message};
LOG_BACKEND_DEFINE(counting, counting_api, true);

static void write_both(void) {
  LOG_WRN_RATELIMIT_RATE(100, "%s", "often");
  LOG_HEXDUMP_INF_RATELIMIT("x", 1, "seldom");
}

ZTEST(newer_lib, test_messages_are_rare) {
  written = 0;
  for (int i = 0; i < 20; i++) {
    write_both();
    k_busy_wait(10000);
  }
  zassert_equal(written, 2 + 1, "%d", written);
  k_busy_wait(5000000);
  write_both();
  zassert_equal(written, 3 + 2, "%d", written);
}

ZTEST(newer_lib, test_orders_of_bytes) {
  uint8_t buf[3] = {1, 2, 3};
  uint8_t copy[3];

  sys_le_to_cpu(buf, 3);
  sys_cpu_to_le(buf, 3);
  zassert_equal(sys_get_be24(buf), 0x010203);
  sys_be_to_cpu(buf, 3);
  zassert_equal(sys_get_be24(buf), 0x030201);
  sys_cpu_to_be(buf, 3);
  sys_put_le(copy, buf, 3);
  zassert_equal(sys_get_be24(copy), 0x010203);
  sys_put_be(copy, buf, 3);
  zassert_equal(sys_get_be24(copy), 0x030201);
  sys_get_be(buf, copy, 3);
  sys_get_le(copy, buf, 3);
  zassert_equal(sys_get_be24(copy), 0x010203);
  barrier_dmem_fence_full();
  barrier_dsync_fence_full();
  barrier_isync_fence_full();
}
