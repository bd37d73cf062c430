/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the mcumgr group as mcumgr does, and reads its answers. */
#include <string.h>
#include <tidemark/tidemark.h>
#include <zcbor_decode.h>
#include <zcbor_encode.h>
#include <zephyr/kernel.h>
#include <zephyr/mgmt/mcumgr/mgmt/mgmt.h>
#include <zephyr/mgmt/mcumgr/smp/smp.h>
#include <zephyr/ztest.h>

/* As large as a buffer of mcumgr is by default. */
#define ANSWER_BYTES 384
#define BY_WIDTH(wide, narrow) (sizeof(void*) == 8 ? (wide) : (narrow))

enum { STATUS, RESOURCES, VERDICTS, SELF, SITES };

/* Enough for two pages where stacks are not known. */
K_MEM_SLAB_DEFINE(first_slab, 64, 8, 8);
K_MEM_SLAB_DEFINE(second_slab, 64, 8, 8);
K_MEM_SLAB_DEFINE(third_slab, 64, 8, 8);

static const uint8_t empty[] = {0xa0};
static uint8_t answer[ANSWER_BYTES];
static size_t answer_size;

/* Has the group's handler answer as mcumgr has it; `answer` is then its map. */
static int ask(uint8_t command, const uint8_t* payload, size_t size) {
  struct cbor_nb_reader reader;
  struct cbor_nb_writer writer;
  struct smp_streamer streamer = {.reader = &reader, .writer = &writer};
  const struct mgmt_handler* handler =
      mgmt_find_handler(MGMT_GROUP_ID_PERUSER + CONFIG_TIDEMARK_MCUMGR_GROUP_OFFSET, command);
  int err;

  zassert_not_null(handler, "the group is not registered");
  zassert_is_null(handler->mh_write, "nothing is written");
  zcbor_new_decode_state(reader.zs, ARRAY_SIZE(reader.zs), payload, size, 1);
  zcbor_new_encode_state(writer.zs, ARRAY_SIZE(writer.zs), answer, sizeof(answer), 0);
  zassert_true(zcbor_map_start_encode(writer.zs, 15));
  err = handler->mh_read(&streamer);
  zassert_true(zcbor_map_end_encode(writer.zs, 15));
  answer_size = (size_t)(writer.zs->payload - answer);
  return err;
}

/* Moves `state` to the value of a key of the answer's own map. */
static bool find(zcbor_state_t* state, size_t states, const char* wanted) {
  struct zcbor_string key;

  zcbor_new_decode_state(state, states, answer, answer_size, 1);
  if (!zcbor_map_start_decode(state)) {
    return false;
  }
  while (zcbor_tstr_decode(state, &key)) {
    if (key.len == strlen(wanted) && memcmp(key.value, wanted, key.len) == 0) {
      return true;
    }
    if (!zcbor_any_skip(state, NULL)) {
      return false;
    }
  }
  return false;
}

static int64_t number_of(const char* key) {
  zcbor_state_t state[4];
  uint32_t value;
  const bool is_found = find(state, ARRAY_SIZE(state), key) && zcbor_uint32_decode(state, &value);

  return is_found ? (int64_t)value : -1;
}

/* The entry of one key of the resource map that `state` is at the beginning of. */
static int64_t number_in(zcbor_state_t* state, const char* wanted, const char** name) {
  struct zcbor_string key;
  struct zcbor_string text;
  static char copy[TIDEMARK_NAME_SIZE];
  int64_t value = -1;

  zassert_true(zcbor_map_start_decode(state));
  while (zcbor_tstr_decode(state, &key)) {
    uint32_t number;

    if (key.len == strlen(wanted) && memcmp(key.value, wanted, key.len) == 0) {
      zassert_true(zcbor_uint32_decode(state, &number));
      value = number;
    } else if (key.len == 4 && memcmp(key.value, "name", 4) == 0) {
      zassert_true(zcbor_tstr_decode(state, &text));
      memcpy(copy, text.value, text.len);
      copy[text.len] = '\0';
      *name = copy;
    } else {
      zassert_true(zcbor_any_skip(state, NULL));
    }
  }
  zassert_true(zcbor_map_end_decode(state));
  return value;
}

ZTEST(mcumgr_group, test_status_counts_what_is_watched) {
  zassert_ok(ask(STATUS, empty, sizeof(empty)));
  zassert_equal(number_of("heaps"), 1);
  zassert_true(number_of("pools") >= 1, "the buffers of mcumgr are a pool");
  zassert_equal(number_of("leak"), 0);
  zassert_equal(number_of("watch"), 0);
  zassert_equal(number_of("warn"), 0);
  zassert_equal(number_of("critical"), 0);
  zassert_equal(number_of("missed"), 0);
}

ZTEST(mcumgr_group, test_self_has_samples) {
  struct tidemark_self self;

  zassert_ok(tidemark_self_get(&self));
  zassert_ok(ask(SELF, empty, sizeof(empty)));
  zassert_equal(number_of("samples"), self.samples);
  zassert_equal(number_of("ram_bytes"), self.ram_bytes);
  zassert_equal(number_of("sample_us") >= 0, self.has_sample_us);
}

/* Pages follow each other by "next", and hold every resource once. */
ZTEST(mcumgr_group, test_pages_hold_all_resources) {
  static uint8_t request[] = {0xa1, 0x65, 'i', 'n', 'd', 'e', 'x', 0x00};
  uint32_t seen = 0;
  uint32_t pages = 0;
  int64_t next = 0;
  uint32_t total;

  zassert_ok(ask(STATUS, empty, sizeof(empty)));
  total = (uint32_t)(number_of("heaps") + number_of("stacks") + number_of("pools"));
  while (next >= 0) {
    zcbor_state_t state[6];
    const char* name = NULL;

    request[7] = (uint8_t)next;
    zassert_ok(ask(RESOURCES, request, sizeof(request)));
    zassert_true(find(state, ARRAY_SIZE(state), "resources"));
    zassert_true(zcbor_list_start_decode(state));
    while (!zcbor_array_at_end(state)) {
      const int64_t size = number_in(state, "size", &name);

      if (seen++ == 0) {
        zassert_equal(strcmp(name, "_system_heap"), 0);
        zassert_equal(size, BY_WIDTH(4000, 4020));
      }
    }
    next = number_of("next");
    zassert_true(next == -1 || next == seen);
    zassert_true(++pages < 32);
  }
  zassert_equal(seen, total);
  zassert_true(pages > 1, "one buffer has no room for all");
}

/* Each of the three slabs has one live block, of a site of its own. */
ZTEST(mcumgr_group, test_sites_say_what_they_hold) {
  static uint8_t request[] = {0xa1, 0x65, 'i', 'n', 'd', 'e', 'x', 0x00};
  uint32_t of_slabs = 0;
  uint32_t pages = 0;
  int64_t next = 0;

  while (next >= 0) {
    zcbor_state_t state[6];
    const char* name = NULL;

    request[7] = (uint8_t)next;
    zassert_ok(ask(SITES, request, sizeof(request)));
    zassert_equal(number_of("interval"), 1);
    zassert_equal(number_of("displaced"), 0);
    zassert_true(find(state, ARRAY_SIZE(state), "sites"));
    zassert_true(zcbor_list_start_decode(state));
    while (!zcbor_array_at_end(state)) {
      of_slabs += number_in(state, "live_bytes", &name) == 64 ? 1U : 0U;
    }
    next = number_of("next");
    zassert_true(++pages < 32);
  }
  zassert_true(of_slabs >= 3);
}

ZTEST(mcumgr_group, test_an_index_beyond_the_last_gives_an_empty_page) {
  static const uint8_t far[] = {0xa1, 0x65, 'i', 'n', 'd', 'e', 'x', 0x19, 0xff, 0xff};
  zcbor_state_t state[6];

  zassert_ok(ask(RESOURCES, far, sizeof(far)));
  zassert_true(find(state, ARRAY_SIZE(state), "resources"));
  zassert_true(zcbor_list_start_decode(state));
  zassert_true(zcbor_array_at_end(state));
  zassert_equal(number_of("next"), -1);
}

ZTEST(mcumgr_group, test_nothing_remarkable_is_an_empty_list) {
  zcbor_state_t state[6];

  zassert_ok(ask(VERDICTS, empty, sizeof(empty)));
  zassert_true(find(state, ARRAY_SIZE(state), "resources"));
  zassert_true(zcbor_list_start_decode(state));
  zassert_true(zcbor_array_at_end(state));
}

ZTEST(mcumgr_group, test_what_it_does_not_know_is_skipped_and_rubbish_refused) {
  static const uint8_t other[] = {0xa2, 0x61, 'x', 0x82, 0x01, 0x02, 0x65, 'i',
                                  'n',  'd',  'e', 'x',  0x19, 0xff, 0xff};
  static const uint8_t wrong[] = {0xa1, 0x65, 'i', 'n', 'd', 'e', 'x', 0x61, 'a'};
  static const uint8_t cut[] = {0xa1, 0x65, 'i', 'n'};
  static const uint8_t no_map[] = {0x01};

  zassert_ok(ask(RESOURCES, other, sizeof(other)));
  zassert_equal(ask(RESOURCES, wrong, sizeof(wrong)), MGMT_ERR_EINVAL);
  zassert_equal(ask(RESOURCES, cut, sizeof(cut)), MGMT_ERR_EINVAL);
  zassert_equal(ask(RESOURCES, no_map, sizeof(no_map)), MGMT_ERR_EINVAL);
}

static void* sample(void) {
  void* block;

  zassert_ok(k_mem_slab_alloc(&first_slab, &block, K_NO_WAIT));
  zassert_ok(k_mem_slab_alloc(&second_slab, &block, K_NO_WAIT));
  zassert_ok(k_mem_slab_alloc(&third_slab, &block, K_NO_WAIT));
  /* The monitor takes its own first sample now. */
  k_msleep(100);
  zassert_ok(tidemark_sample_now());
  return NULL;
}

ZTEST_SUITE(mcumgr_group, NULL, sample, NULL, NULL, NULL);
