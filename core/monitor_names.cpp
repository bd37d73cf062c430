// SPDX-License-Identifier: Apache-2.0
// Names of heaps and pools, and who has them. Only what a profile needs.
#include "core/lock_guard.hpp"
#include "core/monitor.hpp"

namespace tidemark {

Status Monitor::name_of(const void* object, wire::Name* out) {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  *out = {};
  const PoolSlot* slot = find_pool(object);
  if (slot == nullptr) {
    make_name("heap", object, nullptr, 0, out);
    return Status::kNotFound;
  }
  name_pool(*slot, out);
  return Status::kOk;
}

const void* Monitor::find(wire::ResourceKind kind, const wire::Name& name) {
  const LockGuard guard;
  if (!guard.held()) {
    return nullptr;
  }
  for (const PoolSlot& slot : pools_of(kind)) {
    wire::Name candidate{};
    if (slot.object != nullptr && slot.kind == kind) {
      name_pool(slot, &candidate);
      if (candidate == name) {
        return slot.object;
      }
    }
  }
  return nullptr;
}

}  // namespace tidemark
