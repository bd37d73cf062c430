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

PoolSlot* claim_pool(Span<PoolSlot> table, wire::ResourceKind kind, const void* object,
                     const char* name) {
  PoolSlot* slot = claim_slot(table, object);
  if (slot != nullptr) {
    slot->kind = kind;
    slot->name = name;
    assign_suffix(table, slot, hash_name(name));
    slot->health.start(0);
  }
  return slot;
}

void forget(Span<PoolSlot> table) {
  for (PoolSlot& slot : table) {
    if (slot.object != nullptr) {
      slot.health.forget();
    }
  }
}

bool read_heap(PoolSlot* slot) {
  HeapReading reading;
  if (!port::read_heap(slot->object, slot->has_lock(), &reading)) {
    return false;
  }
  slot->unit_bytes = 1;
  slot->free = reading.free;
  slot->allocated = reading.allocated;
  slot->capacity = greater(slot->capacity, saturated_sum(reading.allocated, reading.free));
  slot->used = slot->capacity - slot->free;
  const std::uint32_t highest = greater(slot->used, reading.allocated_max);
  const std::uint32_t possible = highest < slot->capacity ? highest : slot->capacity;
  slot->peak = known(slot->peak.present ? greater(slot->peak.value, possible) : possible);
  slot->largest_free.note(reading.largest_free);
  return true;
}

bool read_block_pool(PoolSlot* slot) {
  BlockPoolReading reading;
  if (!port::read_block_pool(slot->kind, slot->object, &reading)) {
    return false;
  }
  slot->used = reading.used;
  slot->free = reading.free;
  slot->capacity = saturated_sum(reading.used, reading.free);
  slot->unit_bytes = reading.block_size;
  slot->peak = reading.used_max;
  return true;
}

bool is_same_life(const StackSlot& slot, const ThreadInfo& thread) {
  return slot.entry == thread.entry && slot.stack_low == thread.stack_low &&
         slot.stack_size == thread.stack_size;
}

std::int8_t to_priority(std::int32_t priority) {
  const std::int32_t low = priority < INT8_MIN ? INT8_MIN : priority;
  return static_cast<std::int8_t>(low > INT8_MAX ? INT8_MAX : low);
}

}  // namespace

void Monitor::start(const Settings& settings, const Tables& tables) {
  settings_ = &settings;
  tables_ = tables;
  clock_.emplace(settings.block_ms);
  port::for_each_heap(visit_heap, this);
  if constexpr (kWithBlockPools) {
    port::for_each_block_pool(visit_block_pool, this);
  }
  if constexpr (kWithIsrStacks) {
    claim_isr_stacks();
  }
}

void Monitor::visit_heap(const void* heap, Origin origin, const char* name, void* context) {
  auto& monitor = *static_cast<Monitor*>(context);
  if (kWithRuntimeHeaps && find_slot(monitor.tables_.heaps, heap) != nullptr) {
    return;
  }
  PoolSlot* slot = claim_pool(monitor.tables_.heaps, wire::ResourceKind::kHeap, heap, name);
  if (slot == nullptr) {
    ++monitor.missed(wire::ResourceKind::kHeap);
    return;
  }
  slot->origin = origin;
  if (HeapReading reading; port::read_heap(heap, slot->has_lock(), &reading)) {
    slot->capacity = saturated_sum(reading.allocated, reading.free);
  }
}

// A heap that was made anew in its place is another one.
void Monitor::find_made_heaps() {
  for (PoolSlot& slot : tables_.heaps) {
    if (slot.object != nullptr && !port::is_heap_there(slot.object)) {
      drop_limits(slot.object);
      slot.object = nullptr;
    }
  }
  missed(wire::ResourceKind::kHeap) = 0;
  port::for_each_heap(visit_heap, this);
}

void Monitor::visit_block_pool(wire::ResourceKind kind, const void* pool, const char* name,
                               void* context) {
  auto& monitor = *static_cast<Monitor*>(context);
  if (claim_pool(monitor.tables_.block_pools, kind, pool, name) == nullptr) {
    ++monitor.missed(kind);
  }
}

void Monitor::claim_isr_stacks() {
  StackMemory memory;
  for (std::size_t cpu = 0; cpu < tables_.isr_stacks.size(); ++cpu) {
    if (port::isr_stack_at(cpu, &memory)) {
      StackSlot& slot = tables_.isr_stacks[cpu];
      slot.object = memory.low;
      slot.stack_low = memory.low;
      slot.stack_size = memory.size;
    }
  }
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
    forget(tables_.heaps);
    forget(tables_.block_pools);
  }
  if constexpr (kWithRuntimeHeaps) {
    find_made_heaps();
  }
  for (PoolSlot& slot : tables_.heaps) {
    slot.sampled = slot.object != nullptr && read_heap(&slot);
    judge(&slot, step.blocks_ended);
  }
  if constexpr (kWithBlockPools) {
    for (PoolSlot& slot : tables_.block_pools) {
      slot.sampled = slot.object != nullptr && read_block_pool(&slot);
      judge(&slot, step.blocks_ended);
    }
  }
  if constexpr (kWithThreadStacks) {
    sample_threads();
  }
  if constexpr (kWithIsrStacks) {
    sample_isr_stacks();
  }
  ++samples_;
  sample_us_ = port::cycles_to_us(port::cycles() - begin);
  if (!sample_us_max_.present || sample_us_.value > sample_us_max_.value) {
    sample_us_max_ = sample_us_;
  }
  return Status::kOk;
}

void Monitor::judge(PoolSlot* slot, std::uint32_t blocks) {
  if (!slot->sampled) {
    return;
  }
  const std::uint32_t capacity = saturated_product(slot->capacity, slot->unit_bytes);
  const std::uint32_t judged = slot->health.capacity_bytes();
  // A heap that was in use when it was first seen shows a few bytes more as its chunks merge: that
  // is no reason to forget the windows.
  if (capacity - judged > judged / 16) {
    slot->health.start(capacity);
  }
  slot->health.add(saturated_product(slot->used, slot->unit_bytes), blocks, timing());
  add_level(slot);
}

void Monitor::sample_threads() {
  add_new_threads(walk_threads());
  for (StackSlot& slot : tables_.threads) {
    if (slot.object != nullptr && scan_stack(&slot)) {
      slot.lifetime = ++lifetimes_;  // filled anew, for another thread
      slot.level = LevelState();
    }
  }
  // Only the stack of a thread that is there after the scan as it was before is believed: what was
  // read of another may be anything.
  (void)walk_threads();
  add_levels(wire::ResourceKind::kThreadStack);
}

// These are always there. One that nothing has used yet may be one that nothing ever runs on.
void Monitor::sample_isr_stacks() {
  for (StackSlot& slot : tables_.isr_stacks) {
    if (slot.object != nullptr) {
      (void)scan_stack(&slot);
      slot.sampled = slot.sampled && slot.free < slot.stack_size - settings_->sentinel_bytes;
    }
  }
  add_levels(wire::ResourceKind::kIsrStack);
}

// Frees the slots of threads that are gone, and returns those that are there.
Span<const ThreadInfo> Monitor::walk_threads() {
  const std::size_t living = port::copy_threads(tables_.walk);
  const std::size_t seen = living < tables_.walk.size() ? living : tables_.walk.size();
  missed(wire::ResourceKind::kThreadStack) = static_cast<std::uint32_t>(living - seen);
  const Span<const ThreadInfo> walk(tables_.walk.data(), seen);
  match_walk(walk);
  return walk;
}

void Monitor::match_walk(Span<const ThreadInfo> walk) {
  for (StackSlot& slot : tables_.threads) {
    slot.seen = false;
  }
  std::size_t next = 0;  // threads are met in the same order each time, so that is where to look
  for (const ThreadInfo& thread : walk) {
    StackSlot* slot = find_slot(tables_.threads, thread.thread, next);
    if (slot != nullptr && is_same_life(*slot, thread)) {
      next = static_cast<std::size_t>(slot - tables_.threads.data()) + 1;
      slot->priority = to_priority(thread.priority);
      slot->seen = true;
    }
  }
  for (StackSlot& slot : tables_.threads) {
    if (!slot.seen) {
      drop_limits(slot.object);
      slot.object = nullptr;
    }
  }
}

// The walk has as many places as the table, and those that are gone have left it: there is room.
void Monitor::add_new_threads(Span<const ThreadInfo> walk) {
  std::size_t next = 0;
  for (const ThreadInfo& thread : walk) {
    StackSlot* slot = find_slot(tables_.threads, thread.thread, next);
    if (slot != nullptr) {
      next = static_cast<std::size_t>(slot - tables_.threads.data()) + 1;
      continue;
    }
    slot = claim_slot(tables_.threads, thread.thread);
    slot->entry = thread.entry;
    slot->stack_low = thread.stack_low;
    slot->stack_size = thread.stack_size;
    slot->lifetime = ++lifetimes_;
    slot->priority = to_priority(thread.priority);
  }
}

/// Scans, or goes on scanning, a stack. Returns whether it was filled anew since the latest scan.
bool Monitor::scan_stack(StackSlot* slot) {
  const std::uint32_t sentinel = settings_->sentinel_bytes;
  if (slot->stack_low == nullptr || slot->stack_size <= sentinel ||
      (port::blind() & kBlindThreadStacks) != 0) {
    slot->sampled = false;
    return false;
  }
  const std::uint32_t done = slot->progress.get();
  const std::uint32_t left = slot->stack_size - sentinel - done;
  const std::uint32_t most = kWithScanSlices ? settings_->scan_slice_bytes : 0;
  const std::uint32_t slice = most != 0 && most < left ? most : left;
  const auto found = static_cast<std::uint32_t>(estimate::unused_stack_bytes(
      static_cast<const unsigned char*>(slot->stack_low) + sentinel + done, slice));
  if (found == slice && slice < left) {
    slot->progress.set(done + slice);  // the next sample goes on from here
    return false;
  }
  slot->progress.set(0);
  const std::uint32_t unused = done + found;
  const bool is_refilled =
      slot->sampled && unused > slot->free && unused - slot->free > kRefilledBytes;
  if (!slot->sampled || is_refilled || unused < slot->free) {
    slot->free = unused;
  }
  slot->sampled = true;
  return is_refilled;
}

bool Monitor::take_report_due() {
  const LockGuard guard;
  if (!guard.held() || settings_ == nullptr || settings_->report_s == 0 ||
      up_ms_ < next_report_ms_) {
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
  if (guard.held()) {
    lines_lost_ = saturated_sum(lines_lost_, 1);
  }
}

void Monitor::count_dropped_messages(std::uint32_t count) {
  const LockGuard guard;
  if (guard.held()) {
    messages_dropped_ = saturated_sum(messages_dropped_, count);
  }
}

}  // namespace tidemark
