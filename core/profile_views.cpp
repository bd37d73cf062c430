// SPDX-License-Identifier: Apache-2.0
#include "core/profile_views.hpp"

#include "core/ranking.hpp"

namespace tidemark {
namespace {

bool is_less(const RankedSlot& a, const RankedSlot& b) {
  return a.live_bytes < b.live_bytes;
}

}  // namespace

std::size_t top_slots(Profiler& profiler, Holders holders, Span<RankedSlot> out) {
  static_assert(wire::kOtherSite == wire::kOtherOwner);
  const bool are_sites = holders == Holders::kSites;
  const std::size_t capacity = are_sites ? profiler.site_capacity() : profiler.owner_capacity();
  std::size_t found = 0;
  for (std::size_t i = 0; i <= capacity; ++i) {
    const std::uint8_t slot = i < capacity ? static_cast<std::uint8_t>(i) : wire::kOtherSite;
    SiteLive live;
    if (are_sites) {
      profiler.live_of_site(slot, &live);
    } else {
      profiler.live_of_owner(slot, &live);
    }
    if (live.blocks != 0) {
      insert_ranked(RankedSlot{slot, live.bytes}, is_less, &found, out);
    }
  }
  return found;
}

bool summarize_site(Monitor& monitor, Profiler& profiler, std::uint8_t site,
                    wire::SiteSummaryLine* out) {
  *out = {};
  wire::SiteLine line{};
  if (site != wire::kOtherSite) {
    if (!profiler.site_at(site, &line)) {
      return false;
    }
    name_pool_at(monitor, line.pool, &out->pool);
  }
  SiteLive live;
  profiler.live_of_site(site, &live);
  out->up_ms = port::uptime_ms();
  out->at = line.frames[0];
  for (std::size_t i = 0; i + 1 < wire::kMaxFrames; ++i) {
    out->callers[i] = line.frames[i + 1];
  }
  out->live_bytes = live.bytes;
  out->live_blocks = live.blocks;
  out->total_bytes = line.total_bytes;
  out->total_blocks = line.total_blocks;
  out->oldest_s = {whole_seconds(live.oldest_ms), live.blocks != 0};
  out->cycles_grown = {line.cycles_grown, line.cycles_grown != 0};
  return true;
}

bool summarize_owner(Profiler& profiler, std::uint8_t owner, wire::OwnerSummaryLine* out) {
  *out = {};
  if (owner != wire::kOtherOwner) {
    wire::OwnerLine line;
    if (!owner_with_name(profiler, owner, &line)) {
      return false;
    }
    out->state = known(line.state);
    out->name = line.name;
    out->thread = line.thread;
  }
  SiteLive live;
  profiler.live_of_owner(owner, &live);
  out->up_ms = port::uptime_ms();
  out->live_bytes = live.bytes;
  out->live_blocks = live.blocks;
  return true;
}

void name_pool_at(Monitor& monitor, std::uint64_t pool, wire::Name* out) {
  if (pool == 0) {
    (void)out->append(text_of("libc"));
    return;
  }
  (void)monitor.name_of(pointer_to(pool), out);
}

bool owner_with_name(Profiler& profiler, std::size_t slot, wire::OwnerLine* out) {
  if (!profiler.owner_at(slot, out)) {
    return false;
  }
  char name[wire::Name::kCapacity + 1];
  if (out->state == wire::OwnerState::kAlive &&
      port::copy_thread_name(pointer_to(out->thread), {name, sizeof(name)})) {
    for (const char* at = name; *at != '\0'; ++at) {
      (void)out->name.push(*at);
    }
  }
  return true;
}

void describe_suspect(Profiler& profiler, const Suspect& suspect, wire::SuspectLine* out) {
  out->up_ms = port::uptime_ms();
  wire::SiteLine site;
  out->at = profiler.site_at(suspect.site, &site) ? site.frames[0] : 0;
  out->live_bytes = suspect.live.bytes;
  out->live_blocks = suspect.live.blocks;
  out->oldest_s = whole_seconds(suspect.live.oldest_ms);
  out->owner = {};
  wire::OwnerLine owner;
  if (owner_with_name(profiler, suspect.owner, &owner)) {
    out->owner = owner.name;
  }
}

}  // namespace tidemark
