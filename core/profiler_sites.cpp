// SPDX-License-Identifier: Apache-2.0
// The tables of call sites, pools and owners, in hooks and with the port's profile lock held: what
// does not happen with every block.
#include "core/profiler_paths.hpp"

namespace tidemark {
namespace {

// Sites looked at for one that may give way.
constexpr unsigned kSiteTries = 8;

constexpr std::uintptr_t kAlive = ProfileOwner::as_state(wire::OwnerState::kAlive);
constexpr std::uintptr_t kEnded = ProfileOwner::as_state(wire::OwnerState::kEnded);

unsigned log2_of(std::size_t power) {
  return 31 - static_cast<unsigned>(__builtin_clz(static_cast<unsigned>(power)));
}

std::uint32_t subtract_saturating(std::uint32_t a, std::uint32_t b) {
  return b < a ? a - b : 0;
}

}  // namespace

void add_weight(ProfileSite* site, std::uint32_t size, unsigned shift) {
  const estimate::SampleWeight weight = estimate::weigh_sample(size, shift);
  site->total_bytes = add_saturating(site->total_bytes, weight.bytes);
  site->total_blocks_x16 = add_saturating(site->total_blocks_x16, weight.blocks_x16);
}

void Profiler::start(const ProfileTables& tables, std::uint32_t interval_bytes,
                     std::uint32_t seed) {
  records_before_ = reinterpret_cast<std::uintptr_t>(tables.records.data()) - sizeof(LiveRecord);
  sites_before_ = reinterpret_cast<std::uintptr_t>(tables.sites.data()) - sizeof(ProfileSite);
  owners_ = tables.owners.data();
  owner_records_ = tables.owner_records.data();
  pools_ = tables.pools.data();
  record_count_ = static_cast<std::uint16_t>(tables.records.size());
  site_count_ = static_cast<std::uint8_t>(tables.sites.size());
  owner_count_ = static_cast<std::uint8_t>(tables.owners.size());
  pool_count_ = static_cast<std::uint8_t>(tables.pools.size());
  cycles_.start(tables.cycles);
  const std::size_t site_heads = tables.site_links.size() - tables.sites.size();
  site_heads_ = tables.site_links.data();
  site_next_ = site_heads_ + site_heads - 1;
  site_shift_ = static_cast<std::uint8_t>(32 - log2_of(site_heads));
  head_shift_ = static_cast<std::uint8_t>(32 - log2_of(tables.heads.size()));
  const unsigned shift = log2_of(interval_bytes | 1);
  base_shift_ = static_cast<std::uint8_t>(
      shift < estimate::kMostDrawnShift ? shift : estimate::kMostDrawnShift);
  drawn_shift_ = base_shift_;
  set_round(base_shift_);
  random_.seed(seed);
  for (std::uint16_t link = record_count_; link > 0; --link) {
    at(link).next_mark = free_;
    free_ = link;
  }
  cursor_ = record_count_;
  last_thread_ = this;
  last_pool_ = this;
  set_protection();
  countdown_ = base_shift_ == 0 ? 0 : estimate::draw_gap(random_.next(), base_shift_);
  heads_ = tables.heads.data();
}

// The slot of a pool, new at most once; kNoPool: no room.
std::uint8_t Profiler::find_pool(const void* pool) {
  std::uint8_t slot = 0;
  while (slot < pools_used_ && pools_[slot] != pool) {
    ++slot;
  }
  if (slot == pool_count_) {
    return kNoPool;
  }
  if (slot == pools_used_) {
    pools_[slot] = pool;
    ++pools_used_;
  }
  last_pool_ = pool;
  last_pool_slot_ = slot;
  return slot;
}

// The pending record gets its site, and is one of its blocks from then on.
void Profiler::settle() {
  if (pending_ != 0) {
    LiveRecord& record = at(pending_);
    pending_ = 0;
    join_site(&record, find_site(pending_path_, find_pool(pending_pool_)),
              base_shift_ + record.level());
  }
}

// The block is not the newest any more: another context was sampled since.
void Profiler::attribute_late(const void* block, const CallPath& path) {
  if (heads_ == nullptr) {
    return;
  }
  const std::uint16_t link = find(block);
  if (link == 0 || at(link).site == 0) {
    return;  // without a site there is no pool to be known of
  }
  LiveRecord& record = at(link);
  ProfileSite& site = site_by(record.site);
  const std::uint8_t pool = site.pool();
  --site.records_pool;
  // At level 0, which is never more than what was added: its level may have risen since.
  const estimate::SampleWeight weight = estimate::weigh_sample(record.size(), base_shift_);
  site.total_bytes = subtract_saturating(site.total_bytes, weight.bytes);
  site.total_blocks_x16 = subtract_saturating(site.total_blocks_x16, weight.blocks_x16);
  if (site.total_blocks_x16 == 0) {
    free_site(record.site);
    site_cursor_ = record.site;
  }
  join_site(&record, find_site(path, pool), base_shift_);
}

void Profiler::join_site(LiveRecord* record, std::uint8_t link, unsigned shift) {
  record->site = link;
  if (link != 0) {
    ++site_by(link).records_pool;
    add_weight(&site_by(link), record->size(), shift);
  }
}

std::uint8_t Profiler::find_site(const CallPath& path, std::uint8_t pool) {
  std::uint8_t link = 0;
  if (pool != kNoPool) {
    link = *site_head_of(path.frames);
    while (link != 0 && !is_site(site_by(link), path, pool)) {
      link = site_next_[link];
    }
    if (link == 0) {
      link = claim_site();
      if (link != 0) {
        add_site(link, path, pool);
      }
    }
  }
  if (link == 0) {
    count_event(&sites_merged_);
  }
  return link;
}

void Profiler::add_site(std::uint8_t link, const CallPath& path, std::uint8_t pool) {
  ProfileSite& site = site_by(link);
  site = {};
  for (std::size_t i = 0; i < kProfileFrames; ++i) {
    site.frames[i] = path.frames[i];
  }
  site.records_pool = static_cast<std::uint16_t>(pool << ProfileSite::kPoolShift);
  std::uint8_t* head = site_head_of(path.frames);
  site_next_[link] = *head;
  *head = link;
  cycles_.forget(link - 1u);
  ++sites_used_;
  set_protection();
}

// A free one; or that of the site without blocks and with the least total among the next few; or 0.
std::uint8_t Profiler::claim_site() {
  std::uint8_t best = 0;
  std::uint32_t least = UINT32_MAX;
  for (unsigned i = 0; i < kSiteTries; ++i) {
    const std::uint8_t link = site_cursor_;
    site_cursor_ = static_cast<std::uint8_t>(link < site_count_ ? link + 1 : 1);
    const ProfileSite& site = site_by(link);
    if (site.total_blocks_x16 == 0) {
      return link;
    }
    if (site.records() == 0 && site.total_bytes <= least) {
      best = link;
      least = site.total_bytes;
    }
  }
  if (best != 0) {
    free_site(best);
  }
  return best;
}

void Profiler::free_site(std::uint8_t link) {
  ProfileSite& site = site_by(link);
  std::uint8_t* before = site_head_of(site.frames);
  while (*before != link) {
    before = &site_next_[*before];
  }
  *before = site_next_[link];
  site.total_blocks_x16 = 0;
  --sites_used_;
  set_protection();
}

// Half of the records, shared by the sites.
void Profiler::set_protection() {
  const unsigned share = record_count_ / (sites_used_ == 0 ? 2u : 2u * sites_used_);
  protected_ = static_cast<std::uint16_t>(share > 1 ? share : 1);
}

void Profiler::thread_begins(const void* thread) {
  thread_ends(thread, nullptr);  // its end was not seen, if there was one of this address
}

void Profiler::thread_ends(const void* thread, const char* name) {
  last_thread_ = this;
  for (std::uint8_t slot = 0; slot < owner_count_; ++slot) {
    ProfileOwner& owner = owners_[slot];
    if (owner.thread_state == (reinterpret_cast<std::uintptr_t>(thread) | kAlive)) {
      owner.thread_state ^= kAlive ^ kEnded;
      for (char& c : owner.name) {
        c = name != nullptr ? *name : '\0';
        name += c != '\0' ? 1 : 0;
      }
    }
  }
}

// The slot of one that is alive; or else a free one, or one that owns nothing, made its own; or
// that behind the last, which stands for all others.
std::uint8_t Profiler::find_owner(const void* thread) {
  const std::uintptr_t key = ProfileOwner::key(thread);
  std::uint8_t room = owner_count_;
  std::uint8_t slot = 0;
  while (slot < owner_count_ && owners_[slot].thread_state != key) {
    if (owner_records_[slot] == 0) {
      room = slot;
    }
    ++slot;
  }
  if (slot == owner_count_) {
    if (room == owner_count_) {
      count_event(&owners_merged_);
      return room;
    }
    slot = room;
    owners_[slot] = {key, {}};
  }
  last_owner_ = slot;
  last_thread_ = thread;
  return slot;
}

}  // namespace tidemark
