/* SPDX-License-Identifier: Apache-2.0 */
#include "zephyr/src/resource_view.h"

static void copy_name(const char* name, struct tidemark_view* out) {
  for (size_t i = 0; i < sizeof(out->name); i++) {
    out->name[i] = name[i];
  }
}

int tidemark_view_heap(size_t index, struct tidemark_view* out) {
  struct tidemark_heap_status status;
  const int err = tidemark_heap_get(index, &status);

  if (err != 0) {
    return err;
  }
  *out = (struct tidemark_view){
      .kind = "heap",
      .has_used = true,
      .used = status.used_bytes,
      .has_peak = true,
      .peak = status.peak_bytes,
      .size = status.capacity_bytes,
      .level = status.level,
      .has_verdict = true,
      .verdict = status.verdict,
      .has_trend = status.has_trend,
      .trend = status.trend,
  };
  copy_name(status.name, out);
  return 0;
}

int tidemark_view_stack(size_t index, struct tidemark_view* out) {
  struct tidemark_thread_status status;
  const int err = tidemark_thread_get(index, &status);

  if (err != 0) {
    return err;
  }
  *out = (struct tidemark_view){
      .kind = "thread_stack",
      .has_peak = true,
      .peak = status.stack_peak_bytes,
      .size = status.stack_size_bytes,
      .has_priority = true,
      .priority = status.priority,
      .level = status.level,
  };
  copy_name(status.name, out);
  return 0;
}

int tidemark_view_pool(size_t index, struct tidemark_view* out) {
  struct tidemark_mem_slab_status status;
  const int err = tidemark_mem_slab_get(index, &status);

  if (err != 0) {
    return err;
  }
  *out = (struct tidemark_view){
      .kind = "mem_slab",
      .has_used = true,
      .used = status.used_blocks,
      .has_peak = status.has_peak,
      .peak = status.peak_blocks,
      .size = status.used_blocks + status.free_blocks,
      .has_block_bytes = true,
      .block_bytes = status.block_size_bytes,
      .level = status.level,
      .has_verdict = true,
      .verdict = status.verdict,
      .has_trend = status.has_trend,
      .trend = status.trend,
  };
  copy_name(status.name, out);
  return 0;
}

const char* tidemark_level_word(enum tidemark_level level) {
  return level == TIDEMARK_LEVEL_EXHAUSTION ? "exhaustion" : "ok";
}

const char* tidemark_verdict_word(enum tidemark_verdict verdict) {
  switch (verdict) {
    case TIDEMARK_VERDICT_LEAK:
      return "leak";
    case TIDEMARK_VERDICT_WATCH:
      return "watch";
    case TIDEMARK_VERDICT_NONE:
      break;
  }
  return "none";
}
