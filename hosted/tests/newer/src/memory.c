// SPDX-License-Identifier: Apache-2.0
// Calls for memory that came after Zephyr 3.4: heaps by number, slabs of a type, alignments.
#include <zephyr/kernel.h>
#include <zephyr/sys/sys_heap.h>
#include <zephyr/ztest.h>
#include <zephyr/ztest_error_hook.h>

ZTEST_SUITE(newer_memory, NULL, NULL, NULL, NULL, NULL);

K_HEAP_DEFINE(own_heap, 1024);

ZTEST(newer_memory, test_static_heaps_by_number) {
  struct k_heap* heaps = NULL;
  int count = k_heap_array_get(&heaps);
  bool found = false;

  zassert_equal(count, 2, "own_heap and the system heap");
  for (int i = 0; i < count; i++) {
    found |= &heaps[i] == &own_heap;
  }
  zassert_true(found);
}

ZTEST(newer_memory, test_all_heaps_by_number) {
  static uint64_t memory[3][32];
  static struct sys_heap made[3];
  struct sys_heap** heaps = NULL;

  for (int i = 0; i < 3; i++) {
    sys_heap_init(&made[i], memory[i], sizeof(memory[i]));
    sys_heap_init(&made[i], memory[i], sizeof(memory[i]));
  }
  zassert_equal(sys_heap_array_get(&heaps), CONFIG_SYS_HEAP_ARRAY_SIZE, "the fifth has no place");
  zassert_equal_ptr(heaps[2], &made[0]);
  zassert_equal_ptr(heaps[3], &made[1]);
}

struct record {
  uint64_t key;
  char text[13];
};
K_MEM_SLAB_DEFINE_TYPE(records, struct record, 3);
K_MEM_SLAB_DEFINE_STATIC_TYPE(more_records, struct record, 2);

ZTEST(newer_memory, test_slabs_of_a_type) {
  void* block = NULL;

  zassert_equal(records.info.block_size, sizeof(struct record));
  zassert_equal(k_mem_slab_num_free_get(&more_records), 2);
  zassert_ok(k_mem_slab_alloc(&records, &block, K_NO_WAIT));
  zassert_equal((uintptr_t)block % __alignof__(struct record), 0);
  k_mem_slab_free(&records, block);
}

ZTEST(newer_memory, test_an_odd_alignment_is_an_assertion) {
  ztest_set_fault_valid(true);
  void* block = k_heap_aligned_alloc(&own_heap, 3, 64, K_NO_WAIT);

  zassert_unreachable("it gave %p", block);
}
