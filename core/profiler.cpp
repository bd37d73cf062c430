// SPDX-License-Identifier: Apache-2.0
// What runs in hooks, with the port's profile lock held. Written for few instructions: the common
// way through record() and release() calls nothing. What is rarer stands in profiler_sites.cpp.
#include "core/profiler.hpp"

#include "core/profiler_paths.hpp"

namespace tidemark {
namespace {

// Records looked at for room by one hook, and coins tossed for it.
constexpr unsigned kMostLooks = 12;
constexpr unsigned kMostCoins = 5;

// Bucket of a lifetime by the leading zeros of its ticks.
constexpr std::uint8_t kLifetimeBucket[33] = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5,
                                              5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0};
static_assert(wire::kLifetimeBuckets == 6);

void halve_lifetimes(ProfileSite* site) {
  for (std::uint8_t& count : site->lifetimes) {
    count /= 2;
  }
}

}  // namespace

// The pending record joins its site if that is there, in the pool of the one before. Returns
// whether it did, and leaves it pending in any case.
bool Profiler::settle_fast() {
  if (last_pool_ != pending_pool_) {
    return false;
  }
  const std::uint8_t pool = last_pool_slot_;
  std::uint8_t link = *site_head_of(pending_path_.frames, pool);
  for (;; link = site_next_[link]) {
    if (link == 0) {
      return false;
    }
    if (is_site(site_by(link), pending_path_, pool)) {
      break;
    }
  }
  LiveRecord& record = at(pending_);
  ProfileSite& site = site_by(link);
  record.site = link;
  ++site.records_pool;
  if (base_shift_ == 0) {
    site.total_bytes = add_saturating(site.total_bytes, record.size());
    site.total_blocks_x16 = add_saturating(site.total_blocks_x16, 16);
  } else {
    add_weight(&site, record.size(), base_shift_);
  }
  return true;
}

void Profiler::record(const void* block, std::size_t bytes, const void* pool, const void* caller,
                      const void* thread) {
  if (base_shift_ != 0) {
    countdown_ = estimate::draw_gap(random_.next(), base_shift_);
  }
  const std::uint16_t newest = pending_;
  if (newest != 0 && !settle_fast()) {
    settle();
  }
  std::uint16_t link = free_;
  if (link == 0) {
    link = make_room(newest);
    if (link == 0) {
      return;
    }
  }
  RecordHead* head = head_of(block);
  std::uint16_t first = *head;
  for (std::uint16_t other = first; other != 0;) {
    const LiveRecord& record = at(other);
    if (record.block == block) {  // freed unseen
      drop(block);
      first = *head;
      link = free_;
      break;
    }
    other = record.next();
  }
  LiveRecord& record = at(link);
  free_ = record.next_mark;
  pending_ = link;
  pending_path_ = {};
  pending_path_.frames[0] = caller;
  pending_pool_ = pool;
  ++taken_;
  record.block = block;
  record.birth = now_;
  if ((bytes >> LiveRecord::kLevelShift) != 0) {
    bytes = LiveRecord::kMostBytes;
  }
  record.size_level = static_cast<std::uint32_t>(bytes);
  record.next_mark =
      static_cast<std::uint16_t>(first | generation_ << LiveRecord::kGenerationShift);
  *head = static_cast<RecordHead>(link);
  record.site = 0;
  std::uint8_t owner = last_owner_;
  if (last_thread_ != thread) {
    owner = find_owner(thread);
    if (owner == wire::kOtherOwner) {
      record.owner = owner;
      return;
    }
  }
  record.owner = owner;
  ++owner_records_[owner];
}

// Takes a record out of its chain, and out of what its owner has.
[[gnu::always_inline]] inline void Profiler::remove(RecordHead* head, LiveRecord* before,
                                                    LiveRecord* record, std::uint16_t link) {
  const std::uint16_t next = record->next();
  if (before == nullptr) {
    *head = static_cast<RecordHead>(next);
  } else {
    before->set_next(next);
  }
  const std::uint8_t owner = record->owner;
  if (owner != wire::kOtherOwner) {
    --owner_records_[owner];
  }
  record->block = nullptr;
  record->next_mark = free_;
  free_ = link;
}

void Profiler::release(const void* block) {
  RecordHead* head = head_of(block);
  LiveRecord* before = nullptr;
  LiveRecord* record = nullptr;
  std::uint16_t link = *head;
  for (;; link = record->next()) {
    if (link == 0) {
      return;
    }
    before = record;
    record = &at(link);
    if (record->block == block) {
      break;
    }
  }
  if (link == pending_) {
    if (!settle_fast()) {
      settle();
    }
    pending_ = 0;
  }
  if (record->site != 0) {
    ProfileSite& site = site_by(record->site);
    --site.records_pool;
    const std::uint32_t age = now_ - record->birth;
    const auto zeros = static_cast<unsigned>(age != 0 ? __builtin_clz(age) : 32);
    std::uint8_t& count = site.lifetimes[kLifetimeBucket[zeros]];
    const unsigned more = count + 1u;
    if (more > UINT8_MAX) {
      halve_lifetimes(&site);
    } else {
      count = static_cast<std::uint8_t>(more);
    }
  }
  remove(head, before, record, link);
}

Profiler::Place Profiler::find(const void* block) const {
  Place place = {head_of(block), nullptr, 0};
  place.link = *place.head;
  while (place.link != 0 && at(place.link).block != block) {
    place.before = &at(place.link);
    place.link = place.before->next();
  }
  return place;
}

// Of a block that is tracked: takes it out without a lifetime.
void Profiler::drop(const void* block) {
  const Place place = find(block);
  LiveRecord& record = at(place.link);
  if (record.site != 0) {
    --site_by(record.site).records_pool;
  }
  remove(place.head, place.before, &record, place.link);
}

// No record is free: one may go by a coin, first of all the newest, which was pending; or one stays
// at a higher level. Returns the link of a free one, or 0.
std::uint16_t Profiler::make_room(std::uint16_t newest) {
  pending_ = 0;
  if (heads_ == nullptr) {  // not started
    countdown_ = UINT32_MAX;
    return 0;
  }
  std::uint16_t link = newest;
  unsigned coins = kMostCoins;
  for (unsigned looks = kMostLooks; looks != 0 && coins != 0; --looks) {
    if (link == 0) {
      link = cursor_;
      cursor_ = static_cast<std::uint16_t>(link > 1 ? link - 1 : record_count_);
    }
    LiveRecord& record = at(link);
    if (record.site == 0 || site_by(record.site).records() > protected_) {
      const unsigned before = base_shift_ + record.level();
      const std::uint32_t size = record.size();
      const unsigned after = estimate::next_shift(size, before);
      if (!estimate::keeps(random_.next(), size, before, after)) {
        count_event(&thinned_);
        drop(record.block);
        return link;
      }
      if (after <= estimate::kMaxShift) {
        record.size_level = size | (after - base_shift_) << LiveRecord::kLevelShift;
      }
      --coins;
    }
    link = 0;
  }
  count_event(&displaced_);
  return 0;
}

void Profiler::resized(const void* before, const Allocation& after) {
  LiveRecord old = {};
  if (heads_ != nullptr) {
    settle();
    const std::uint16_t link = find(before).link;
    if (link != 0) {
      old = at(link);
      drop(before);
    }
  }
  if (!hits(after.bytes)) {
    return;
  }
  const std::uint32_t taken = taken_;
  take(after);
  if (old.block == nullptr || taken == taken_) {
    return;
  }
  --taken_;
  LiveRecord& record = at(pending_);
  pending_ = 0;
  record.birth = old.birth;
  record.set_generation(old.generation());
  join_site(&record, old.site);
}

}  // namespace tidemark
