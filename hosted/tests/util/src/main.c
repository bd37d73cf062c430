/* SPDX-License-Identifier: Apache-2.0 */
/* Utility headers: what they print is what the definitions say. */
#include <zephyr/kernel.h>
#include <zephyr/sys/atomic.h>
#include <zephyr/sys/byteorder.h>
#include <zephyr/sys/dlist.h>
#include <zephyr/sys/slist.h>
#include <zephyr/sys/time_units.h>
#include <zephyr/sys/util.h>

#define ON 1
#define ADD(i, by) +(i + by)
#define NAME(x) STRINGIFY(x)
#define INDEXED(i, x) STRINGIFY(i) #x
#define FIXED(x, k) (x * k)

BUILD_ASSERT(IS_ENABLED(ON) == 1 && IS_ENABLED(NOT_DEFINED) == 0);
BUILD_ASSERT(COND_CODE_1(ON, (3), (4)) == 3 && COND_CODE_1(NOT_DEFINED, (3), (4)) == 4);
BUILD_ASSERT(COND_CODE_0(0, (3), (4)) == 3 && 5 IF_ENABLED(ON, (+1)) == 6);
BUILD_ASSERT(0 LISTIFY(4, ADD, (), 10) == 46 && 0 LISTIFY(256, ADD, (), 0) == 32640 &&
             7 LISTIFY(0, ADD, (), 1) == 7);
BUILD_ASSERT((FOR_EACH_FIXED_ARG(FIXED, (+), 3, 1, 2, 4)) == 21);
BUILD_ASSERT(NUM_VA_ARGS_LESS_1(a, b, c) == 2 && IS_EMPTY() == 1 && IS_EMPTY(a) == 0);
BUILD_ASSERT(IS_EQ(60, 60) == 1 && IS_EQ(1, 2) == 0 && UTIL_OR(0, 2) == 2 && UTIL_AND(1, 7) == 7);
BUILD_ASSERT(BIT(3) == 8 && BIT_MASK(4) == 15 && GENMASK(5, 4) == 0x30 &&
             FIELD_GET(GENMASK(5, 4), 0x20) == 2);
BUILD_ASSERT(ROUND_UP(13, 8) == 16 && ROUND_DOWN(13, 8) == 8 && DIV_ROUND_UP(13, 8) == 2 &&
             DIV_ROUND_CLOSEST(-13, 8) == -2);
BUILD_ASSERT(CLAMP(5, 1, 3) == 3 && MIN(2, 1) == 1 && MAX(2, 1) == 2 && IN_RANGE(2, 1, 3));
BUILD_ASSERT(LOG2(9) == 3 && LOG2CEIL(9) == 4 && LOG2CEIL(8) == 3 && NHPOT(9) == 16 &&
             KB(2) == 2048);

struct item {
  int value;
  sys_dnode_t dnode;
  sys_snode_t snode;
};

static struct item items[] = {
    {1, {{NULL}, {NULL}}, {NULL}}, {2, {{NULL}, {NULL}}, {NULL}}, {3, {{NULL}, {NULL}}, {NULL}}};

static void lists(void) {
  sys_dlist_t dlist = SYS_DLIST_STATIC_INIT(&dlist);
  sys_slist_t slist = SYS_SLIST_STATIC_INIT(&slist);
  struct item* item;
  struct item* next;

  for (size_t i = 0; i < ARRAY_SIZE(items); i++) {
    sys_dlist_append(&dlist, &items[i].dnode);
    sys_slist_prepend(&slist, &items[i].snode);
  }
  SYS_DLIST_FOR_EACH_CONTAINER_SAFE (&dlist, item, next, dnode) {
    printk("d%d ", item->value);
    if (item->value == 2) {
      sys_dlist_remove(&item->dnode);
    }
  }
  printk("linked %d, left %zu, ", sys_dnode_is_linked(&items[1].dnode), sys_dlist_len(&dlist));
  printk("head %d\n", CONTAINER_OF(sys_dlist_get(&dlist), struct item, dnode)->value);
  printk("removed %d ", sys_slist_find_and_remove(&slist, &items[0].snode));
  SYS_SLIST_FOR_EACH_CONTAINER (&slist, item, snode) {
    printk("s%d ", item->value);
  }
  printk("tail %d, left %zu\n",
         CONTAINER_OF(sys_slist_peek_tail(&slist), struct item, snode)->value,
         sys_slist_len(&slist));
  item = CONTAINER_OF(sys_slist_get(&slist), struct item, snode);
  printk("got s%d, which keeps its successor %d\n", item->value,
         item->snode.next == sys_slist_peek_head(&slist));
}

static void atomics(void) {
  ATOMIC_DEFINE(bits, 100) = {0};
  atomic_t value = ATOMIC_INIT(5);
  long before = atomic_add(&value, 3);
  bool swapped = atomic_cas(&value, 8, 9);

  atomic_set_bit(bits, 70);
  printk("atomic %ld %d %ld, bit %d ", before, swapped, atomic_get(&value),
         atomic_test_bit(bits, 70));
  printk("%d ", atomic_test_and_clear_bit(bits, 70));
  printk("%d\n", atomic_test_bit(bits, 70));
}

int main(void) {
  uint8_t bytes[6];

  printk("%s\n",
         FOR_EACH(NAME, (), a, b, c) FOR_EACH_IDX(INDEXED, (" "), x, y) LIST_DROP_EMPTY(, "!", ));
  lists();
  atomics();
  sys_put_be48(0x010203040506ULL, bytes);
  printk("bytes %d %d, %x %x\n", bytes[0], bytes[5], sys_get_le32(bytes), sys_cpu_to_be16(0x1234));
  printk("ticks %u %u %u, %llu us\n", k_ms_to_ticks_floor32(15), k_ms_to_ticks_near32(15),
         k_ms_to_ticks_ceil32(15), (unsigned long long)k_ticks_to_us_floor64(UINT64_C(1) << 40));
  return 0;
}
