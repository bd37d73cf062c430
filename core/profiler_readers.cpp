// SPDX-License-Identifier: Apache-2.0
// What threads read, each with the port's profile lock for a short time.
#include "core/port.hpp"
#include "core/profiler.hpp"
#include "core/ranking.hpp"

namespace tidemark {
namespace {

class ProfileGuard {
 public:
  ProfileGuard() : key_(port::profile_lock()) {}
  ~ProfileGuard() { port::profile_unlock(key_); }
  ProfileGuard(const ProfileGuard&) = delete;
  ProfileGuard& operator=(const ProfileGuard&) = delete;

 private:
  std::uint32_t key_;
};

constexpr unsigned kTickShift = 6;  // of the clock of births: 64 ms

std::uint32_t ticks_now() {
  return static_cast<std::uint32_t>(port::uptime_ms() >> kTickShift);
}

std::uint64_t address_of(const void* pointer) {
  return reinterpret_cast<std::uintptr_t>(pointer);
}

std::uint8_t site_slot(const LiveRecord& record) {
  return record.site == 0 ? wire::kOtherSite : static_cast<std::uint8_t>(record.site - 1);
}

std::uint32_t saturated(std::uint64_t value) {
  return value > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(value);
}

// In 256ths of a byte and in 16ths of a block.
struct Sum {
  std::uint64_t bytes = 0;
  std::uint64_t blocks = 0;
  std::uint32_t records = 0;
  std::uint32_t oldest = 0;  // ticks

  void add(const LiveRecord& record, unsigned base_shift, std::uint32_t age) {
    const std::uint64_t weight =
        estimate::weigh_bytes_x256(record.size(), base_shift + record.level());
    bytes += record.size() == 0 && base_shift + record.level() == 0 ? 0 : weight;
    blocks += estimate::blocks_x16(record.size(), weight);
    ++records;
    oldest = age > oldest ? age : oldest;
  }
  void get(SiteLive* out) const {
    *out = {saturated((bytes + 128) >> 8), saturated((blocks + 8) >> 4), records,
            std::uint64_t{oldest} << kTickShift};
  }
};

bool holds_less(const Suspect& a, const Suspect& b) {
  return a.live.bytes < b.live.bytes;
}

}  // namespace

// One record whole; false iff it is free.
bool Profiler::read_record(std::size_t slot, LiveRecord* out) const {
  const ProfileGuard guard;
  *out = record_of(slot);
  return out->block != nullptr;
}

void Profiler::settle_pending() {
  const ProfileGuard guard;
  settle();
}

template <typename Match>
void Profiler::sum_live(Match match, SiteLive* out) {
  settle_pending();
  const std::uint32_t now = ticks_now();
  Sum sum;
  LiveRecord record;
  for (std::size_t slot = 0; slot < record_count_; ++slot) {
    if (read_record(slot, &record) && match(record, now - record.birth)) {
      sum.add(record, base_shift_, now - record.birth);
    }
  }
  sum.get(out);
}

void Profiler::live_of_site(std::uint8_t site, SiteLive* out) {
  sum_live([site](const LiveRecord& record, std::uint32_t) { return site_slot(record) == site; },
           out);
}

void Profiler::live_of_owner(std::uint8_t owner, SiteLive* out) {
  const std::uint8_t slot = owner < owner_count_ ? owner : owner_count_;
  sum_live([slot](const LiveRecord& record, std::uint32_t) { return record.owner == slot; }, out);
}

void Profiler::live_since_mark(std::uint8_t site, SiteLive* out) {
  sum_live(
      [this, site](const LiveRecord& record, std::uint32_t) {
        return generation_ != 0 && site_slot(record) == site && record.generation() == generation_;
      },
      out);
}

void Profiler::totals(wire::ProfileLine* out) {
  settle_pending();
  const std::uint32_t snapshot = out->snapshot;
  *out = {};
  out->snapshot = snapshot;
  out->up_ms = port::uptime_ms();
  out->interval_bytes = 1u << base_shift_;
  out->records_capacity = record_count_;
  out->sites_capacity = site_count_;
  out->owners_capacity = owner_count_;
  LiveRecord record;
  for (std::size_t slot = 0; slot < record_count_; ++slot) {
    out->records += read_record(slot, &record) ? 1u : 0u;
  }
  const ProfileGuard guard;
  out->sites = sites_used_;
  for (std::size_t slot = 0; slot < owner_count_; ++slot) {
    out->owners += is_owner(slot) ? 1u : 0u;
  }
  out->samples = taken_;
  out->thinned = thinned_;
  out->displaced = displaced_;
  out->sites_merged = sites_merged_;
  out->owners_merged = owners_merged_;
  out->cycles = cycles_.ended();
  if (generation_ != 0) {
    out->mark_ms = known(std::uint64_t{marked_at_} << kTickShift);
  }
}

bool Profiler::site_at(std::size_t slot, wire::SiteLine* out) {
  settle_pending();
  if (slot >= site_count_) {
    return false;
  }
  const ProfileGuard guard;
  const ProfileSite& site = site_by(slot + 1);
  if (site.total_blocks_x16 == 0) {
    return false;
  }
  *out = {};
  out->pool = address_of(pools_[site.pool()]);
  for (std::size_t i = 0; i < kProfileFrames; ++i) {
    out->frames[i] = address_of(site.frames[i]);
  }
  out->total_bytes = site.total_bytes;
  out->total_blocks = (std::uint64_t{site.total_blocks_x16} + 8) >> 4;
  for (std::size_t i = 0; i < wire::kLifetimeBuckets; ++i) {
    out->lifetimes[i] = site.lifetimes[i];
  }
  out->cycles_grown = cycles_.grown(slot);
  return true;
}

// One that has ended and owns nothing any more is as good as none.
bool Profiler::is_owner(std::size_t slot) const {
  const std::uintptr_t state = owners_[slot].state();
  return state != 0 &&
         (owner_records_[slot] != 0 || state != ProfileOwner::as_state(wire::OwnerState::kEnded));
}

bool Profiler::owner_at(std::size_t slot, wire::OwnerLine* out) {
  if (slot >= owner_count_) {
    return false;
  }
  const ProfileGuard guard;
  if (!is_owner(slot)) {
    return false;
  }
  const ProfileOwner& owner = owners_[slot];
  *out = {};
  out->thread = owner.thread_state & ~ProfileOwner::kStateMask;
  out->state = static_cast<wire::OwnerState>(owner.state() - 1);
  for (std::size_t i = 0; i < ProfileOwner::kNameBytes && owner.name[i] != '\0'; ++i) {
    (void)out->name.push(owner.name[i]);
  }
  return true;
}

bool Profiler::record_at(std::size_t slot, wire::BlockLine* out) {
  settle_pending();
  LiveRecord record;
  if (slot >= record_count_ || !read_record(slot, &record)) {
    return false;
  }
  *out = {};
  out->address = address_of(record.block);
  out->size = record.size();
  out->level = static_cast<std::uint8_t>(record.level());
  out->age_ms = std::uint64_t{ticks_now() - record.birth} << kTickShift;
  out->site = site_slot(record);
  out->owner = record.owner < owner_count_ ? record.owner : wire::kOtherOwner;
  out->since_mark = generation_ != 0 && record.generation() == generation_;
  return true;
}

// Generations are 1 to 63; a block of the one that is to be used again is made older than all: 0,
// as those before the first mark.
void Profiler::mark() {
  const unsigned next = generation_ < 63 ? generation_ + 1u : 1;
  for (std::size_t slot = 0; slot < record_count_; ++slot) {
    LiveRecord& record = record_of(slot);
    const ProfileGuard guard;
    if (record.block != nullptr && record.generation() == next) {
      record.set_generation(0);
    }
  }
  const ProfileGuard guard;
  settle();
  generation_ = static_cast<std::uint8_t>(next);
  marked_at_ = ticks_now();
}

void Profiler::cycle() {
  for (std::size_t slot = 0; slot < cycles_.size(); ++slot) {
    SiteLive live;
    live_of_site(static_cast<std::uint8_t>(slot), &live);
    const ProfileGuard guard;
    cycles_.compare(slot, live.bytes);
  }
  const ProfileGuard guard;
  cycles_.end();
}

std::uint8_t Profiler::main_owner(std::uint8_t site) {
  std::uint8_t best = wire::kOtherOwner;
  std::uint32_t most = 0;
  for (std::size_t owner = 0; owner < owner_count_; ++owner) {
    SiteLive live;
    sum_live(
        [site, owner](const LiveRecord& record, std::uint32_t) {
          return site_slot(record) == site && record.owner == owner;
        },
        &live);
    if (live.bytes > most) {
      most = live.bytes;
      best = static_cast<std::uint8_t>(owner);
    }
  }
  return best;
}

std::size_t Profiler::suspects(const void* pool, std::uint64_t window_ms, Span<Suspect> out) {
  const std::uint64_t window = window_ms == 0 ? UINT64_MAX : window_ms >> kTickShift;
  const std::uint64_t youngest = window_ms == 0 ? 0 : window / 8;
  std::size_t found = 0;
  for (std::size_t slot = 0; slot < site_count_; ++slot) {
    wire::SiteLine line;
    if (!site_at(slot, &line) || line.pool != address_of(pool)) {
      continue;
    }
    Suspect suspect = {static_cast<std::uint8_t>(slot), wire::kOtherOwner, {}};
    sum_live(
        [slot, youngest, window](const LiveRecord& record, std::uint32_t age) {
          return site_slot(record) == slot && age >= youngest && age <= window;
        },
        &suspect.live);
    if (suspect.live.records != 0) {
      insert_ranked(suspect, holds_less, &found, out);
    }
  }
  for (std::size_t i = 0; i < found; ++i) {
    out[i].owner = main_owner(out[i].site);
  }
  return found;
}

}  // namespace tidemark
