// SPDX-License-Identifier: Apache-2.0
// The edge: translates between the C API and the monitor of the image.
#include "tidemark/tidemark.h"

#include "core/c_text.hpp"
#include "core/features.hpp"
#include "core/listener.hpp"
#include "core/lock_guard.hpp"
#include "core/profile_reporter.hpp"
#include "core/reporter.hpp"
#include "core/run.hpp"

namespace tidemark {
namespace {

constinit tidemark_listener g_listener = nullptr;
constinit void* g_listener_data = nullptr;

static_assert(TIDEMARK_LEVEL_CRITICAL == static_cast<int>(wire::Level::kCritical) &&
                  TIDEMARK_LEVEL_WARN == static_cast<int>(wire::Level::kWarn),
              "the levels have the same numbers");
tidemark_level to_c(wire::Level level) {
  return static_cast<tidemark_level>(level);
}

tidemark_verdict to_c(wire::Verdict verdict) {
  switch (verdict) {
    case wire::Verdict::kLeak:
      return TIDEMARK_VERDICT_LEAK;
    case wire::Verdict::kWatch:
      return TIDEMARK_VERDICT_WATCH;
    case wire::Verdict::kNone:
      break;
  }
  return TIDEMARK_VERDICT_NONE;
}

static_assert(TIDEMARK_KIND_ISR_STACK == static_cast<int>(wire::ResourceKind::kIsrStack) &&
                  TIDEMARK_KIND_ISR_STACK + 1 == wire::kResourceKinds,
              "the kinds have the same numbers");
tidemark_kind to_c(wire::ResourceKind kind) {
  return static_cast<tidemark_kind>(kind);
}

void to_c(const estimate::LeakTrend& trend, tidemark_trend* out) {
  out->rate_millibytes_per_hour = trend.rate_millibytes_per_hour;
  out->rate_low_millibytes_per_hour = trend.rate_low_millibytes_per_hour;
  out->rate_high_millibytes_per_hour = trend.rate_high_millibytes_per_hour;
  out->window_s = trend.window_s();
  out->left_s = trend.time_left_s;
}

bool to_c(const wire::VerdictLine& line, tidemark_trend* out) {
  if (!line.rate_millibytes_per_hour.present) {
    return false;
  }
  out->rate_millibytes_per_hour = line.rate_millibytes_per_hour.value;
  out->rate_low_millibytes_per_hour = line.rate_low_millibytes_per_hour.value;
  out->rate_high_millibytes_per_hour = line.rate_high_millibytes_per_hour.value;
  out->window_s = line.window_s.value;
  out->left_s = line.left_s.value;
  return true;
}

}  // namespace

namespace {

void call_listener(const Event& event) {
  tidemark_listener listener = nullptr;
  void* data = nullptr;
  {
    const LockGuard guard;
    listener = g_listener;
    data = g_listener_data;
  }
  if (listener == nullptr) {
    return;
  }
  tidemark_event out{};
  out.kind = to_c(event.is_verdict ? event.verdict.kind : event.level.kind);
  copy_text(event.is_verdict ? event.verdict.name : event.level.name, out.name);
  out.has_verdict = event.is_verdict;
  out.has_level = !event.is_verdict;
  if (event.is_verdict) {
    out.verdict = to_c(event.verdict.verdict);
    out.has_trend = to_c(event.verdict, &out.trend);
  } else {
    out.level = to_c(event.level.level);
    out.used = event.level.used;
    out.capacity = event.level.capacity;
  }
  listener(&out, data);
}

}  // namespace
}  // namespace tidemark

using namespace tidemark;  // all below is the C API

extern "C" {

int tidemark_heap_get(size_t index, tidemark_heap_status* out) {
  wire::HeapLine line;
  estimate::LeakTrend trend;
  const void* heap = nullptr;
  if (out == nullptr) {
    return port::to_errno(Status::kInvalid);
  }
  const Status status = image_monitor().heap_at(index, &line, &heap, &trend);
  if (status != Status::kOk) {
    return port::to_errno(status);
  }
  *out = tidemark_heap_status{};
  out->heap = static_cast<const k_heap*>(heap);
  copy_text(line.name, out->name);
  out->used_bytes = line.used;
  out->free_bytes = line.free;
  out->capacity_bytes = line.capacity;
  out->allocated_bytes = line.allocated;
  out->peak_bytes = line.peak;
  out->has_largest_free = line.largest.present;
  out->largest_free_bytes = line.largest.value;
  out->largest_free_min_bytes = line.largest_min.value;
  out->level = to_c(line.level);
  out->verdict = to_c(line.verdict);
  out->has_trend = line.verdict != wire::Verdict::kNone;
  if (out->has_trend) {
    to_c(trend, &out->trend);
  }
  return 0;
}

int tidemark_pool_get(size_t index, tidemark_pool_status* out) {
  wire::BlockPoolLine line;
  estimate::LeakTrend trend;
  const void* pool = nullptr;
  if (out == nullptr) {
    return port::to_errno(Status::kInvalid);
  }
  const Status status = image_monitor().block_pool_at(index, &line, &pool, &trend);
  if (status != Status::kOk) {
    return port::to_errno(status);
  }
  *out = tidemark_pool_status{};
  out->kind = to_c(line.kind);
  out->pool = pool;
  copy_text(line.name, out->name);
  out->used_blocks = line.used;
  out->free_blocks = line.free;
  out->block_size_bytes = line.block_size;
  out->has_peak = line.peak.present;
  out->peak_blocks = line.peak.value;
  out->level = to_c(line.level);
  out->verdict = to_c(line.verdict);
  out->has_trend = line.verdict != wire::Verdict::kNone;
  if (out->has_trend) {
    to_c(trend, &out->trend);
  }
  return 0;
}

int tidemark_thread_get(size_t index, tidemark_thread_status* out) {
  wire::StackLine line;
  ThreadLife life = {};
  if (out == nullptr) {
    return port::to_errno(Status::kInvalid);
  }
  const Status status = image_monitor().thread_at(index, &line, &life);
  if (status != Status::kOk) {
    return port::to_errno(status);
  }
  *out = tidemark_thread_status{};
  out->thread = life.thread;
  out->entry = life.entry;
  out->lifetime = life.lifetime;
  copy_text(line.name, out->name);
  out->priority = line.priority.value;
  out->stack_size_bytes = line.size;
  out->stack_free_bytes = line.free;
  out->stack_peak_bytes = line.peak;
  out->level = to_c(line.level);
  return 0;
}

int tidemark_isr_stack_get(size_t index, tidemark_isr_stack_status* out) {
  if (out == nullptr) {
    return port::to_errno(Status::kInvalid);
  }
  wire::StackLine line;
  const Status status = image_monitor().isr_stack_at(index, &line);
  if (status == Status::kOk) {
    copy_text(line.name, out->name);
    out->stack_size_bytes = line.size;
    out->stack_free_bytes = line.free;
    out->stack_peak_bytes = line.peak;
    out->level = to_c(line.level);
  }
  return port::to_errno(status);
}

int tidemark_coverage_get(tidemark_coverage* out) {
  wire::CoverageLine line;
  if (out == nullptr) {
    return port::to_errno(Status::kInvalid);
  }
  const Status status = image_monitor().coverage(&line);
  if (status != Status::kOk) {
    return port::to_errno(status);
  }
  out->heaps = line.heaps;
  out->heaps_missed = line.heaps_missed;
  out->threads = line.threads;
  out->threads_missed = line.threads_missed;
  out->mem_slabs = line.mem_slabs;
  out->mem_slabs_missed = line.mem_slabs_missed;
  out->has_pools = line.pools_missed.present;
  out->mem_blocks = line.mem_blocks.value;
  out->net_buf_pools = line.net_buf_pools.value;
  out->pools_missed = line.pools_missed.value;
  out->isr_stacks = line.isr_stacks.value;
  copy_text(line.blind, out->blind);
  return 0;
}

int tidemark_self_get(tidemark_self* out) {
  wire::SelfLine line;
  if (out == nullptr) {
    return port::to_errno(Status::kInvalid);
  }
  const Status status = image_monitor().self(&line);
  if (status != Status::kOk) {
    return port::to_errno(status);
  }
  out->samples = line.samples;
  out->has_sample_us = line.sample_us.present;
  out->sample_us = line.sample_us.value;
  out->has_sample_us_max = line.sample_us_max.present;
  out->sample_us_max = line.sample_us_max.value;
  out->has_lock_us_max = line.lock_us_max.present;
  out->lock_us_max = line.lock_us_max.value;
  out->ram_bytes = line.ram;
  out->has_lines_lost = line.lines_lost.present;
  out->lines_lost = line.lines_lost.value;
  out->has_messages_dropped = line.messages_dropped.present;
  out->messages_dropped = line.messages_dropped.value;
  return 0;
}

int tidemark_heap_register(k_heap* heap, const char* name) {
  return port::to_errno(image_monitor().register_pool(wire::ResourceKind::kHeap, heap, name));
}

int tidemark_heap_unregister(k_heap* heap) {
  return port::to_errno(image_monitor().unregister_pool(heap));
}

int tidemark_sys_heap_register(sys_heap* heap, const char* name) {
  return port::to_errno(image_monitor().register_pool(wire::ResourceKind::kHeap, heap, name,
                                                      Origin::kMadeWithoutLock));
}

int tidemark_sys_heap_unregister(sys_heap* heap) {
  return port::to_errno(image_monitor().unregister_pool(heap));
}

int tidemark_mem_blocks_register(sys_mem_blocks* blocks, const char* name) {
  return port::to_errno(
      image_monitor().register_pool(wire::ResourceKind::kMemBlocks, blocks, name));
}

int tidemark_mem_blocks_unregister(sys_mem_blocks* blocks) {
  return port::to_errno(image_monitor().unregister_pool(blocks));
}

int tidemark_heap_set_name(k_heap* heap, const char* name) {
  return port::to_errno(image_monitor().set_name(heap, name));
}

int tidemark_pool_set_name(const void* pool, const char* name) {
  return port::to_errno(image_monitor().set_name(pool, name));
}

int tidemark_peaks_reset(void) {
  return port::to_errno(image_monitor().reset_peaks());
}

int tidemark_listener_set(tidemark_listener listener, void* user_data) {
  const LockGuard guard;
  if (!guard.held()) {
    return port::to_errno(Status::kBusy);
  }
  g_listener = listener;
  g_listener_data = user_data;
  set_event_sink(call_listener);
  return 0;
}

int tidemark_sample_now(void) {
  return port::to_errno(sample_and_tell());
}

int tidemark_report_now(void) {
  if constexpr (kWithReport) {
    const Status status = report_all(image_monitor());
    if constexpr (kWithProfile) {
      if (status == Status::kOk) {
        report_profile(image_monitor(), image_profiler());
      }
    }
    return port::to_errno(status);
  }
  return port::to_errno(Status::kAbsent);
}

}  // extern "C"
