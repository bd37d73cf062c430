/* SPDX-License-Identifier: Apache-2.0 */
/* The group of management commands: what the C API says, in CBOR. Runs where mcumgr runs handlers.
 */
#include <zephyr/kernel.h>
#include <zephyr/mgmt/mcumgr/mgmt/handlers.h>
#include <zephyr/mgmt/mcumgr/mgmt/mgmt.h>
#include <zephyr/mgmt/mcumgr/smp/smp.h>

#include "zephyr/src/mcumgr_cbor.h"
#include "zephyr/src/resource_view.h"

enum { COMMAND_STATUS, COMMAND_RESOURCES, COMMAND_VERDICTS, COMMAND_SELF, COMMAND_SITES };

static const tidemark_view_get kinds[] = {tidemark_view_heap, tidemark_view_stack,
                                          tidemark_view_pool};
static const char* const kind_words[] = {"heaps", "stacks", "pools"};

static int answer(bool is_written) {
  return is_written ? MGMT_ERR_EOK : MGMT_ERR_EMSGSIZE;
}

static int status_handler(struct smp_streamer* streamer) {
  zcbor_state_t* out = streamer->writer->zs;
  uint32_t verdicts[TIDEMARK_VERDICT_LEAK + 1] = {0};
  uint32_t levels[TIDEMARK_LEVEL_CRITICAL + 1] = {0};
  struct tidemark_coverage coverage;
  struct tidemark_view view;
  bool ok = true;

  if (tidemark_coverage_get(&coverage) != 0) {
    return MGMT_ERR_EBUSY;
  }
  for (size_t kind = 0; kind < ARRAY_SIZE(kinds); kind++) {
    uint32_t count = 0;

    for (; kinds[kind](count, &view) == 0; count++) {
      verdicts[view.has_verdict ? view.verdict : TIDEMARK_VERDICT_NONE]++;
      levels[view.level]++;
    }
    ok = ok && tidemark_put_number(out, kind_words[kind], count);
  }
  ok = ok && tidemark_put_number(out, "missed",
                                 coverage.heaps_missed + coverage.threads_missed +
                                     coverage.mem_slabs_missed + coverage.pools_missed);
  ok = ok && tidemark_put_number(out, "leak", verdicts[TIDEMARK_VERDICT_LEAK]);
  ok = ok && tidemark_put_number(out, "watch", verdicts[TIDEMARK_VERDICT_WATCH]);
  ok = ok && tidemark_put_number(out, "warn", levels[TIDEMARK_LEVEL_WARN]);
  ok = ok && tidemark_put_number(out, "critical", levels[TIDEMARK_LEVEL_CRITICAL]);
  return answer(ok && tidemark_put_text(out, "blind", coverage.blind));
}

static bool is_any(const struct tidemark_view* view) {
  ARG_UNUSED(view);
  return true;
}

/* The resource number `index` of those that `is_wanted` takes, in the order heaps, stacks, pools.
 */
static bool find_view(bool (*is_wanted)(const struct tidemark_view*), uint32_t index,
                      struct tidemark_view* view) {
  for (size_t kind = 0; kind < ARRAY_SIZE(kinds); kind++) {
    for (size_t i = 0; kinds[kind](i, view) == 0; i++) {
      if (is_wanted(view) && index-- == 0U) {
        return true;
      }
    }
  }
  return false;
}

/* One page: as many as have room, from the index that the request names. */
static int list(struct smp_streamer* streamer, bool (*is_wanted)(const struct tidemark_view*)) {
  zcbor_state_t* out = streamer->writer->zs;
  struct tidemark_view view;
  uint32_t index = 0;
  bool has_more;
  bool ok;

  if (!tidemark_take_index(streamer->reader->zs, &index)) {
    return MGMT_ERR_EINVAL;
  }
  ok = tidemark_begin_list(out, "resources");
  has_more = find_view(is_wanted, index, &view);
  while (ok && has_more && tidemark_has_room(out)) {
    ok = tidemark_put_view(out, &view);
    has_more = find_view(is_wanted, ++index, &view);
  }
  ok = ok && tidemark_end_list(out);
  return answer(ok && (!has_more || tidemark_put_number(out, "next", index)));
}

static int resources_handler(struct smp_streamer* streamer) {
  return list(streamer, is_any);
}

static int verdicts_handler(struct smp_streamer* streamer) {
  return list(streamer, tidemark_is_remarkable);
}

static int self_handler(struct smp_streamer* streamer) {
  zcbor_state_t* out = streamer->writer->zs;
  struct tidemark_self self;
  bool ok;

  if (tidemark_self_get(&self) != 0) {
    return MGMT_ERR_EBUSY;
  }
  ok = tidemark_put_number(out, "samples", self.samples);
  ok = ok && tidemark_put_number(out, "ram_bytes", self.ram_bytes);
  ok = ok && (!self.has_sample_us || tidemark_put_number(out, "sample_us", self.sample_us));
  ok = ok &&
       (!self.has_sample_us_max || tidemark_put_number(out, "sample_us_max", self.sample_us_max));
  ok = ok && (!self.has_lock_us_max || tidemark_put_number(out, "lock_us_max", self.lock_us_max));
  return answer(ok &&
                (!self.has_lines_lost || tidemark_put_number(out, "lines_lost", self.lines_lost)));
}

#if defined(CONFIG_TIDEMARK_PROFILE)
/* One page. The index is a cursor of tidemark_site_get(). */
static int sites_handler(struct smp_streamer* streamer) {
  zcbor_state_t* out = streamer->writer->zs;
  struct tidemark_profile profile;
  struct tidemark_site site;
  uint32_t index = 0;
  size_t cursor;
  bool has_more;
  bool ok;

  if (!tidemark_take_index(streamer->reader->zs, &index)) {
    return MGMT_ERR_EINVAL;
  }
  if (tidemark_profile_get(&profile) != 0) {
    return MGMT_ERR_EBUSY;
  }
  cursor = index;
  ok = tidemark_put_number(out, "interval", profile.interval_bytes);
  ok = ok && tidemark_put_number(out, "displaced", profile.displaced);
  ok = ok && tidemark_put_number(out, "merged", profile.sites_merged);
  ok = ok && tidemark_begin_list(out, "sites");
  has_more = tidemark_site_get(&cursor, &site) == 0;
  while (ok && has_more && tidemark_has_room(out)) {
    ok = tidemark_put_site(out, &site);
    index = (uint32_t)cursor;
    has_more = tidemark_site_get(&cursor, &site) == 0;
  }
  ok = ok && tidemark_end_list(out);
  return answer(ok && (!has_more || tidemark_put_number(out, "next", index)));
}
#endif

static const struct mgmt_handler handlers[] = {
    [COMMAND_STATUS] = {.mh_read = status_handler},
    [COMMAND_RESOURCES] = {.mh_read = resources_handler},
    [COMMAND_VERDICTS] = {.mh_read = verdicts_handler},
    [COMMAND_SELF] = {.mh_read = self_handler},
#if defined(CONFIG_TIDEMARK_PROFILE)
    [COMMAND_SITES] = {.mh_read = sites_handler},
#endif
};

static struct mgmt_group group = {
    .mg_handlers = handlers,
    .mg_handlers_count = ARRAY_SIZE(handlers),
    .mg_group_id = MGMT_GROUP_ID_PERUSER + CONFIG_TIDEMARK_MCUMGR_GROUP_OFFSET,
};

static void register_group(void) {
  mgmt_register_group(&group);
}

MCUMGR_HANDLER_DEFINE(tidemark, register_group);
