// SPDX-License-Identifier: Apache-2.0
// What those who give memory back ask of the heaps.
#include "core/lock_guard.hpp"
#include "core/monitor.hpp"

namespace tidemark {

wire::Level Monitor::worst_heap_level() {
  const LockGuard guard;
  wire::Level worst = wire::Level::kOk;
  for (const PoolSlot& slot : tables_.heaps) {
    if (guard.held() && slot.object != nullptr && slot.sampled &&
        slot.health.level.level() > worst) {
      worst = slot.health.level.level();
    }
  }
  return worst;
}

}  // namespace tidemark
