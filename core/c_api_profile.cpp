// SPDX-License-Identifier: Apache-2.0
// The edge: translates between the C API and the profiler of the image.
#include "core/c_text.hpp"
#include "core/features.hpp"
#include "core/lock_guard.hpp"
#include "core/profile_views.hpp"
#include "core/run.hpp"
#include "tidemark/profile.h"

namespace tidemark {
namespace {

static_assert(TIDEMARK_SITE_FRAMES == wire::kMaxFrames &&
                  TIDEMARK_LIFETIMES == wire::kLifetimeBuckets &&
                  TIDEMARK_NO_SLOT == wire::kOtherSite && TIDEMARK_NO_SLOT == wire::kOtherOwner &&
                  TIDEMARK_OWNER_ENDED == static_cast<int>(wire::OwnerState::kEnded),
              "the C API has the same numbers");

/// kBusy iff the caller is an interrupt.
Status may_read() {
  const LockGuard guard;
  return guard.held() ? Status::kOk : Status::kBusy;
}

/// The fields that sites and owners share.
template <typename Out>
void to_c(const SiteLive& live, Out* out) {
  out->live_bytes = live.bytes;
  out->live_blocks = live.blocks;
  out->live_samples = live.records;
  out->has_oldest = live.records != 0;
  out->oldest_s = whole_seconds(live.oldest_ms);
}

void to_c(const wire::ProfileLine& line, tidemark_profile* out) {
  out->interval_bytes = line.interval_bytes;
  out->blocks = line.records;
  out->blocks_capacity = line.records_capacity;
  out->sites = line.sites;
  out->sites_capacity = line.sites_capacity;
  out->owners = line.owners;
  out->owners_capacity = line.owners_capacity;
  out->samples = line.samples;
  out->thinned = line.thinned;
  out->displaced = line.displaced;
  out->sites_merged = line.sites_merged;
  out->owners_merged = line.owners_merged;
  out->has_cycles = line.cycles.present;
  out->cycles = line.cycles.value;
  out->has_mark = line.mark_ms.present;
  out->mark_ms = line.mark_ms.value;
}

void to_c(const wire::SiteLine& line, tidemark_site* out) {
  out->pool = pointer_to(line.pool);
  for (std::size_t i = 0; i < wire::kMaxFrames; ++i) {
    out->callers[i] = pointer_to(line.frames[i]);
  }
  out->total_bytes = line.total_bytes;
  out->total_blocks = line.total_blocks;
  for (std::size_t i = 0; i < wire::kLifetimeBuckets; ++i) {
    out->lifetimes[i] = line.lifetimes[i];
  }
  out->cycles_grown = line.cycles_grown;
}

/// A slot, or wire::kOtherSite. Returns false iff there is nothing of it.
bool fill_site(std::uint8_t site, tidemark_site* out) {
  Profiler& profiler = image_profiler();
  wire::SiteLine line{};
  wire::Name name{};
  SiteLive live;
  if (site == wire::kOtherSite) {
    profiler.live_of_site(site, &live);
    if (live.records == 0) {
      return false;
    }
  } else if (!profiler.site_at(site, &line)) {
    return false;
  } else {
    profiler.live_of_site(site, &live);
    name_pool_at(image_monitor(), line.pool, &name);
  }
  *out = tidemark_site{};
  out->number = site;
  to_c(line, out);
  to_c(live, out);
  copy_text(name, out->pool_name);
  profiler.live_since_mark(site, &live);
  out->marked_bytes = live.bytes;
  out->marked_blocks = live.blocks;
  return true;
}

const void* caller_of(std::uint8_t site) {
  wire::SiteLine line;
  return image_profiler().site_at(site, &line) ? pointer_to(line.frames[0]) : nullptr;
}

/// Moves the cursor behind the first slot that `fill(slot)` takes.
template <typename Fill>
Status next_slot(std::size_t* cursor, std::size_t end, Fill fill) {
  while (*cursor < end) {
    if (fill((*cursor)++)) {
      return Status::kOk;
    }
  }
  return Status::kNotFound;
}

}  // namespace
}  // namespace tidemark

using namespace tidemark;  // all below is the C API

extern "C" {

int tidemark_profile_get(tidemark_profile* out) {
  const Status status = out == nullptr ? Status::kInvalid : may_read();
  if (status == Status::kOk) {
    wire::ProfileLine line{};
    image_profiler().totals(&line);
    *out = tidemark_profile{};
    to_c(line, out);
  }
  return port::to_errno(status);
}

int tidemark_site_get(size_t* cursor, tidemark_site* out) {
  Status status = cursor == nullptr || out == nullptr ? Status::kInvalid : may_read();
  if (status == Status::kOk) {
    const std::size_t sites = image_profiler().site_capacity();
    status = next_slot(cursor, sites + 1, [&](std::size_t slot) {
      return fill_site(slot < sites ? static_cast<std::uint8_t>(slot) : wire::kOtherSite, out);
    });
  }
  return port::to_errno(status);
}

int tidemark_owner_get(size_t* cursor, tidemark_owner* out) {
  Status status = cursor == nullptr || out == nullptr ? Status::kInvalid : may_read();
  if (status == Status::kOk) {
    Profiler& profiler = image_profiler();
    wire::OwnerLine line;
    status = next_slot(cursor, profiler.owner_capacity(), [&](std::size_t slot) {
      if (!owner_with_name(profiler, slot, &line)) {
        return false;
      }
      SiteLive live;
      profiler.live_of_owner(static_cast<std::uint8_t>(slot), &live);
      *out = tidemark_owner{};
      out->number = static_cast<unsigned>(slot);
      out->state = static_cast<tidemark_owner_state>(line.state);
      out->thread = pointer_to(line.thread);
      copy_text(line.name, out->name);
      to_c(live, out);
      return true;
    });
  }
  return port::to_errno(status);
}

int tidemark_live_get(size_t* cursor, tidemark_block* out) {
  Status status = cursor == nullptr || out == nullptr ? Status::kInvalid : may_read();
  if (status == Status::kOk) {
    Profiler& profiler = image_profiler();
    wire::BlockLine line;
    status = next_slot(cursor, profiler.record_capacity(),
                       [&](std::size_t slot) { return profiler.record_at(slot, &line); });
    if (status == Status::kOk) {
      *out = tidemark_block{};
      out->block = pointer_to(line.address);
      out->size_bytes = line.size;
      out->level = line.level;
      out->age_ms = line.age_ms;
      out->site = line.site;
      out->owner = line.owner;
      out->caller = caller_of(line.site);
      out->since_mark = line.since_mark;
    }
  }
  return port::to_errno(status);
}

int tidemark_suspects_get(const void* pool, uint32_t window_s, tidemark_suspect* out,
                          size_t count) {
  const Status status = out == nullptr ? Status::kInvalid : may_read();
  if (status == Status::kOk) {
    constexpr std::size_t kMost = 8;
    Suspect suspects[kMost];
    const std::size_t found = image_profiler().suspects(pool, std::uint64_t{window_s} * 1000,
                                                        {suspects, count < kMost ? count : kMost});
    for (std::size_t i = 0; i < found; ++i) {
      wire::SuspectLine line;
      describe_suspect(image_profiler(), suspects[i], &line);
      out[i] = tidemark_suspect{};
      out[i].site = suspects[i].site;
      out[i].caller = pointer_to(line.at);
      out[i].live_bytes = line.live_bytes;
      out[i].live_blocks = line.live_blocks;
      out[i].live_samples = suspects[i].live.records;
      out[i].oldest_s = line.oldest_s;
      copy_text(line.owner, out[i].owner_name);
    }
    return static_cast<int>(found);
  }
  return port::to_errno(status);
}

int tidemark_mark(void) {
  const Status status = may_read();
  if (status == Status::kOk) {
    image_profiler().mark();
  }
  return port::to_errno(status);
}

int tidemark_cycle(uint32_t cycles) {
  if constexpr (!kWithProfileCycles) {
    return port::to_errno(Status::kAbsent);
  } else {
    const Status status = cycles == 0 || cycles > UINT8_MAX ? Status::kInvalid : may_read();
    if (status != Status::kOk) {
      return port::to_errno(status);
    }
    Profiler& profiler = image_profiler();
    profiler.cycle();
    int grown = 0;
    for (std::size_t slot = 0; slot < profiler.site_capacity(); ++slot) {
      wire::SiteLine line;
      grown += profiler.site_at(slot, &line) && line.cycles_grown >= cycles ? 1 : 0;
    }
    return grown;
  }
}

}  // extern "C"
