// SPDX-License-Identifier: Apache-2.0
// The edge of the guard: translates between the C API and port::guard().
#include "core/features.hpp"
#include "core/guard.hpp"
#include "core/guard_teller.hpp"
#include "core/lock_guard.hpp"
#include "tidemark/guard.h"

namespace tidemark {
namespace {

constinit tidemark_guard_listener g_listener = nullptr;
constinit void* g_listener_data = nullptr;

static_assert(TIDEMARK_GUARD_FOREIGN_FREE == static_cast<int>(wire::GuardFault::kForeignFree),
              "the faults have the same numbers");

void copy_name(const wire::Name& name, char (&out)[TIDEMARK_NAME_SIZE]) {
  static_assert(TIDEMARK_NAME_SIZE == wire::Name::kCapacity + 1, "room for the longest");
  for (std::size_t i = 0; i < name.size; ++i) {
    out[i] = name.bytes[i];
  }
  out[name.size] = '\0';
}

void call_listener(const GuardFinding& finding, const wire::GuardLine& line) {
  tidemark_guard_listener listener = nullptr;
  void* data = nullptr;
  {
    const LockGuard guard;
    listener = g_listener;
    data = g_listener_data;
  }
  if (listener == nullptr) {
    return;
  }
  tidemark_guard_event event{};
  event.up_ms = finding.up_ms;
  event.fault = static_cast<tidemark_guard_fault>(finding.fault);
  event.heap = finding.heap;
  copy_name(line.heap, event.heap_name);
  event.block = finding.block;
  event.has_size = line.size.present;
  event.size_bytes = finding.size;
  event.allocated_at = finding.allocated_at;
  event.freed_at = finding.freed_at;
  event.found_at = finding.found_at;
  event.owner = finding.thread;
  copy_name(line.owner, event.owner_name);
  event.has_offset = finding.offset.present;
  event.offset_bytes = finding.offset.value;
  event.damaged_bytes = finding.damaged;
  listener(&event, data);
}

// What a thread asks for: kBusy in an interrupt handler.
template <typename Act>
int for_threads(Act act) {
  if constexpr (!kWithGuard) {
    return port::to_errno(Status::kAbsent);
  } else {
    {
      const LockGuard lock;
      if (!lock.held()) {
        return port::to_errno(Status::kBusy);
      }
    }
    return port::to_errno(act());
  }
}

int guard_heap(const void* heap) {
  return for_threads([heap] {
    return heap == nullptr ? Status::kInvalid
                           : port::guard().guard(heap, port::is_heap_empty(heap));
  });
}

}  // namespace
}  // namespace tidemark

using namespace tidemark;  // all below is the C API

extern "C" {

int tidemark_guard_listener_set(tidemark_guard_listener listener, void* user_data) {
  if constexpr (!kGuardCalls) {
    return port::to_errno(Status::kAbsent);
  } else {
    const LockGuard guard;
    if (!guard.held()) {
      return port::to_errno(Status::kBusy);
    }
    g_listener = listener;
    g_listener_data = user_data;
    set_guard_sink(call_listener);
    return 0;
  }
}

int tidemark_guard_heap(k_heap* heap) {
  return guard_heap(heap);
}

int tidemark_guard_sys_heap(sys_heap* heap) {
  return guard_heap(heap);
}

int tidemark_guard_check(void) {
  return for_threads([] {
    port::guard().check();
    return Status::kOk;
  });
}

int tidemark_guard_get(tidemark_guard_status* out) {
  return for_threads([out] {
    if (out == nullptr) {
      return Status::kInvalid;
    }
    GuardCounts counts{};
    port::guard().counts(&counts);
    *out = {counts.heaps,         counts.heaps_missed,      counts.blocks,
            counts.quarantined,   counts.quarantined_bytes, counts.faults,
            counts.faults_untold, counts.condemned,         counts.sweeps};
    return Status::kOk;
  });
}

}  // extern "C"
