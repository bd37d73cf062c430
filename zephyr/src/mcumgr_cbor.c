/* SPDX-License-Identifier: Apache-2.0 */
#include "zephyr/src/mcumgr_cbor.h"

#include <zcbor_decode.h>
#include <zcbor_encode.h>
#include <zephyr/kernel.h>

/* What zcbor is told of lists and maps whose length it writes: no more than this. */
#define MAX_LIST 255
#define MAX_KEYS 11
/* The longest resource, with the end of the answer: keys 100, name 50, other values 70. */
#define ROOM_BYTES 232

/* By pointer and length: the function for terminated texts has had several forms. */
static bool put_string(zcbor_state_t* out, const char* text) {
  const struct zcbor_string string = {.value = (const uint8_t*)text, .len = strlen(text)};

  return zcbor_tstr_encode(out, &string);
}

bool tidemark_put_number(zcbor_state_t* out, const char* key, uint32_t value) {
  return put_string(out, key) && zcbor_uint32_put(out, value);
}

bool tidemark_put_text(zcbor_state_t* out, const char* key, const char* text) {
  return put_string(out, key) && put_string(out, text);
}

bool tidemark_begin_list(zcbor_state_t* out, const char* key) {
  return put_string(out, key) && zcbor_list_start_encode(out, MAX_LIST);
}

bool tidemark_end_list(zcbor_state_t* out) {
  return zcbor_list_end_encode(out, MAX_LIST);
}

bool tidemark_has_room(const zcbor_state_t* out) {
  return out->payload_end - out->payload >= ROOM_BYTES;
}

static bool put_trend(zcbor_state_t* out, const struct tidemark_trend* trend) {
  return put_string(out, "rate_millibytes_per_hour") &&
         zcbor_uint64_put(out, trend->rate_millibytes_per_hour) &&
         tidemark_put_number(out, "left_s", trend->left_s);
}

bool tidemark_put_view(zcbor_state_t* out, const struct tidemark_view* view) {
  bool ok = zcbor_map_start_encode(out, MAX_KEYS);

  ok = ok && tidemark_put_text(out, "kind", view->kind);
  ok = ok && tidemark_put_text(out, "name", view->name);
  ok = ok && (!view->has_used || tidemark_put_number(out, "used", view->used));
  ok = ok && (!view->has_peak || tidemark_put_number(out, "peak", view->peak));
  ok = ok && tidemark_put_number(out, "size", view->size);
  ok = ok && (!view->has_block_bytes || tidemark_put_number(out, "block_size", view->block_bytes));
  ok = ok && (!view->has_priority ||
              (put_string(out, "priority") && zcbor_int32_put(out, view->priority)));
  ok = ok && tidemark_put_text(out, "level", tidemark_level_word(view->level));
  ok = ok && (!view->has_verdict ||
              tidemark_put_text(out, "verdict", tidemark_verdict_word(view->verdict)));
  ok = ok && (!view->has_trend || put_trend(out, &view->trend));
  return ok && zcbor_map_end_encode(out, MAX_KEYS);
}

#if defined(CONFIG_TIDEMARK_PROFILE)
bool tidemark_put_site(zcbor_state_t* out, const struct tidemark_site* site) {
  const bool has_slot = site->number != TIDEMARK_NO_SLOT;
  bool ok = zcbor_map_start_encode(out, MAX_KEYS);

  ok = ok &&
       (!has_slot || (put_string(out, "at") && zcbor_uint64_put(out, (uintptr_t)site->callers[0])));
  ok = ok && tidemark_put_number(out, "live_bytes", site->live_bytes);
  ok = ok && tidemark_put_number(out, "live_blocks", site->live_blocks);
  ok = ok &&
       (!has_slot || (put_string(out, "total_bytes") && zcbor_uint64_put(out, site->total_bytes)));
  ok = ok && (!site->has_oldest || tidemark_put_number(out, "oldest_s", site->oldest_s));
  ok = ok && (!has_slot || tidemark_put_text(out, "pool", site->pool_name));
  return ok && zcbor_map_end_encode(out, MAX_KEYS);
}
#endif

static bool is_index(const struct zcbor_string* key) {
  return key->len == 5 && memcmp(key->value, "index", 5) == 0;
}

bool tidemark_take_index(zcbor_state_t* in, uint32_t* index) {
  struct zcbor_string key;

  *index = 0;
  if (!zcbor_map_start_decode(in)) {
    return false;
  }
  while (zcbor_tstr_decode(in, &key)) {
    if (!(is_index(&key) ? zcbor_uint32_decode(in, index) : zcbor_any_skip(in, NULL))) {
      return false;
    }
  }
  return zcbor_map_end_decode(in);
}
