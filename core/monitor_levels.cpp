// SPDX-License-Identifier: Apache-2.0
// Levels of what is watched, and the limits that they are judged by.
#include "core/features.hpp"
#include "core/lock_guard.hpp"
#include "core/monitor.hpp"

namespace tidemark {
namespace {

using estimate::PressureLimits;
using estimate::PressureSample;

wire::Level worst_of(Span<PoolSlot> table) {
  wire::Level worst = wire::Level::kOk;
  for (const PoolSlot& slot : table) {
    const wire::Level level = slot.health.level.level();
    worst = slot.object != nullptr && level > worst ? level : worst;
  }
  return worst;
}

}  // namespace

const PressureLimits& Monitor::limits_for(wire::ResourceKind kind, const void* object) const {
  if constexpr (kWithPressure) {
    if (const LimitSlot* own = find_slot(tables_.limits, object)) {
      return own->limits;
    }
  }
  const LevelSettings& levels = settings_->levels;
  return wire::is_stack(kind)                ? levels.stack
         : kind == wire::ResourceKind::kHeap ? levels.heap
                                             : levels.pool;
}

void Monitor::drop_limits(const void* object) {
  if constexpr (kWithPressure) {
    LimitSlot* own = object != nullptr ? find_slot(tables_.limits, object) : nullptr;
    if (own != nullptr) {
      own->object = nullptr;
    }
  }
}

void Monitor::add_level(PoolSlot* slot) {
  const PressureLimits& limits = limits_for(slot->kind, slot->object);
  PressureSample sample = {slot->used, slot->capacity};
  if constexpr (kWithLevelRules) {
    sample.largest_free = slot->largest_free.get();
    estimate::LeakTrend trend;
    if ((limits.of[0].left_s | limits.of[1].left_s) != 0 && slot->health.trend(timing(), &trend)) {
      sample.left_s = known(trend.time_left_s);
    }
  }
  slot->health.level.add(sample, limits, settings_->levels.timing);
}

void Monitor::add_levels(wire::ResourceKind kind) {
  for (StackSlot& slot : stacks_of(kind)) {
    if (slot.object != nullptr && slot.sampled) {
      slot.level.add({slot.stack_size - slot.free, slot.stack_size}, limits_for(kind, slot.object),
                     settings_->levels.timing);
    }
  }
}

/// Calls `visit(object, level state)` for each slot, free ones too.
template <typename Visit>
void Monitor::for_each_level(Visit visit) const {
  const auto visit_pools = [&](Span<PoolSlot> table) {
    for (const PoolSlot& slot : table) {
      visit(slot.object, slot.health.level);
    }
  };
  const auto visit_stacks = [&](Span<StackSlot> table) {
    for (const StackSlot& slot : table) {
      visit(slot.object, slot.level);
    }
  };
  visit_pools(tables_.heaps);
  visit_pools(tables_.block_pools);
  visit_stacks(tables_.threads);
  visit_stacks(tables_.isr_stacks);
}

// Without a lock, as are the two below: a level is a byte, and who asks while a sample is taken
// gets the one before or the one after.
Status Monitor::level_of(const void* object, wire::Level* out) const {
  Status status = Status::kNotFound;
  for_each_level([&](const void* watched, const LevelState& state) {
    if (watched != nullptr && watched == object) {
      *out = state.level();
      status = Status::kOk;
    }
  });
  return status;
}

wire::Level Monitor::worst_level() const {
  wire::Level worst = wire::Level::kOk;
  for_each_level([&](const void* watched, const LevelState& state) {
    worst = watched != nullptr && state.level() > worst ? state.level() : worst;
  });
  return worst;
}

wire::Level Monitor::worst_heap_level() const {
  return worst_of(tables_.heaps);
}

bool Monitor::has_untold_level(Audience audience) const {
  bool is_untold = false;
  for_each_level([&](const void* watched, const LevelState& state) {
    is_untold = is_untold || (watched != nullptr && state.level() != state.told(audience));
  });
  return is_untold;
}

bool Monitor::are_heaps_below(wire::Level level) {
  const LockGuard guard;
  if (!guard.held()) {
    return false;
  }
  for (const PoolSlot& slot : tables_.heaps) {
    HeapReading reading;
    if (slot.object == nullptr || !slot.sampled ||
        !port::read_heap(slot.object, slot.has_lock(), &reading)) {
      continue;
    }
    const std::uint32_t free = reading.free < slot.capacity ? reading.free : slot.capacity;
    const PressureSample sample = {slot.capacity - free, slot.capacity, reading.largest_free};
    const bool has_reached = slot.health.level.level() >= level;
    const auto& limit = limits_for(slot.kind, slot.object).of[static_cast<unsigned>(level) - 1];
    if (met_rule(limit, sample, has_reached ? settings_->levels.timing.hysteresis_percent : 0)
            .present) {
      return false;
    }
  }
  return true;
}

Status Monitor::set_limits(const void* object, const PressureLimits* limits) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  wire::Level level;
  if (limits != nullptr && !are_in_order(*limits)) {
    return Status::kInvalid;
  }
  if (level_of(object, &level) != Status::kOk) {
    return Status::kNotFound;
  }
  if (limits == nullptr) {
    drop_limits(object);
    return Status::kOk;
  }
  LimitSlot* own = find_slot(tables_.limits, object);
  own = own != nullptr ? own : claim_slot(tables_.limits, object);
  if (own == nullptr) {
    return Status::kFull;
  }
  own->limits = *limits;
  return Status::kOk;
}

Status Monitor::limits_of(const void* object, PressureLimits* out) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  Status status = Status::kNotFound;
  const auto take = [&](wire::ResourceKind kind, const auto& table) {
    for (const auto& slot : table) {
      if (slot.object != nullptr && slot.object == object) {
        *out = limits_for(kind, object);
        status = Status::kOk;
      }
    }
  };
  take(wire::ResourceKind::kHeap, tables_.heaps);
  take(wire::ResourceKind::kMemSlab, tables_.block_pools);
  take(wire::ResourceKind::kThreadStack, tables_.threads);
  take(wire::ResourceKind::kIsrStack, tables_.isr_stacks);
  return status;
}

}  // namespace tidemark
