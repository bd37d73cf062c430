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

std::uint32_t count_watched(Span<PoolSlot> pools, wire::ResourceKind kind) {
  std::uint32_t count = 0;
  for (const PoolSlot& slot : pools) {
    count += slot.object != nullptr && slot.kind == kind ? 1u : 0u;
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

bool is_readable(wire::ResourceKind kind, const void* object, bool has_lock) {
  if (kind == wire::ResourceKind::kHeap) {
    HeapReading reading;
    return port::read_heap(object, has_lock, &reading);
  }
  BlockPoolReading reading;
  return port::read_block_pool(kind, object, &reading);
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

bool Monitor::is_critical(wire::Name* first) {
  const LockGuard guard;
  if (!guard.held()) {
    return false;
  }
  const Span<PoolSlot> tables[] = {tables_.heaps, tables_.block_pools};
  for (const Span<PoolSlot>& table : tables) {
    for (const PoolSlot& slot : table) {
      if (slot.object != nullptr && slot.sampled &&
          slot.health.level.level() == wire::Level::kCritical) {
        if (first != nullptr) {
          name_pool(slot, first);
        }
        return true;
      }
    }
  }
  return false;
}

// The name lives only as long as the thread. Returns false iff it is gone.
bool Monitor::name_stack(wire::ResourceKind kind, StackSlot* slot, wire::Name* out) {
  char name[kShownNameBytes + 1];
  if (kind == wire::ResourceKind::kIsrStack) {
    *out = wire::Name{};
    (void)out->append(text_of("isr"));
    append_decimal(static_cast<std::uint8_t>(slot - tables_.isr_stacks.data()), out);
    return true;
  }
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
  slot.largest_free.fill(out);
}

void Monitor::fill(const PoolSlot& slot, wire::BlockPoolLine* out,
                   estimate::LeakTrend* trend) const {
  *out = wire::BlockPoolLine{};
  out->up_ms = up_ms_;
  out->kind = slot.kind;
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

void Monitor::fill(wire::ResourceKind kind, const StackSlot& slot, wire::StackLine* out) const {
  *out = wire::StackLine{};
  out->up_ms = up_ms_;
  out->kind = kind;
  out->peak = slot.stack_size - slot.free;
  out->free = slot.free;
  out->size = slot.stack_size;
  out->priority = {slot.priority, kind == wire::ResourceKind::kThreadStack};
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
  name_pool(*slot, &out->name);
  *object = slot->object;
  return Status::kOk;
}

Status Monitor::block_pool_at(std::size_t index, wire::BlockPoolLine* out, const void** object,
                              estimate::LeakTrend* trend) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  const PoolSlot* slot = sampled_slot(tables_.block_pools, index);
  if (slot == nullptr) {
    return Status::kNotFound;
  }
  fill(*slot, out, trend);
  name_pool(*slot, &out->name);
  *object = slot->object;
  return Status::kOk;
}

Status Monitor::thread_at(std::size_t index, wire::StackLine* out, ThreadLife* life) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  wire::Name name;
  StackSlot* slot = sampled_slot(tables_.threads, index);
  // A thread that ended since the latest sample counts no more; the one after it takes its index.
  while (slot != nullptr && !name_stack(wire::ResourceKind::kThreadStack, slot, &name)) {
    slot = sampled_slot(tables_.threads, ++index);
  }
  if (slot == nullptr) {
    return Status::kNotFound;
  }
  fill(wire::ResourceKind::kThreadStack, *slot, out);
  out->name = name;
  *life = {slot->object, slot->entry, slot->lifetime};
  return Status::kOk;
}

Status Monitor::isr_stack_at(std::size_t index, wire::StackLine* out) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  StackSlot* slot = sampled_slot(tables_.isr_stacks, index);
  if (slot == nullptr) {
    return Status::kNotFound;
  }
  fill(wire::ResourceKind::kIsrStack, *slot, out);
  (void)name_stack(wire::ResourceKind::kIsrStack, slot, &out->name);
  return Status::kOk;
}

bool Monitor::take_event(Event* out, Audience audience) {
  const LockGuard guard;
  if (!guard.held()) {
    return false;
  }
  *out = Event{};
  if (take_pool_event(tables_.heaps, audience, out) ||
      take_pool_event(tables_.block_pools, audience, out)) {
    return true;
  }
  if constexpr (kWithStacks) {
    return take_stack_event(wire::ResourceKind::kThreadStack, audience, out) ||
           take_stack_event(wire::ResourceKind::kIsrStack, audience, out);
  }
  return false;
}

/// Begins the event of a level that was not told. Returns false iff there is none.
bool Monitor::take_level(LevelState* level, Audience audience, Event* out) const {
  out->before = level->told(audience);
  if (!level->take_change(audience)) {
    return false;
  }
  out->level = wire::LevelLine{};
  out->level.up_ms = up_ms_;
  out->level.level = level->level();
  out->level.cause = level->cause();
  return true;
}

bool Monitor::take_pool_event(Span<PoolSlot> table, Audience audience, Event* out) {
  for (PoolSlot& slot : table) {
    if (slot.object == nullptr) {
      continue;
    }
    if (audience != Audience::kPressure && slot.health.take_verdict_change(audience)) {
      out->is_verdict = true;
      out->object = slot.object;
      out->verdict.up_ms = up_ms_;
      out->verdict.kind = slot.kind;
      name_pool(slot, &out->verdict.name);
      fill_trend(slot.health, timing(), &out->verdict);
      return true;
    }
    if (take_level(&slot.health.level, audience, out)) {
      out->object = slot.object;
      out->level.kind = slot.kind;
      name_pool(slot, &out->level.name);
      out->level.used = slot.used;
      out->level.capacity = slot.capacity;
      return true;
    }
  }
  return false;
}

bool Monitor::take_stack_event(wire::ResourceKind kind, Audience audience, Event* out) {
  for (StackSlot& slot : stacks_of(kind)) {
    // A thread that is gone has no name, and nobody to warn.
    if (slot.object == nullptr || !take_level(&slot.level, audience, out)) {
      continue;
    }
    if (name_stack(kind, &slot, &out->level.name)) {
      out->object = slot.object;
      out->level.kind = kind;
      out->level.used = slot.stack_size - slot.free;
      out->level.capacity = slot.stack_size;
      return true;
    }
  }
  return false;
}

Status Monitor::coverage(wire::CoverageLine* out) {
  using wire::ResourceKind;
  static constexpr const char* kBlindWords[] = {"runtime_heaps", "malloc_arena", "isr_stacks",
                                                "thread_stacks", "mem_slabs",    "net_buf_pools",
                                                "mem_blocks"};
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  *out = wire::CoverageLine{};
  out->up_ms = up_ms_;
  out->heaps = count_watched(tables_.heaps);
  out->heaps_missed = missed(ResourceKind::kHeap);
  out->threads = count_watched(tables_.threads);
  out->threads_missed = missed(ResourceKind::kThreadStack);
  const unsigned blind = port::blind();
  if constexpr (kWithBlockPools) {
    out->mem_slabs = count_watched(tables_.block_pools, ResourceKind::kMemSlab);
    out->mem_slabs_missed = missed(ResourceKind::kMemSlab);
    out->pools_missed = known(missed(ResourceKind::kMemBlocks) + missed(ResourceKind::kNetBufPool));
    out->mem_blocks = known(count_watched(tables_.block_pools, ResourceKind::kMemBlocks));
    out->net_buf_pools = {count_watched(tables_.block_pools, ResourceKind::kNetBufPool),
                          (blind & kBlindNetBufPools) == 0};
  }
  if constexpr (kWithIsrStacks) {
    out->isr_stacks = {count_watched(tables_.isr_stacks), (blind & kBlindIsrStacks) == 0};
  }
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

PoolSlot* Monitor::find_pool(const void* object) {
  if (object == nullptr) {
    return nullptr;
  }
  PoolSlot* slot = find_slot(tables_.heaps, object);
  return slot != nullptr ? slot : find_slot(tables_.block_pools, object);
}

Status Monitor::register_pool(wire::ResourceKind kind, const void* object, const char* name,
                              Origin origin) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  if constexpr (kWithRuntimeHeaps) {
    find_made_heaps();  // a heap made since the latest sample is not to be read before
  }
  if (object == nullptr || !is_readable(kind, object, origin != Origin::kMadeWithoutLock)) {
    return Status::kInvalid;
  }
  PoolSlot* slot = find_pool(object);
  if (slot != nullptr && (slot->registered || slot->origin == Origin::kDefined)) {
    return Status::kExists;
  }
  if (slot != nullptr) {  // the port has found it meanwhile: only the name is new
    slot->name = name;
    assign_suffix(pools_of(kind), slot, hash_name(name));
  } else if (kind == wire::ResourceKind::kHeap) {
    visit_heap(object, origin, name, this);
  } else {
    visit_block_pool(kind, object, name, this);
  }
  slot = find_pool(object);
  if (slot == nullptr) {
    return Status::kFull;
  }
  slot->registered = true;
  slot->origin = origin;
  return Status::kOk;
}

Status Monitor::unregister_pool(const void* object) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  if constexpr (kWithRuntimeHeaps) {
    find_made_heaps();
  }
  PoolSlot* slot = find_pool(object);
  if (slot == nullptr || slot->origin == Origin::kDefined) {
    return Status::kNotFound;
  }
  drop_limits(object);
  slot->object = nullptr;
  if (kWithRuntimeHeaps && slot->kind == wire::ResourceKind::kHeap) {
    port::forget_heap(object);
  }
  return Status::kOk;
}

Status Monitor::reset_peaks() {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  for (PoolSlot& slot : tables_.heaps) {
    if (slot.object != nullptr) {
      port::reset_heap_peak(slot.object, slot.has_lock());
      slot.peak.value = slot.used;
      slot.largest_free = {};
    }
  }
  if constexpr (kWithBlockPools) {
    for (PoolSlot& slot : tables_.block_pools) {
      if (slot.object != nullptr) {
        port::reset_block_pool_peak(slot.kind, slot.object);
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
  if constexpr (kWithRuntimeHeaps) {
    find_made_heaps();
  }
  PoolSlot* slot = find_pool(object);
  if (slot == nullptr) {
    return Status::kNotFound;
  }
  slot->name = name;
  assign_suffix(pools_of(slot->kind), slot, hash_name(name));
  return Status::kOk;
}

}  // namespace tidemark
