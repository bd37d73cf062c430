// SPDX-License-Identifier: Apache-2.0
#include "core/monitor.hpp"

#include "core/features.hpp"
#include "core/lock_guard.hpp"
#include "estimate/watermark_scan.hpp"

namespace tidemark {
namespace {

// A stack of which this many bytes more are unused than before was filled anew, for another thread.
// Fewer may be the pattern, written by chance at the edge.
constexpr std::uint32_t kRefilledBytes = 64;

std::uint32_t saturated_sum(std::uint32_t a, std::uint32_t b) {
  const std::uint64_t sum = std::uint64_t{a} + b;
  return sum > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(sum);
}

std::uint32_t saturated_product(std::uint32_t a, std::uint32_t b) {
  const std::uint64_t product = std::uint64_t{a} * b;
  return product > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(product);
}

std::uint32_t greater(std::uint32_t a, std::uint32_t b) {
  return a > b ? a : b;
}

bool is_same_life(const ThreadSlot& slot, const ThreadInfo& thread) {
  return slot.entry == thread.entry && slot.stack_low == thread.stack_low &&
         slot.stack_size == thread.stack_size;
}

}  // namespace

void Monitor::start(const Settings& settings, const Tables& tables) {
  settings_ = &settings;
  tables_ = tables;
  clock_.emplace(settings.block_ms);
  port::for_each_heap(visit_heap, this);
  if constexpr (kWithMemSlabs) {
    port::for_each_mem_slab(visit_mem_slab, this);
  }
}

void Monitor::visit_heap(const void* heap, const char* name, void* context) {
  auto& monitor = *static_cast<Monitor*>(context);
  HeapSlot* slot = claim_slot(monitor.tables_.heaps, heap);
  if (slot == nullptr) {
    ++monitor.heaps_missed_;
    return;
  }
  slot->name = name;
  assign_suffix(monitor.tables_.heaps, slot, hash_name(name));
  slot->health.start(0);
  HeapReading reading;
  if (port::read_heap(heap, &reading)) {
    slot->capacity = saturated_sum(reading.allocated, reading.free);
  }
}

void Monitor::visit_mem_slab(const void* slab, const char* name, void* context) {
  auto& monitor = *static_cast<Monitor*>(context);
  MemSlabSlot* slot = claim_slot(monitor.tables_.mem_slabs, slab);
  if (slot == nullptr) {
    ++monitor.mem_slabs_missed_;
    return;
  }
  slot->name = name;
  assign_suffix(monitor.tables_.mem_slabs, slot, hash_name(name));
  slot->health.start(0);
}

Status Monitor::sample() {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  const std::uint32_t begin = port::cycles();
  up_ms_ = port::uptime_ms();
  const auto step = clock_->advance(up_ms_);
  if (step.went_back) {
    forget_windows();
  }
  for (HeapSlot& slot : tables_.heaps) {
    slot.sampled = slot.object != nullptr && sample_heap(&slot, step.blocks_ended);
  }
  if constexpr (kWithMemSlabs) {
    for (MemSlabSlot& slot : tables_.mem_slabs) {
      slot.sampled = slot.object != nullptr && sample_mem_slab(&slot, step.blocks_ended);
    }
  }
  if constexpr (kWithThreadStacks) {
    sample_threads();
  }
  ++samples_;
  sample_us_ = port::cycles_to_us(port::cycles() - begin);
  sample_us_max_ = greater(sample_us_max_, sample_us_);
  return Status::kOk;
}

void Monitor::forget_windows() {
  for (HeapSlot& slot : tables_.heaps) {
    if (slot.object != nullptr) {
      slot.health.forget();
    }
  }
  for (MemSlabSlot& slot : tables_.mem_slabs) {
    if (slot.object != nullptr) {
      slot.health.forget();
    }
  }
}

bool Monitor::sample_heap(HeapSlot* slot, std::uint32_t blocks) {
  HeapReading reading;
  if (!port::read_heap(slot->object, &reading)) {
    return false;
  }
  slot->free = reading.free;
  slot->allocated = reading.allocated;
  slot->capacity = greater(slot->capacity, saturated_sum(reading.allocated, reading.free));
  // A heap that was in use when it was first seen shows a few bytes more as its chunks merge: that
  // is no reason to forget the windows.
  const std::uint32_t judged = slot->health.capacity_bytes();
  if (slot->capacity - judged > judged / 16) {
    slot->health.start(slot->capacity);
  }
  const std::uint32_t used = slot->capacity - slot->free;
  const std::uint32_t highest = greater(used, reading.allocated_max);
  slot->peak = greater(slot->peak, highest < slot->capacity ? highest : slot->capacity);
  slot->health.add(used, blocks, timing());
  slot->health.level.add(used, slot->capacity, settings_->exhaustion_percent);
  return true;
}

bool Monitor::sample_mem_slab(MemSlabSlot* slot, std::uint32_t blocks) {
  if (!port::read_mem_slab(slot->object, &slot->reading)) {
    return false;
  }
  const MemSlabReading& reading = slot->reading;
  const std::uint32_t count = saturated_sum(reading.used, reading.free);
  const std::uint32_t capacity = saturated_product(count, reading.block_size);
  if (slot->health.capacity_bytes() != capacity) {
    slot->health.start(capacity);
  }
  slot->health.add(saturated_product(reading.used, reading.block_size), blocks, timing());
  slot->health.level.add(reading.used, count, settings_->exhaustion_percent);
  return true;
}

void Monitor::sample_threads() {
  for (ThreadSlot& slot : tables_.threads) {
    slot.seen = false;
  }
  threads_missed_ = 0;
  port::for_each_thread(visit_thread, this);
  for (ThreadSlot& slot : tables_.threads) {
    if (slot.object == nullptr || !slot.seen) {
      slot.object = nullptr;
      continue;
    }
    if (slot.renamed) {
      assign_suffix(tables_.threads, &slot, slot.name_hash);
      slot.renamed = false;
    }
    slot.seen = false;
    scan_stack(&slot);
  }
  // Only the stack of a thread that is there after the scan as it was before is believed: what was
  // read of another may be anything.
  port::for_each_thread(visit_again, this);
  for (ThreadSlot& slot : tables_.threads) {
    if (!slot.seen) {
      slot.object = nullptr;
    } else if (slot.sampled) {
      slot.level.add(slot.stack_size - slot.free, slot.stack_size, settings_->exhaustion_percent);
    }
  }
}

void Monitor::visit_thread(const ThreadInfo& thread, void* monitor) {
  static_cast<Monitor*>(monitor)->note_thread(thread);
}

// Runs with the kernel's list of threads locked.
void Monitor::note_thread(const ThreadInfo& thread) {
  ThreadSlot* slot = find_slot(tables_.threads, thread.thread);
  if (slot != nullptr && !is_same_life(*slot, thread)) {
    slot->object = nullptr;
    slot = nullptr;
  }
  if (slot == nullptr) {
    slot = claim_slot(tables_.threads, thread.thread);
    if (slot == nullptr) {
      ++threads_missed_;
      return;
    }
    slot->entry = thread.entry;
    slot->stack_low = thread.stack_low;
    slot->scan_size = thread.scan_size;
    slot->stack_size = thread.stack_size;
    slot->lifetime = ++lifetimes_;
    slot->renamed = true;
  }
  const std::uint32_t hash = hash_name(thread.name);
  slot->renamed = slot->renamed || slot->name_hash != hash;
  slot->name_hash = hash;
  slot->priority = thread.priority;
  slot->seen = true;
}

void Monitor::scan_stack(ThreadSlot* slot) {
  if (slot->stack_low == nullptr || (port::blind() & kBlindThreadStacks) != 0) {
    slot->sampled = false;
    return;
  }
  const auto unused =
      static_cast<std::uint32_t>(estimate::unused_stack_bytes(slot->stack_low, slot->scan_size));
  if (slot->sampled && unused > slot->free && unused - slot->free > kRefilledBytes) {
    slot->lifetime = ++lifetimes_;
    slot->level = LevelState();
    slot->sampled = false;
  }
  if (!slot->sampled || unused < slot->free) {
    slot->free = unused;
  }
  slot->sampled = true;
}

void Monitor::visit_again(const ThreadInfo& thread, void* monitor) {
  ThreadSlot* slot = find_slot(static_cast<Monitor*>(monitor)->tables_.threads, thread.thread);
  if (slot != nullptr && is_same_life(*slot, thread)) {
    slot->seen = true;
  }
}

bool Monitor::take_report_due() {
  const LockGuard guard;
  if (!guard.held() || settings_->report_s == 0 || up_ms_ < next_report_ms_) {
    return false;
  }
  const std::uint64_t period_ms = std::uint64_t{settings_->report_s} * 1000;
  next_report_ms_ += period_ms;
  if (next_report_ms_ <= up_ms_) {
    next_report_ms_ = up_ms_ + period_ms;
  }
  return true;
}

void Monitor::count_lost_line() {
  const LockGuard guard;
  if (guard.held() && lines_lost_ != UINT32_MAX) {
    ++lines_lost_;
  }
}

}  // namespace tidemark
