// SPDX-License-Identifier: Apache-2.0
// What runs in hooks, with the port's profile lock held. Written for few instructions: the common
// way through record() and release() calls nothing. What is rarer stands in profiler_sites.cpp.
#include "core/profiler.hpp"

#include "core/profiler_paths.hpp"

namespace tidemark {
namespace {

// Records looked at for room by one hook.
constexpr unsigned kMostLooks = 16;
// With so many turns' of the table samples that found room one after the other, the round goes
// back.
constexpr unsigned kCalmTurns = 4;

// Bucket of a lifetime by the leading zeros of its ticks.
constexpr std::uint8_t kLifetimeBucket[33] = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5,
                                              5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0};
static_assert(wire::kLifetimeBuckets == 6);

void halve_lifetimes(ProfileSite* site) {
  for (std::uint8_t& count : site->lifetimes) {
    count /= 2;
  }
}

// Read by words: two loads instead of six, for each record that an overloaded table looks at.
bool freed_nothing(const ProfileSite& site) {
  static_assert(offsetof(ProfileSite, lifetimes) % 4 == 0 && sizeof(site.lifetimes) == 6);
  const void* at = site.lifetimes;  // clang 14 ends with a fault on an array in the next line
  const auto* lifetimes = static_cast<const std::uint8_t*>(__builtin_assume_aligned(at, 4));
  std::uint32_t first = 0;
  std::uint16_t last = 0;
  __builtin_memcpy(&first, lifetimes, sizeof(first));
  __builtin_memcpy(&last, lifetimes + sizeof(first), sizeof(last));
  return (first | last) == 0;
}

}  // namespace

// The pending record joins its site; it stays pending_, and that is for whoever calls to end. Here
// if the site is there, in the pool of the one before.
void Profiler::settle_fast(std::uint16_t newest) {
  const std::uint8_t pool = last_pool_slot_;
  if (last_pool_ != pending_pool_) {
    return settle();
  }
  std::uint8_t link = *site_head_of(pending_path_.frames);
  for (;; link = site_next_[link]) {
    if (link == 0) {
      return settle();
    }
    if (is_site(site_by(link), pending_path_, pool)) {
      break;
    }
  }
  LiveRecord& record = at(newest);
  ProfileSite& site = site_by(link);
  record.site = link;
  ++site.records_pool;
  if (is_plain_) {
    site.total_bytes = add_saturating(site.total_bytes, record.size_level);
    site.total_blocks_x16 = add_saturating(site.total_blocks_x16, 16);
  } else {
    add_weight(&site, record.size(), base_shift_ + record.level());
  }
}

// Whether its chain, which `link` begins, has a record of a block here that was freed unseen; then
// no longer.
[[gnu::always_inline]] inline bool Profiler::drop_stale(const void* block, std::uint16_t link) {
  for (; link != 0; link = at(link).next()) {
    if (at(link).block == block) {
      drop(link);
      return true;
    }
  }
  return false;
}

void Profiler::record(const void* block, std::size_t bytes, const void* pool, const void* caller,
                      const void* thread) {
  if (pending_ != 0) {
    settle_fast(pending_);
  }
  if (!is_plain_) {
    prepare();
  }
  std::uint16_t link = free_;
  if (link == 0) {
    link = make_room();
    if (link == 0) {
      return;
    }
  }
  RecordHead* head = head_of(block);
  std::uint16_t next = *head;
  if (drop_stale(block, next)) [[unlikely]] {
    link = free_;
    next = *head;
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
  record.size_level = static_cast<std::uint32_t>(bytes) | std::uint32_t{level_}
                                                              << LiveRecord::kLevelShift;
  record.next_mark = static_cast<std::uint16_t>(next | generation_ << LiveRecord::kGenerationShift);
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
    settle_fast(link);
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

// The link of its record; 0: it is not tracked.
std::uint16_t Profiler::find(const void* block) const {
  std::uint16_t link = *head_of(block);
  while (link != 0 && at(link).block != block) {
    link = at(link).next();
  }
  return link;
}

// Takes a record out without a lifetime.
void Profiler::drop(std::uint16_t link) {
  LiveRecord& record = at(link);
  if (record.site != 0) {
    --site_by(record.site).records_pool;
  }
  RecordHead* head = head_of(record.block);
  LiveRecord* before = nullptr;
  for (std::uint16_t other = *head; other != link; other = before->next()) {
    before = &at(other);
  }
  remove(head, before, &record, link);
}

// Whether a site has so few records that it keeps them. Where there are nearly as many sites as
// records only those sites do that have freed nothing yet.
[[gnu::always_inline]] inline bool Profiler::is_protected(const ProfileSite& site) const {
  return site.records() <= protected_ && (protected_ > 1 || freed_nothing(site));
}

// Tosses coins whether a record stays, until it is at the level of the round. Not for blocks that
// are as large as its interval: they would stay. Returns whether it went.
bool Profiler::thin(std::uint16_t link) {
  LiveRecord& record = at(link);
  const unsigned round = round_shift_;
  const std::uint32_t size = record.size();
  unsigned before = base_shift_ + record.level();
  if (before >= round || (size >> round) != 0 ||
      (record.site != 0 && is_protected(site_by(record.site)))) {
    return false;
  }
  do {
    const unsigned after = estimate::next_shift(size, before);
    if (!estimate::keeps(random_.next(), size, before, after)) {
      count_event(&thinned_);
      drop(link);
      return true;
    }
    before = after;
  } while (before < round);
  record.size_level = size | (before - base_shift_) << LiveRecord::kLevelShift;
  return false;
}

// Before a sample is recorded: draws the gap to the next one; and while records are being thinned,
// the newest, which has its site now, may go by a coin. When there was room for a turn of the
// table, the round goes back by one. Sets the level at which the sample was drawn.
void Profiler::prepare() {
  level_ = static_cast<std::uint8_t>(drawn_shift_ - base_shift_);
  const unsigned drawn = entry_shift_;
  drawn_shift_ = static_cast<std::uint8_t>(drawn);
  countdown_ = drawn != 0 ? estimate::draw_gap(random_.next(), drawn) : 0;
  if (round_shift_ != base_shift_) {
    if (pending_ != 0) {
      (void)thin(pending_);
    }
    if (--calm_ == 0) {
      set_round(round_shift_ - 1u);
    }
  } else if ((level_ | drawn) == 0) {
    is_plain_ = true;
  }
}

void Profiler::set_round(unsigned shift) {
  calm_ = static_cast<std::uint16_t>(kCalmTurns * record_count_ + 1u);
  is_plain_ = false;
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
  calm_ = static_cast<std::uint16_t>(kCalmTurns * record_count_ + 1u);
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
    if (thin(link)) {
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
    const std::uint16_t link = find(before);
    if (link != 0) {
      old = at(link);
      drop(link);
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
  join_site(&record, old.site, base_shift_ + record.level());
}

}  // namespace tidemark
