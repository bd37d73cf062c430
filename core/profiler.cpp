// SPDX-License-Identifier: Apache-2.0
// What runs in hooks, with the port's profile lock held.
#include "core/profiler.hpp"

namespace tidemark {
namespace {

// Records looked at for room by one hook: a few while there is some, more when there is none.
constexpr unsigned kTries = 2;
constexpr unsigned kTriesWhenFull = 8;
unsigned log2_of(std::size_t power) {
  return 31 - static_cast<unsigned>(__builtin_clz(static_cast<unsigned>(power)));
}

}  // namespace

void Profiler::start(const ProfileTables& tables, std::uint32_t interval_bytes,
                     std::uint32_t seed) {
  tables_ = tables;
  heads_ = tables.heads.data();
  head_shift_ = static_cast<std::uint8_t>(32 - log2_of(tables.heads.size()));
  site_shift_ = static_cast<std::uint8_t>(32 - log2_of(tables.site_heads.size()));
  const unsigned shift = log2_of(interval_bytes > 1 ? interval_bytes : 1);
  base_shift_ = static_cast<std::uint8_t>(shift < 16 ? shift : 16);
  random_.seed(seed);
  for (std::size_t i = tables.records.size(); i > 0; --i) {
    at(i).next_mark = free_;
    free_ = static_cast<std::uint16_t>(i);
  }
  set_protection();
  countdown_ = base_shift_ == 0 ? 0 : estimate::draw_gap(random_.next(), base_shift_);
}

std::uint16_t Profiler::find(const void* block) const {
  std::uint16_t link = *head_of(block);
  while (link != 0 && at(link).block != block) {
    link = at(link).next();
  }
  return link;
}

void Profiler::take(const Allocation& allocation) {
  if (heads_ == nullptr) {
    countdown_ = UINT32_MAX;
    return;
  }
  if (base_shift_ != 0) {
    countdown_ = estimate::draw_gap(random_.next(), base_shift_);
  }
  settle();
  const std::uint16_t stale = find(allocation.block);
  if (stale != 0) {  // freed unseen
    drop(stale);
  }
  if (!make_room()) {
    count_event(&displaced_);
    return;
  }
  const std::uint16_t link = free_;
  LiveRecord& record = at(link);
  free_ = record.next_mark;
  ++used_;
  ++taken_;
  record.block = allocation.block;
  record.birth = now_;
  record.size_level = allocation.bytes < LiveRecord::kMostBytes
                          ? static_cast<std::uint32_t>(allocation.bytes)
                          : LiveRecord::kMostBytes;
  RecordHead* head = head_of(allocation.block);
  record.next_mark =
      static_cast<std::uint16_t>(*head | generation_ << LiveRecord::kGenerationShift);
  *head = static_cast<RecordHead>(link);
  record.site = kPendingSite;
  record.owner = owner_of(allocation.thread);
  pending_ = link;
  pending_path_ = {};
  pending_path_.frames[0] = allocation.caller;
  pending_pool_ = find_pool(allocation.pool);
}

void Profiler::release(const void* block) {
  const std::uint16_t link = find(block);
  if (link == 0) {
    return;
  }
  if (link == pending_) {
    settle();
  }
  count_lifetime(at(link));
  drop(link);
}

void Profiler::count_lifetime(const LiveRecord& record) {
  if (record.site >= kPendingSite) {
    return;
  }
  const std::uint32_t age = now_ - record.birth;
  const unsigned bits = age == 0 ? 0 : 32 - static_cast<unsigned>(__builtin_clz(age));
  const unsigned bucket = ((bits + 2) * 11) >> 5;  // thirds
  std::uint8_t* lifetimes = tables_.sites[record.site].lifetimes;
  std::uint8_t& count =
      lifetimes[bucket < wire::kLifetimeBuckets ? bucket : wire::kLifetimeBuckets - 1];
  if (count == UINT8_MAX) {
    for (std::size_t i = 0; i < wire::kLifetimeBuckets; ++i) {
      lifetimes[i] /= 2;
    }
  }
  ++count;
}

void Profiler::unlink(std::uint16_t link) {
  RecordHead* head = head_of(at(link).block);
  const std::uint16_t next = at(link).next();
  if (*head == link) {
    *head = static_cast<RecordHead>(next);
    return;
  }
  std::uint16_t before = *head;
  while (at(before).next() != link) {
    before = at(before).next();
  }
  at(before).set_next(next);
}

// Takes the record out of everything that counts it.
void Profiler::drop(std::uint16_t link) {
  unlink(link);
  LiveRecord& record = at(link);
  leave_site(record);
  if (record.owner != wire::kOtherOwner) {
    ProfileOwner& owner = tables_.owners[record.owner];
    --owner.records;
    if (owner.records == 0 && owner.state == ProfileOwner::as_state(wire::OwnerState::kEnded)) {
      owner.state = 0;
    }
  }
  record.block = nullptr;
  record.next_mark = free_;
  free_ = link;
  --used_;
}

// One record may go by a coin. Returns whether one went.
bool Profiler::thin_one() {
  const std::uint16_t slot = cursor_;
  cursor_ = static_cast<std::uint16_t>(slot + 1u < tables_.records.size() ? slot + 1 : 0);
  LiveRecord& record = tables_.records[slot];
  if (record.block == nullptr ||
      (record.site < kPendingSite && tables_.sites[record.site].records() <= protected_)) {
    return false;
  }
  const unsigned before = base_shift_ + record.level();
  const std::uint32_t size = record.size();
  const unsigned after = estimate::next_shift(size, before);
  if (after > estimate::kMaxShift) {
    return false;
  }
  if (estimate::keeps(random_.next(), size, before, after)) {
    record.size_level = size | (after - base_shift_) << LiveRecord::kLevelShift;
    return false;
  }
  drop(static_cast<std::uint16_t>(slot + 1));
  count_event(&thinned_);
  return true;
}

// Returns whether there is room for one more. Begins to thin an eighth before it must.
bool Profiler::make_room() {
  const std::size_t capacity = tables_.records.size();
  if (used_ < capacity - capacity / 8) {
    return true;
  }
  const unsigned tries = free_ != 0 ? kTries : kTriesWhenFull;
  for (unsigned i = 0; i < tries && !thin_one(); ++i) {
  }
  return free_ != 0;
}

void Profiler::resized(const void* before, const Allocation& after) {
  const std::uint16_t link = find(before);
  LiveRecord old = {};
  if (link != 0) {
    settle();
    old = at(link);
    drop(link);
  }
  if (!hits(after.bytes)) {
    return;
  }
  const std::uint32_t taken = taken_;
  take(after);
  if (link == 0 || taken == taken_) {
    return;
  }
  --taken_;
  LiveRecord& record = at(pending_);
  pending_ = 0;
  record.birth = old.birth;
  record.set_generation(old.generation());
  join_site(&record, old.site);
}

void Profiler::thread_begins(const void* thread) {
  thread_ends(thread, nullptr);  // its end was not seen, if there was one of this address
}

void Profiler::thread_ends(const void* thread, const char* name) {
  for (ProfileOwner& owner : tables_.owners) {
    if (owner.thread != thread || owner.state != ProfileOwner::as_state(wire::OwnerState::kAlive)) {
      continue;
    }
    owner.state = owner.records == 0 ? 0 : ProfileOwner::as_state(wire::OwnerState::kEnded);
    for (std::size_t i = 0; i < ProfileOwner::kNameBytes; ++i) {
      owner.name[i] = name != nullptr ? *name : '\0';
      name += name != nullptr && *name != '\0' ? 1 : 0;
    }
  }
}

std::uint8_t Profiler::owner_of(const void* thread) {
  const std::uint8_t alive = ProfileOwner::as_state(thread == nullptr ? wire::OwnerState::kInterrupt
                                                                      : wire::OwnerState::kAlive);
  const ProfileOwner& last = tables_.owners[last_owner_];
  if (last.thread != thread || last.state != alive) {
    std::size_t slot = 0;
    while (slot < tables_.owners.size() &&
           (tables_.owners[slot].thread != thread || tables_.owners[slot].state != alive)) {
      ++slot;
    }
    last_owner_ = slot < tables_.owners.size() ? static_cast<std::uint8_t>(slot) : claim_owner();
    if (last_owner_ == wire::kOtherOwner) {
      last_owner_ = 0;
      count_event(&owners_merged_);
      return wire::kOtherOwner;
    }
    tables_.owners[last_owner_].thread = thread;
    tables_.owners[last_owner_].state = alive;
  }
  ++tables_.owners[last_owner_].records;
  return last_owner_;
}

// A free owner, or one that owns nothing.
std::uint8_t Profiler::claim_owner() {
  for (std::size_t slot = 0; slot < tables_.owners.size(); ++slot) {
    ProfileOwner& owner = tables_.owners[slot];
    if (owner.state == 0 || owner.records == 0) {
      owner = {};
      return static_cast<std::uint8_t>(slot);
    }
  }
  return wire::kOtherOwner;
}

}  // namespace tidemark
