// SPDX-License-Identifier: Apache-2.0
// What the monitor tells: statuses, events, and what users set.
#include "core/features.hpp"
#include "core/lock_guard.hpp"
#include "core/monitor.hpp"

namespace tidemark {
namespace {

template <typename S>
std::uint32_t count_watched(Span<S> table) {
  std::uint32_t count = 0;
  for (const S& slot : table) {
    count += slot.object != nullptr ? 1u : 0u;
  }
  return count;
}

/// The sampled slot number `index`, or null.
template <typename S>
S* sampled_slot(Span<S> table, std::size_t index) {
  for (S& slot : table) {
    if (slot.object != nullptr && slot.sampled && index-- == 0) {
      return &slot;
    }
  }
  return nullptr;
}

void fill_trend(const Health& health, const estimate::LeakTiming& timing, wire::VerdictLine* out) {
  out->verdict = health.verdict();
  estimate::LeakTrend trend;
  if (!health.trend(timing, &trend)) {
    return;
  }
  out->rate_millibytes_per_hour = known(trend.rate_millibytes_per_hour);
  out->rate_low_millibytes_per_hour = known(trend.rate_low_millibytes_per_hour);
  out->rate_high_millibytes_per_hour = known(trend.rate_high_millibytes_per_hour);
  out->left_s = known(trend.time_left_s);
  out->window_s = known(trend.window_s());
}

void append_word(const char* word, wire::BlindList* list) {
  if (!list->empty()) {
    list->push(',');
  }
  for (; *word != '\0'; ++word) {
    list->push(*word);
  }
}

}  // namespace

// The name lives only as long as the thread. Returns false iff it is gone.
bool Monitor::name_thread(ThreadSlot* slot, wire::Name* out) {
  char name[kShownNameBytes + 1];
  if (!port::copy_thread_name(slot->object, Span<char>(name, sizeof(name)))) {
    return false;
  }
  const std::uint32_t hash = hash_name(name);
  if (hash != slot->name_hash) {
    assign_suffix(tables_.threads, slot, hash);
  }
  make_name("thread", slot->object, name, slot->suffix, out);
  return true;
}

void Monitor::fill(const PoolSlot& slot, wire::HeapLine* out, estimate::LeakTrend* trend) const {
  *out = wire::HeapLine{};
  out->up_ms = up_ms_;
  out->used = slot.used;
  out->free = slot.free;
  out->capacity = slot.capacity;
  out->allocated = slot.allocated;
  out->peak = slot.peak.value;
  out->level = slot.health.level.level();
  out->verdict = slot.health.verdict();
  if (slot.health.trend(timing(), trend)) {
    out->rate_millibytes_per_hour = known(trend->rate_millibytes_per_hour);
    out->left_s = known(trend->time_left_s);
  }
  out->largest_min = slot.largest_free.get();
}

void Monitor::fill(const PoolSlot& slot, wire::MemSlabLine* out, estimate::LeakTrend* trend) const {
  *out = wire::MemSlabLine{};
  out->up_ms = up_ms_;
  out->used = slot.used;
  out->free = slot.free;
  out->blocks = slot.capacity;
  out->block_size = slot.unit_bytes;
  out->peak = slot.peak;
  out->level = slot.health.level.level();
  out->verdict = slot.health.verdict();
  if (slot.health.trend(timing(), trend)) {
    out->left_s = known(trend->time_left_s);
  }
}

void Monitor::fill(const ThreadSlot& slot, wire::ThreadStackLine* out) const {
  *out = wire::ThreadStackLine{};
  out->up_ms = up_ms_;
  out->peak = slot.stack_size - slot.free;
  out->free = slot.free;
  out->size = slot.stack_size;
  out->priority = known(slot.priority);
  out->level = slot.level.level();
}

Status Monitor::heap_at(std::size_t index, wire::HeapLine* out, const void** object,
                        estimate::LeakTrend* trend) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  const PoolSlot* slot = sampled_slot(tables_.heaps, index);
  if (slot == nullptr) {
    return Status::kNotFound;
  }
  fill(*slot, out, trend);
  name_pool(wire::ResourceKind::kHeap, *slot, &out->name);
  *object = slot->object;
  return Status::kOk;
}

Status Monitor::mem_slab_at(std::size_t index, wire::MemSlabLine* out, const void** object,
                            estimate::LeakTrend* trend) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  const PoolSlot* slot = sampled_slot(tables_.mem_slabs, index);
  if (slot == nullptr) {
    return Status::kNotFound;
  }
  fill(*slot, out, trend);
  name_pool(wire::ResourceKind::kMemSlab, *slot, &out->name);
  *object = slot->object;
  return Status::kOk;
}

Status Monitor::thread_at(std::size_t index, wire::ThreadStackLine* out, const void** object,
                          std::uint32_t* lifetime) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  *out = wire::ThreadStackLine{};
  ThreadSlot* slot = sampled_slot(tables_.threads, index);
  // A thread that ended since the latest sample counts no more; the one after it takes its index.
  while (slot != nullptr && !name_thread(slot, &out->name)) {
    slot = sampled_slot(tables_.threads, ++index);
  }
  if (slot == nullptr) {
    return Status::kNotFound;
  }
  const wire::Name name = out->name;
  fill(*slot, out);
  out->name = name;
  *object = slot->object;
  *lifetime = slot->lifetime;
  return Status::kOk;
}

bool Monitor::take_event(Event* out) {
  const LockGuard guard;
  if (!guard.held()) {
    return false;
  }
  *out = Event{};
  if (take_pool_event(wire::ResourceKind::kHeap, tables_.heaps, out)) {
    return true;
  }
  if constexpr (kWithMemSlabs) {
    if (take_pool_event(wire::ResourceKind::kMemSlab, tables_.mem_slabs, out)) {
      return true;
    }
  }
  if constexpr (kWithThreadStacks) {
    return take_thread_event(out);
  }
  return false;
}

bool Monitor::take_pool_event(wire::ResourceKind kind, Span<PoolSlot> table, Event* out) {
  for (PoolSlot& slot : table) {
    if (slot.object == nullptr) {
      continue;
    }
    if (slot.health.take_verdict_change()) {
      out->is_verdict = true;
      out->verdict.up_ms = up_ms_;
      out->verdict.kind = kind;
      name_pool(kind, slot, &out->verdict.name);
      fill_trend(slot.health, timing(), &out->verdict);
      return true;
    }
    if (slot.health.level.take_change()) {
      out->level = wire::LevelLine{};
      out->level.up_ms = up_ms_;
      out->level.kind = kind;
      name_pool(kind, slot, &out->level.name);
      out->level.level = slot.health.level.level();
      out->level.used = slot.used;
      out->level.capacity = slot.capacity;
      return true;
    }
  }
  return false;
}

bool Monitor::take_thread_event(Event* out) {
  for (ThreadSlot& slot : tables_.threads) {
    // A thread that is gone has no name, and nobody to warn.
    if (slot.object == nullptr || !slot.level.take_change()) {
      continue;
    }
    out->level = wire::LevelLine{};
    if (name_thread(&slot, &out->level.name)) {
      out->level.up_ms = up_ms_;
      out->level.kind = wire::ResourceKind::kThreadStack;
      out->level.level = slot.level.level();
      out->level.used = slot.stack_size - slot.free;
      out->level.capacity = slot.stack_size;
      return true;
    }
  }
  return false;
}

Status Monitor::coverage(wire::CoverageLine* out) {
  static constexpr const char* kBlindWords[] = {"runtime_heaps", "malloc_arena", "isr_stacks",
                                                "thread_stacks", "mem_slabs",    "net_buf_pools"};
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  *out = wire::CoverageLine{};
  out->up_ms = up_ms_;
  out->heaps = count_watched(tables_.heaps);
  out->heaps_missed = heaps_missed_;
  out->threads = count_watched(tables_.threads);
  out->threads_missed = threads_missed_;
  out->mem_slabs = count_watched(tables_.mem_slabs);
  out->mem_slabs_missed = mem_slabs_missed_;
  const unsigned blind = port::blind();
  for (unsigned bit = 0; bit < sizeof(kBlindWords) / sizeof(kBlindWords[0]); ++bit) {
    if ((blind >> bit & 1u) != 0) {
      append_word(kBlindWords[bit], &out->blind);
    }
  }
  return Status::kOk;
}

Status Monitor::self(wire::SelfLine* out) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  *out = wire::SelfLine{};
  out->up_ms = up_ms_;
  out->samples = samples_;
  out->sample_us = sample_us_;
  out->sample_us_max = sample_us_max_;
  out->lock_us_max = port::longest_lock_us();
  if (settings_ != nullptr) {
    out->ram = settings_->ram_bytes;
    out->lines_lost = {lines_lost_, settings_->counts_lost_lines};
    out->messages_dropped = {messages_dropped_, kWithMessages};
  }
  return Status::kOk;
}

Status Monitor::register_heap(const void* heap, const char* name) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  HeapReading reading;
  if (heap == nullptr || !port::read_heap(heap, &reading)) {
    return Status::kInvalid;
  }
  if (find_slot(tables_.heaps, heap) != nullptr) {
    return Status::kExists;
  }
  const std::uint32_t missed_before = heaps_missed_;
  visit_heap(heap, name, this);
  if (heaps_missed_ != missed_before) {
    return Status::kFull;
  }
  find_slot(tables_.heaps, heap)->registered = true;
  return Status::kOk;
}

Status Monitor::unregister_heap(const void* heap) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  PoolSlot* slot = heap != nullptr ? find_slot(tables_.heaps, heap) : nullptr;
  if (slot == nullptr || !slot->registered) {
    return Status::kNotFound;
  }
  slot->object = nullptr;
  return Status::kOk;
}

Status Monitor::reset_peaks() {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  for (PoolSlot& slot : tables_.heaps) {
    if (slot.object != nullptr) {
      port::reset_heap_peak(slot.object);
      slot.peak.value = slot.used;
      slot.largest_free = {};
    }
  }
  if constexpr (kWithMemSlabs) {
    for (PoolSlot& slot : tables_.mem_slabs) {
      if (slot.object != nullptr) {
        port::reset_mem_slab_peak(slot.object);
        slot.peak.value = slot.used;
      }
    }
  }
  return Status::kOk;
}

Status Monitor::set_name(const void* object, const char* name) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  Span<PoolSlot> table = tables_.heaps;
  PoolSlot* slot = object != nullptr ? find_slot(table, object) : nullptr;
  if (slot == nullptr && object != nullptr) {
    table = tables_.mem_slabs;
    slot = find_slot(table, object);
  }
  if (slot == nullptr) {
    return Status::kNotFound;
  }
  slot->name = name;
  assign_suffix(table, slot, hash_name(name));
  return Status::kOk;
}

}  // namespace tidemark
