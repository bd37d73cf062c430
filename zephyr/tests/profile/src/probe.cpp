// SPDX-License-Identifier: Apache-2.0
#include "probe.h"

#include <string.h>

#include "core/run.hpp"

struct probe_range probe_site;
struct probe_range probe_caller;

void probe_before(struct probe_range* range) {
  range->first = reinterpret_cast<uintptr_t>(__builtin_return_address(0));
}

void probe_after(struct probe_range* range) {
  range->last = reinterpret_cast<uintptr_t>(__builtin_return_address(0));
}

size_t probe_find(const void* block, struct probe_block* out) {
  tidemark::Profiler& profiler = tidemark::image_profiler();
  size_t found = 0;
  tidemark::wire::BlockLine record{};
  for (size_t slot = 0; slot < profiler.record_capacity(); ++slot) {
    if (!profiler.record_at(slot, &record) ||
        record.address != reinterpret_cast<uintptr_t>(block)) {
      continue;
    }
    ++found;
    tidemark::wire::SiteLine site{};
    tidemark::wire::OwnerLine owner{};
    *out = {};
    out->size = record.size;
    out->owner_slot = record.owner;
    if (profiler.site_at(record.site, &site)) {
      out->pool = static_cast<uintptr_t>(site.pool);
      for (size_t i = 0; i < 4; ++i) {
        out->frames[i] = static_cast<uintptr_t>(site.frames[i]);
      }
    }
    if (profiler.owner_at(record.owner, &owner)) {
      out->has_owner = owner.state != tidemark::wire::OwnerState::kInterrupt;
      out->has_ended = owner.state == tidemark::wire::OwnerState::kEnded;
      out->owner = static_cast<uintptr_t>(owner.thread);
      const tidemark::Text name = owner.name.text();
      const size_t room = sizeof(out->owner_name) - 1;
      memcpy(out->owner_name, name.data(), name.size() < room ? name.size() : room);
    }
  }
  return found;
}

size_t probe_live(void) {
  tidemark::wire::ProfileLine line{};
  tidemark::image_profiler().totals(&line);
  return line.records;
}
