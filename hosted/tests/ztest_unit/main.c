/* SPDX-License-Identifier: Apache-2.0 */
/* A unit test: no KERNEL, a wide stack, and a function of the runtime replaced by the test's own.
 */
#include <errno.h>
#include <string.h>
#include <zephyr/sys/barrier.h>
#include <zephyr/sys/list_gen.h>
#include <zephyr/sys/rb.h>
#include <zephyr/sys/slist.h>
#include <zephyr/sys/timeutil.h>
#include <zephyr/sys/util.h>
#include <zephyr/ztest.h>

/* As in unit tests of Zephyr's tree: what is tested, by its name there. */
#include "../../../lib/crc/crc8_sw.c"
#include "../../../lib/os/rb.c"
#include "../../../lib/os/timeutil.c"

#if defined(KERNEL) || !defined(ZTEST_UNITTEST)
#error "not built as a unit test"
#endif

ZTEST_SUITE(unit, NULL, NULL, NULL, NULL, NULL);

ZTEST(unit, test_list) {
  sys_slist_t list;
  sys_snode_t nodes[3];

  sys_slist_init(&list);
  for (size_t i = 0; i < ARRAY_SIZE(nodes); i++) {
    sys_slist_append(&list, &nodes[i]);
  }
  zassert_equal_ptr(sys_slist_get(&list), &nodes[0]);
  zassert_equal(sys_slist_len(&list), 2);
}

ZTEST(unit, test_wide_stack) {
  volatile char wide[300000];

  memset((char*)wide, 1, sizeof(wide));
  zassert_equal(wide[sizeof(wide) - 1], 1);
}

uint8_t u8_to_dec(char* buf, uint8_t buflen, uint8_t value) {
  ARG_UNUSED(buflen);
  ARG_UNUSED(value);
  return (uint8_t)strlen(strcpy(buf, "mine"));
}

ZTEST(unit, test_own_definition) {
  char text[8];

  zassert_equal(u8_to_dec(text, sizeof(text), 7), 4);
  zassert_str_equal(text, "mine");
}

ZTEST(unit, test_civil_time) {
  static const struct {
    struct tm tm; /* seconds, minutes, hours, day, month from 0, year - 1900 */
    int64_t seconds;
  } times[] = {
      {{.tm_mday = 1, .tm_year = 70}, 0},
      {{.tm_sec = 59, .tm_min = 59, .tm_hour = 23, .tm_mday = 31, .tm_mon = 11, .tm_year = 69}, -1},
      {{.tm_mday = 29, .tm_mon = 1, .tm_year = 100}, 951782400},
      {{.tm_mday = 1, .tm_mon = 2, .tm_year = 0}, -2203891200}, /* 1900 had no 29 February */
      {{.tm_sec = 7, .tm_min = 14, .tm_hour = 3, .tm_mday = 19, .tm_year = 138}, 2147483647},
      {{.tm_mday = 1, .tm_year = -1900}, -62167219200}, /* the year 0, a leap year */
  };

  for (size_t i = 0; i < ARRAY_SIZE(times); i++) {
    zassert_equal(timeutil_timegm64(&times[i].tm), times[i].seconds, "time %zu", i);
    errno = EIO;
    zassert_equal(timeutil_timegm(&times[i].tm), times[i].seconds);
    zassert_equal(errno, 0);
  }
}

ZTEST(unit, test_clock_skew) {
  static const struct timeutil_sync_config rates = {.ref_Hz = 1000, .local_Hz = 100};
  struct timeutil_sync_state state = {.cfg = &rates};
  struct timeutil_sync_instant at = {.ref = 0, .local = 500};
  uint64_t ref = 0;
  int64_t local = 0;

  zassert_equal(timeutil_sync_ref_from_local(&state, 0, &ref), -EINVAL);
  zassert_equal(timeutil_sync_state_update(&state, &at), -EINVAL);
  at.ref = 10000;
  zassert_equal(timeutil_sync_state_update(&state, &at), 0);
  zassert_equal(timeutil_sync_state_update(&state, &at), -EINVAL);
  zassert_true(timeutil_sync_estimate_skew(&state) <= 0.0F);
  zassert_equal(timeutil_sync_ref_from_local(&state, 501, &ref), 0);
  zassert_equal(ref, 10010);
  zassert_equal(timeutil_sync_ref_from_local(&state, 501, NULL), -EINVAL);
  zassert_equal(timeutil_sync_local_from_ref(&state, 4000, &local), 0);
  zassert_equal(local, -100);
  at.ref += 1000;
  at.local += 200; /* twice as fast as it should be */
  zassert_equal(timeutil_sync_state_update(&state, &at), 1);
  zassert_within(timeutil_sync_estimate_skew(&state), 0.5F, 1e-6F);
  zassert_equal(timeutil_sync_state_set_skew(&state, 0.0F, NULL), -EINVAL);
  zassert_equal(timeutil_sync_state_set_skew(&state, 0.5F, NULL), 0);
  zassert_equal(timeutil_sync_ref_from_local(&state, 700, &ref), 1);
  zassert_equal(ref, 11000);
  zassert_equal(timeutil_sync_local_from_ref(&state, 11000, &local), 1);
  zassert_equal(local, 700);
  zassert_equal(timeutil_sync_state_set_skew(&state, 8.0F, &at), 0);
  zassert_equal(state.latest.ref, 0);
  zassert_equal(timeutil_sync_ref_from_local(&state, 0, &ref), -ERANGE);
  zassert_equal(timeutil_sync_skew_to_ppb(0.5F), 500000000);
  zassert_equal(timeutil_sync_skew_to_ppb(8.0F), INT32_MIN);
}

static bool address_below(struct rbnode* a, struct rbnode* b) {
  return a < b;
}

ZTEST(unit, test_tree_by_the_name_of_its_source) {
  static struct rbnode nodes[100];
  struct rbtree tree = {.lessthan_fn = address_below};
  struct rbnode* node;
  size_t count = 0;

  for (size_t i = 0; i < ARRAY_SIZE(nodes); i++) {
    rb_insert(&tree, &nodes[i * 37 % ARRAY_SIZE(nodes)]);
  }
  RB_FOR_EACH(&tree, node) {
    zassert_equal_ptr(node, &nodes[count]);
    count++;
    barrier_dmem_fence_full();
  }
  zassert_equal(count, ARRAY_SIZE(nodes));
}

/* A list whose links are distances, so that none but list_gen.h's functions could walk it. */
typedef struct {
  ptrdiff_t distance; /* to the next, in nodes; 0: none */
} sys_hop_t;
typedef struct {
  sys_hop_t* first;
  sys_hop_t* last;
} sys_hops_t;
static inline void sys_hops_init(sys_hops_t* list) {
  *list = (sys_hops_t){NULL, NULL};
}
static inline sys_hop_t* sys_hops_peek_head(sys_hops_t* list) {
  return list->first;
}
static inline sys_hop_t* sys_hops_peek_tail(sys_hops_t* list) {
  return list->last;
}
static inline void z_hops_head_set(sys_hops_t* list, sys_hop_t* node) {
  list->first = node;
}
static inline void z_hops_tail_set(sys_hops_t* list, sys_hop_t* node) {
  list->last = node;
}
static inline sys_hop_t* z_hop_next_peek(sys_hop_t* node) {
  return node->distance == 0 ? NULL : node + node->distance;
}
static inline void z_hop_next_set(sys_hop_t* node, sys_hop_t* next) {
  node->distance = next == NULL ? 0 : next - node;
}
Z_GENLIST_IS_EMPTY(hops)
Z_GENLIST_PEEK_NEXT_NO_CHECK(hops, hop)
Z_GENLIST_PEEK_NEXT(hops, hop)
Z_GENLIST_PREPEND(hops, hop)
Z_GENLIST_APPEND(hops, hop)
Z_GENLIST_APPEND_LIST(hops, hop)
Z_GENLIST_MERGE_LIST(hops, hop)
Z_GENLIST_INSERT(hops, hop)
Z_GENLIST_GET_NOT_EMPTY(hops, hop)
Z_GENLIST_GET(hops, hop)
Z_GENLIST_REMOVE(hops, hop)
Z_GENLIST_FIND_AND_REMOVE(hops, hop)

struct stop {
  char name;
  sys_hop_t hop;
};

ZTEST(unit, test_generated_list) {
  static struct stop stops[] = {{.name = 'a'}, {.name = 'b'}, {.name = 'c'}, {.name = 'd'}};
  sys_hops_t list;
  sys_hops_t other;
  char order[8] = "";
  size_t length = 0;
  struct stop* stop;
  struct stop* next;
  sys_hop_t* hop = NULL;

  sys_hops_init(&list);
  sys_hops_init(&other);
  zassert_is_null(sys_hops_get(&list));
  sys_hops_append(&list, &stops[1].hop);
  sys_hops_prepend(&list, &stops[0].hop);
  sys_hops_insert(&list, &stops[0].hop, &stops[3].hop);
  sys_hops_append(&other, &stops[2].hop);
  sys_hops_merge_hops(&list, &other);
  zassert_true(sys_hops_is_empty(&other));
  Z_GENLIST_FOR_EACH_CONTAINER_SAFE(hops, &list, stop, next, hop) {
    order[length++] = stop->name;
    if (stop->name == 'd') {
      zassert_true(sys_hops_find_and_remove(&list, &stop->hop));
    }
  }
  zassert_str_equal(order, "adbc");
  zassert_false(sys_hops_find_and_remove(&list, &stops[3].hop));
  zassert_true(sys_hops_find_and_remove(&list, &stops[2].hop));
  zassert_equal_ptr(sys_hops_peek_tail(&list), &stops[1].hop);
  zassert_equal_ptr(sys_hops_get(&list), &stops[0].hop);
  Z_GENLIST_ITERATE_FROM_NODE(hops, &list, hop) {
    zassert_equal_ptr(hop, &stops[1].hop);
  }
  zassert_equal_ptr(sys_hops_get(&list), &stops[1].hop);
  zassert_is_null(sys_hops_peek_tail(&list));
}
