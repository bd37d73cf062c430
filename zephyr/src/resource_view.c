/* SPDX-License-Identifier: Apache-2.0 */
#include "zephyr/src/resource_view.h"

#include <zephyr/kernel.h>

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

/* `index` counts the stacks of threads too. */
static int view_isr_stack(size_t index, struct tidemark_view* out) {
  struct tidemark_isr_stack_status status;
  size_t threads = index;
  int err = -ENOENT;

  while (threads > 0 && err == -ENOENT) {
    struct tidemark_thread_status thread;

    err = tidemark_thread_get(--threads, &thread);
    threads += err == 0 ? 1 : 0;
  }
  err = tidemark_isr_stack_get(index - threads, &status);
  if (err != 0) {
    return err;
  }
  *out = (struct tidemark_view){
      .kind = "isr_stack",
      .has_peak = true,
      .peak = status.stack_peak_bytes,
      .size = status.stack_size_bytes,
      .level = status.level,
  };
  copy_name(status.name, out);
  return 0;
}

int tidemark_view_stack(size_t index, struct tidemark_view* out) {
  struct tidemark_thread_status status;
  const int err = tidemark_thread_get(index, &status);

  if (err == -ENOENT) {
    return view_isr_stack(index, out);
  }
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

static const char* pool_word(enum tidemark_kind kind) {
  switch (kind) {
    case TIDEMARK_KIND_MEM_BLOCKS:
      return "mem_blocks";
    case TIDEMARK_KIND_NET_BUF_POOL:
      return "net_buf_pool";
    default:
      return "mem_slab";
  }
}

int tidemark_view_pool(size_t index, struct tidemark_view* out) {
  struct tidemark_pool_status status;
  const int err = tidemark_pool_get(index, &status);

  if (err != 0) {
    return err;
  }
  *out = (struct tidemark_view){
      .kind = pool_word(status.kind),
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

bool tidemark_is_remarkable(const struct tidemark_view* view) {
  return view->level != TIDEMARK_LEVEL_OK ||
         (view->has_verdict && view->verdict != TIDEMARK_VERDICT_NONE);
}

const char* tidemark_level_word(enum tidemark_level level) {
  static const char* const words[] = {"ok", "warn", "critical"};

  return words[level];
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
