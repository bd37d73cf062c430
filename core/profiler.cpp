// SPDX-License-Identifier: Apache-2.0
// What runs in hooks, with the port's profile lock held. Written for few instructions: the common
// way through record() and release() calls nothing. What is rarer stands in profiler_sites.cpp.
#include "core/profiler.hpp"

#include "core/profiler_paths.hpp"

namespace tidemark {
namespace {

// Records looked at for room by one hook.
constexpr unsigned kMostLooks = 16;

// Bucket of a lifetime by the leading zeros of its ticks.
constexpr std::uint8_t kLifetimeBucket[33] = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5,
                                              5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0};
static_assert(wire::kLifetimeBuckets == 6);

void halve_lifetimes(ProfileSite* site) {
  for (std::uint8_t& count : site->lifetimes) {
    count /= 2;
  }
}

bool freed_nothing(const ProfileSite& site) {
  unsigned freed = 0;
  for (const std::uint8_t count : site.lifetimes) {
    freed |= count;
  }
  return freed == 0;
}

}  // namespace

// The pending record joins its site if that is there, in the pool of the one before. Returns
// whether it did, and leaves it pending in any case.
[[gnu::always_inline]] inline bool Profiler::settle_here() {
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
  if (is_plain_) {
    site.total_bytes = add_saturating(site.total_bytes, record.size_level);
    site.total_blocks_x16 = add_saturating(site.total_blocks_x16, 16);
  } else {
    add_weight(&site, record.size(), base_shift_ + record.level());
  }
  return true;
}

bool Profiler::settle_fast() {
  return settle_here();
}

// Whether its chain, which `link` begins, has a record of a block here that was freed unseen; then
// no longer.
[[gnu::always_inline]] inline bool Profiler::drop_stale(const void* block, std::uint16_t link) {
  for (; link != 0; link = at(link).next()) {
    if (at(link).block == block) {
      drop(block);
      return true;
    }
  }
  return false;
}

void Profiler::record(const void* block, std::size_t bytes, const void* pool, const void* caller,
                      const void* thread) {
  const std::uint16_t newest = pending_;
  if (newest != 0 && !settle_here()) {
    settle();
  }
  const unsigned level = is_plain_ ? 0 : prepare(newest);
  std::uint16_t link = free_;
  if (link == 0) {
    link = make_room();
    if (link == 0) {
      return;
    }
  }
  RecordHead* head = head_of(block);
  if (drop_stale(block, *head)) {
    link = free_;
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
  record.size_level = static_cast<std::uint32_t>(bytes) | level << LiveRecord::kLevelShift;
  record.next_mark =
      static_cast<std::uint16_t>(*head | generation_ << LiveRecord::kGenerationShift);
  *head = static_cast<RecordHead>(link);
  record.site = 0;
  const std::uint8_t owner = last_thread_ == thread ? last_owner_ : find_owner(thread);
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
  --owner_records_[record->owner];
  record->block = nullptr;
  record->next_mark = free_;
  free_ = link;
}

void Profiler::release(const void* block, RecordHead* head) {
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

// Tosses coins whether a record stays, until it is at the level of the round. Not for blocks that
// are as large as its interval: they would stay. Returns whether it went.
bool Profiler::thin(std::uint16_t link) {
  LiveRecord& record = at(link);
  const std::uint32_t size = record.size();
  if ((size >> round_shift_) != 0) {
    return false;
  }
  unsigned before = base_shift_ + record.level();
  while (before < round_shift_) {
    const unsigned after = estimate::next_shift(size, before);
    if (!estimate::keeps(random_.next(), size, before, after)) {
      count_event(&thinned_);
      drop(record.block);
      return true;
    }
    before = after;
  }
  record.size_level = size | (before - base_shift_) << LiveRecord::kLevelShift;
  return false;
}

// Whether its site has so few records that it keeps them. Where there are nearly as many sites as
// records only those sites do that have freed nothing yet.
[[gnu::always_inline]] inline bool Profiler::is_protected(std::uint16_t link) const {
  const std::uint8_t site = at(link).site;
  if (site == 0 || site_by(site).records() > protected_) {
    return false;
  }
  return protected_ > 1 || freed_nothing(site_by(site));
}

// Before a sample is recorded: draws the gap to the next one; and while records are being thinned,
// the newest, which has its site now, may go by a coin. When there was room for a turn of the
// table, the round goes back by one. Returns the level at which the sample was drawn.
unsigned Profiler::prepare(std::uint16_t newest) {
  const unsigned shift = drawn_shift_;
  drawn_shift_ = entry_shift_;
  countdown_ = drawn_shift_ != 0 ? estimate::draw_gap(random_.next(), drawn_shift_) : 0;
  if (round_shift_ != base_shift_) {
    if (newest != 0 && base_shift_ + at(newest).level() < round_shift_ && !is_protected(newest)) {
      (void)thin(newest);
    }
    ++calm_;
    if (calm_ > 4u * record_count_) {
      set_round(round_shift_ - 1u);
    }
  }
  is_plain_ = (shift | drawn_shift_ | round_shift_) == 0;
  return shift - base_shift_;
}

void Profiler::set_round(unsigned shift) {
  calm_ = 0;
  is_plain_ = shift == 0;
  round_shift_ = static_cast<std::uint8_t>(shift);
  const unsigned entry = shift < kMostEntryShift ? shift : kMostEntryShift;
  entry_shift_ = static_cast<std::uint8_t>(entry > base_shift_ ? entry : base_shift_);
}

// No record is free: one may go by a coin. Returns the link of a free one, or 0.
std::uint16_t Profiler::make_room() {
  pending_ = 0;
  if (heads_ == nullptr) {  // not started
    countdown_ = UINT32_MAX;
    return 0;
  }
  calm_ = 0;
  if (round_shift_ == base_shift_) {
    set_round(estimate::next_shift(at(cursor_).size(), base_shift_));
  }
  for (unsigned looks = 0; looks < kMostLooks; ++looks) {
    const std::uint16_t link = cursor_;
    cursor_ = static_cast<std::uint16_t>(link - 1);
    if (cursor_ == 0) {
      cursor_ = record_count_;
      set_round(round_shift_ + (round_shift_ < estimate::kMaxShift ? 1u : 0u));
    }
    if (!is_protected(link) && thin(link)) {
      return link;
    }
  }
  count_event(&displaced_);
  if (round_shift_ < estimate::kMaxShift) {
    set_round(round_shift_ + 1u);
  }
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
