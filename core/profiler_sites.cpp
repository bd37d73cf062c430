// SPDX-License-Identifier: Apache-2.0
// The table of call sites, in hooks and with the port's profile lock held.
#include "core/profiler.hpp"

namespace tidemark {
namespace {

// Sites looked at for one that may give way.
constexpr unsigned kSiteTries = 8;

std::uint32_t add_saturating(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t sum = a + b;
  return sum < a ? UINT32_MAX : sum;
}

// What a block stood for when it was sampled.
struct Weight {
  std::uint32_t bytes;
  std::uint32_t blocks_x16;
};
Weight weigh(std::uint32_t size, unsigned shift) {
  if (shift == 0) {
    return {size, 16};
  }
  const std::uint64_t bytes = estimate::weigh_bytes_x256(size, shift);
  return {static_cast<std::uint32_t>((bytes + 128) >> 8), estimate::blocks_x16(size, bytes)};
}

bool same_path(const ProfileSite& site, const CallPath& path) {
  for (std::size_t i = 0; i < kProfileFrames; ++i) {
    if (site.frames[i] != path.frames[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::uint8_t* Profiler::site_head_of(const void* const* frames, std::uint8_t pool) const {
  std::uint32_t key = pool;
  for (std::size_t i = 0; i < kProfileFrames; ++i) {
    key = (key ^ static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(frames[i]))) *
          0x9E3779B1u;
  }
  return &tables_.site_heads[key >> site_shift_];
}

// The slot of a pool, which is new at most once; kNoPool: no room.
std::uint8_t Profiler::find_pool(const void* pool) {
  if (last_pool_ < pools_used_ && tables_.pools[last_pool_] == pool) {
    return last_pool_;
  }
  std::uint8_t slot = 0;
  while (slot < pools_used_ && tables_.pools[slot] != pool) {
    ++slot;
  }
  if (slot == tables_.pools.size()) {
    return kNoPool;
  }
  if (slot == pools_used_) {
    tables_.pools[slot] = pool;
    ++pools_used_;
  }
  last_pool_ = slot;
  return slot;
}

// The pending record gets its site, and is one of its blocks from then on.
void Profiler::settle() {
  if (pending_ != 0) {
    LiveRecord& record = at(pending_);
    pending_ = 0;
    join_site(&record, enter_site(pending_path_, pending_pool_));
  }
}

void Profiler::attribute(const void* block, const CallPath& path) {
  if (pending_ != 0 && at(pending_).block == block) {
    pending_path_ = path;
    return;
  }
  const std::uint16_t link = used_ != 0 ? find(block) : 0;
  if (link == 0 || at(link).site == wire::kOtherSite) {
    return;  // without a site there is no pool to be known of
  }
  LiveRecord& record = at(link);
  const std::uint8_t pool = tables_.sites[record.site].pool();
  leave_site(record);
  ProfileSite& site = tables_.sites[record.site];
  const Weight weight = weigh(record.size(), base_shift_);
  site.total_bytes -= weight.bytes < site.total_bytes ? weight.bytes : site.total_bytes;
  site.total_blocks_x16 -=
      weight.blocks_x16 < site.total_blocks_x16 ? weight.blocks_x16 : site.total_blocks_x16;
  if (site.total_blocks_x16 == 0) {
    free_site(record.site);
  }
  join_site(&record, enter_site(path, pool));
}

void Profiler::join_site(LiveRecord* record, std::uint8_t slot) {
  record->site = slot;
  if (slot == wire::kOtherSite) {
    return;
  }
  ProfileSite& site = tables_.sites[slot];
  const Weight weight = weigh(record->size(), base_shift_);
  site.total_bytes = add_saturating(site.total_bytes, weight.bytes);
  site.total_blocks_x16 = add_saturating(site.total_blocks_x16, weight.blocks_x16);
  ++site.records_pool;
}

void Profiler::leave_site(const LiveRecord& record) {
  if (record.site < kPendingSite) {
    --tables_.sites[record.site].records_pool;
  }
}

std::uint8_t Profiler::enter_site(const CallPath& path, std::uint8_t pool) {
  if (pool == kNoPool) {
    count_event(&sites_merged_);
    return wire::kOtherSite;
  }
  const std::uint8_t* head = site_head_of(path.frames, pool);
  for (std::uint8_t link = *head; link != 0; link = tables_.site_links[link - 1u]) {
    const ProfileSite& site = tables_.sites[link - 1u];
    if (same_path(site, path) && site.pool() == pool) {
      return static_cast<std::uint8_t>(link - 1);
    }
  }
  const std::uint8_t slot = claim_site();
  if (slot == wire::kOtherSite) {
    count_event(&sites_merged_);
    return slot;
  }
  ProfileSite& site = tables_.sites[slot];
  site = {};
  for (std::size_t i = 0; i < kProfileFrames; ++i) {
    site.frames[i] = path.frames[i];
  }
  site.records_pool = static_cast<std::uint16_t>(pool << ProfileSite::kPoolShift);
  std::uint8_t* first = site_head_of(path.frames, pool);
  tables_.site_links[slot] = *first;
  *first = static_cast<std::uint8_t>(slot + 1);
  if constexpr (kWithProfileCycles) {
    if (slot < tables_.cycles.size()) {
      tables_.cycles[slot] = {};
    }
  }
  ++sites_used_;
  set_protection();
  return slot;
}

// A free slot; or that of the site without blocks and with the least total among the next few.
std::uint8_t Profiler::claim_site() {
  std::size_t best = wire::kOtherSite;
  std::uint32_t least = UINT32_MAX;
  for (unsigned i = 0; i < kSiteTries && i < tables_.sites.size(); ++i) {
    const std::size_t slot = site_cursor_;
    site_cursor_ = static_cast<std::uint8_t>(slot + 1u < tables_.sites.size() ? slot + 1 : 0);
    const ProfileSite& site = tables_.sites[slot];
    if (site.total_blocks_x16 == 0) {
      return static_cast<std::uint8_t>(slot);
    }
    if (site.records() == 0 && site.total_bytes <= least) {
      best = slot;
      least = site.total_bytes;
    }
  }
  if (best != wire::kOtherSite) {
    free_site(static_cast<std::uint8_t>(best));
  }
  return static_cast<std::uint8_t>(best);
}

void Profiler::free_site(std::uint8_t slot) {
  ProfileSite& site = tables_.sites[slot];
  std::uint8_t* link = site_head_of(site.frames, site.pool());
  while (*link != slot + 1) {
    link = &tables_.site_links[*link - 1u];
  }
  *link = tables_.site_links[slot];
  site.total_blocks_x16 = 0;
  --sites_used_;
  set_protection();
}

// Half of the records, shared by the sites.
void Profiler::set_protection() {
  const std::size_t share = tables_.records.size() / (sites_used_ == 0 ? 2u : 2u * sites_used_);
  protected_ = static_cast<std::uint16_t>(share > 1 ? share : 1);
}

}  // namespace tidemark
