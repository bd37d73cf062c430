// SPDX-License-Identifier: Apache-2.0
// All resources by one index, as messages have them.
#include "core/features.hpp"
#include "core/lock_guard.hpp"
#include "core/monitor.hpp"

namespace tidemark {
namespace {

constexpr std::uint32_t kSuffixFactor = 0x01000193;  // of FNV-1a: other suffix, other identity

ResourceUse use_of(const PoolSlot& slot) {
  return {slot.object, slot.capacity, slot.used, slot.name_hash ^ slot.suffix * kSuffixFactor};
}

ResourceUse use_of(const StackSlot& slot) {
  return {slot.object, slot.stack_size, slot.stack_size - slot.free,
          slot.lifetime ^ slot.name_hash ^ slot.suffix * kSuffixFactor};
}

std::uint64_t number(const void* address) {
  return reinterpret_cast<std::uintptr_t>(address);
}

/// Calls `take(slot)` for each sampled slot; ends and returns true once it does.
template <typename S, typename Take>
bool take_each(Span<S> table, Take take) {
  for (S& slot : table) {
    if (slot.object != nullptr && slot.sampled && take(slot)) {
      return true;
    }
  }
  return false;
}

}  // namespace

/// Calls `take(kind, slot)` for each resource in the order of their indexes until it returns true.
template <typename Take>
void Monitor::walk_resources(Take take) {
  using wire::ResourceKind;
  const Span<PoolSlot> pools[] = {tables_.heaps, tables_.block_pools};
  for (const Span<PoolSlot>& table : pools) {
    if (take_each(table, [&](PoolSlot& slot) { return take(slot.kind, slot); })) {
      return;
    }
  }
  if constexpr (kWithStacks) {
    static constexpr ResourceKind kKinds[] = {ResourceKind::kThreadStack, ResourceKind::kIsrStack};
    for (const ResourceKind kind : kKinds) {
      if (take_each(stacks_of(kind), [&](StackSlot& slot) { return take(kind, slot); })) {
        return;
      }
    }
  }
}

void Monitor::for_each_use(UseVisitor visit, void* context) {
  const LockGuard guard;
  if (guard.held()) {
    walk_resources([&](wire::ResourceKind, const auto& slot) {
      visit(use_of(slot), context);
      return false;
    });
  }
}

void Monitor::describe(wire::ResourceKind /*kind*/, PoolSlot& slot, wire::Resource* out) {
  name_pool(slot, &out->name);
  out->capacity = slot.capacity;
  out->block_size = slot.unit_bytes;
}

// A thread that has ended since the sample keeps its index until the next one.
void Monitor::describe(wire::ResourceKind kind, StackSlot& slot, wire::Resource* out) {
  if (!name_stack(kind, &slot, &out->name)) {
    make_name("thread", slot.object, nullptr, 0, &out->name);
  }
  out->capacity = slot.stack_size;
  out->priority = slot.priority;
  out->entry = number(slot.entry);
  out->lifetime = slot.lifetime;
}

/// Calls `act(kind, slot)`, which returns a status, for the resource number `index`.
template <typename Act>
Status Monitor::with_resource(std::size_t index, Act act) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  Status status = Status::kNotFound;
  walk_resources([&](wire::ResourceKind kind, auto& slot) {
    if (index-- != 0) {
      return false;
    }
    status = act(kind, slot);
    return true;
  });
  return status;
}

Status Monitor::resource_at(std::size_t index, wire::Resource* out) {
  return with_resource(index, [&](wire::ResourceKind kind, auto& slot) {
    *out = wire::Resource{};
    out->kind = kind;
    out->address = number(slot.object);
    describe(kind, slot, out);
    return Status::kOk;
  });
}

bool Monitor::add_to(wire::ListMessage* list, wire::ResourceKind kind, const PoolSlot& slot) const {
  estimate::LeakTrend trend;
  if (kind == wire::ResourceKind::kHeap) {
    wire::HeapLine line;
    fill(slot, &line, &trend);
    return list->add(line);
  }
  wire::BlockPoolLine line;
  fill(slot, &line, &trend);
  return list->add(line);
}

bool Monitor::add_to(wire::ListMessage* list, wire::ResourceKind kind,
                     const StackSlot& slot) const {
  wire::StackLine line;
  fill(kind, slot, &line);
  return list->add(line);
}

Status Monitor::add_details(std::size_t index, wire::ListMessage* list) {
  return with_resource(index, [&](wire::ResourceKind kind, auto& slot) {
    return add_to(list, kind, slot) ? Status::kOk : Status::kFull;
  });
}

}  // namespace tidemark
