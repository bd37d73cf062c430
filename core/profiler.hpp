// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"
#include "core/features.hpp"
#include "core/profiler_tables.hpp"
#include "estimate/byte_sampling.hpp"
#include "wire/profile.hpp"

namespace tidemark {

/// Where a block comes from: return addresses, innermost first; null: none.
struct CallPath {
  const void* frames[kProfileFrames];
};

/// What take() records.
struct Allocation {
  const void* pool;   ///< Heap or pool; null: the C library's own heap.
  const void* block;  ///< As it is freed. Not null.
  std::size_t bytes;  ///< Requested; of a pool of blocks the block size. 16 MB and above are one.
  const void* caller;
  const void* thread;  ///< Null: an interrupt handler, or before there are threads. Of even words.
};

/// What a site holds now, estimated: to 64 ms and the period of set_time().
struct SiteLive {
  std::uint32_t bytes;  ///< Saturates, as blocks.
  std::uint32_t blocks;
  std::uint32_t records;    ///< Samples that say so: the error is about 1/sqrt(records) of it.
  std::uint64_t oldest_ms;  ///< Age; 0: none.
};

/// A site that holds much.
struct Suspect {
  std::uint8_t site;
  std::uint8_t owner;  ///< Who owns most of it; kOtherOwner: not known.
  SiteLive live;       ///< Of the age band.
};

/// A sampled profile of live blocks in fixed memory (docs/reference/leak-profile.md). Sampling is
/// by bytes; a table that fills thins its records one by one, each by a fair coin
/// (docs/adr/0008), so that estimates stay unbiased; sites with few records are passed over.
///
/// The first part is for hooks, in any context, with the port's profile lock held: all O(1), but
/// for chains of a hash whose mean length is 1 at most, and a search through the owners when
/// another thread allocates than before. A full table is looked at in 16 places for room. Before
/// start() they do nothing. The second part takes that
/// lock by itself, for a few records at a time, and is for threads; it sees each record whole, but
/// the table may change between two.
class Profiler {
 public:
  /// `interval_bytes`: R of level 0, rounded down to a power of two, 1 to 65,536. Once. Blocks
  /// allocated before are unknown. The tables' memory must live for ever, and be zero.
  void start(const ProfileTables& tables, std::uint32_t interval_bytes, std::uint32_t seed);

  // --- hooks ---
  /// Whether this allocation is sampled; if so take() must follow. Call it once for each one that
  /// succeeded.
  [[nodiscard]] bool hits(std::size_t bytes) {
    if (bytes < countdown_) {
      countdown_ -= static_cast<std::uint32_t>(bytes);
      return false;
    }
    return true;
  }
  void take(const Allocation& a) { record(a.block, a.bytes, a.pool, a.caller, a.thread); }
  /// Of any block, tracked or not; null too. Before the block is given back, so that nobody else
  /// can have it.
  void released(const void* block) {
    if (heads_ != nullptr) {
      release(block, head_of(block));
    }
  }
  /// False: it is not tracked, and released() may be left out. Also without the lock, by whoever
  /// has the block: nobody else enters it.
  [[nodiscard]] bool may_have(const void* block) const {
    return heads_ != nullptr && *head_of(block) != 0;
  }
  /// Its upper bits choose one of ProfileTables::heads, which may_have() looks at: for hooks that
  /// know where these are. The factor spreads what is evenly spaced, as blocks in a heap are,
  /// better than the golden ratio.
  [[nodiscard]] static std::uint32_t hash(const void* pointer) {
    return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer)) * 0x4F596727u;
  }
  /// After a realloc that moved or stayed, in place of released() and hits(). Samples anew; a block
  /// that stays tracked keeps its birth, its site and its mark, and does not count in taken().
  void resized(const void* before, const Allocation& after);
  /// How many take() recorded; wraps. What an outer entry point compares to see whether the call
  /// below it was sampled, and then gives the block its path by attribute().
  [[nodiscard]] std::uint32_t taken() const { return taken_; }
  /// The latest, outermost call wins. Of a block that is not tracked it does nothing.
  void attribute(const void* block, const CallPath& path) {
    if (!attribute_newest(block, path)) {
      attribute_late(block, path);
    }
  }
  /// The same if no other block was sampled since, which is almost always. Returns whether it did.
  [[nodiscard]] bool attribute_newest(const void* block, const CallPath& path) {
    if (pending_ == 0 || at(pending_).block != block) {
      return false;
    }
    pending_path_ = path;
    return true;
  }
  void thread_begins(const void* thread);
  /// `name` may be null; it is copied.
  void thread_ends(const void* thread, const char* name);

  // --- any context, without the lock ---
  /// The clock of births. Once a sample.
  void set_time(std::uint64_t up_ms) { now_ = static_cast<std::uint32_t>(up_ms >> 6); }

  // --- threads ---
  /// All but `snapshot`.
  void totals(wire::ProfileLine* out);
  [[nodiscard]] std::size_t record_capacity() const { return record_count_; }
  [[nodiscard]] std::size_t site_capacity() const { return site_count_; }
  [[nodiscard]] std::size_t owner_capacity() const { return owner_count_; }
  /// By slot: false, and `out` is unchanged, iff it is free or there is none. A thread that is
  /// alive has no name here.
  [[nodiscard]] bool site_at(std::size_t slot, wire::SiteLine* out);
  [[nodiscard]] bool owner_at(std::size_t slot, wire::OwnerLine* out);
  [[nodiscard]] bool record_at(std::size_t slot, wire::BlockLine* out);
  /// What a site holds; kOtherSite: those without. O(records).
  void live_of_site(std::uint8_t site, SiteLive* out);
  void live_of_owner(std::uint8_t owner, SiteLive* out);
  /// What a site holds of what was allocated since mark(); nothing before the first.
  void live_since_mark(std::uint8_t site, SiteLive* out);
  /// Blocks from now on are `since_mark`. O(records).
  void mark();
  /// Ends a cycle: compares what each site holds with what it held at the end of the last one.
  /// O(sites * records). Nothing without CONFIG_TIDEMARK_PROFILE_CYCLES.
  void cycle();
  /// Sites of this pool by live bytes whose age is in [window/8, window], most first. Returns how
  /// many of `out` are set. window_ms 0: of any age. O(sites * records).
  std::size_t suspects(const void* pool, std::uint64_t window_ms, Span<Suspect> out);

 private:
  static constexpr std::uint8_t kNoPool = 0xFF;
  /// Where every small block is recorded, and there are too many, those to come are sampled from
  /// this interval: it costs less than to thin them out.
  static constexpr unsigned kMostEntryShift = 6;
  template <typename Counter>
  static void count_event(Counter* counter) {
    const auto more = static_cast<Counter>(*counter + 1);
    *counter = more != 0 ? more : *counter;  // saturates
  }
  [[nodiscard]] RecordHead* head_of(const void* block) const {
    return heads_ + (hash(block) >> head_shift_);
  }
  // By link: the addresses are kept of one slot before the first, which saves a subtraction.
  [[nodiscard]] LiveRecord& at(std::size_t link) const {
    return *reinterpret_cast<LiveRecord*>(records_before_ + link * sizeof(LiveRecord));
  }
  [[nodiscard]] LiveRecord& record_of(std::size_t slot) const { return at(slot + 1); }
  [[nodiscard]] ProfileSite& site_by(std::size_t link) const {
    return *reinterpret_cast<ProfileSite*>(sites_before_ + link * sizeof(ProfileSite));
  }
  [[nodiscard]] std::uint8_t* site_head_of(const void* const* frames) const;

  void record(const void* block, std::size_t bytes, const void* pool, const void* caller,
              const void* thread);
  void release(const void* block, RecordHead* head);
  void attribute_late(const void* block, const CallPath& path);
  [[nodiscard]] std::uint16_t find(const void* block) const;  // link; 0: not tracked
  void remove(RecordHead* head, LiveRecord* before, LiveRecord* record, std::uint16_t link);
  void drop(std::uint16_t link);
  bool drop_stale(const void* block, std::uint16_t link);
  std::uint16_t make_room();
  void prepare();
  bool thin(std::uint16_t link);
  [[nodiscard]] bool is_protected(const ProfileSite& site) const;
  void set_round(unsigned shift);

  void settle_fast(std::uint16_t newest);
  void settle();
  void join_site(LiveRecord* record, std::uint8_t link, unsigned shift);
  std::uint8_t find_site(const CallPath& path, std::uint8_t pool);  // link; 0: no room
  void add_site(std::uint8_t link, const CallPath& path, std::uint8_t pool);
  std::uint8_t claim_site();
  void free_site(std::uint8_t link);
  void set_protection();
  std::uint8_t find_pool(const void* pool);
  std::uint8_t find_owner(const void* thread);

  bool read_record(std::size_t slot, LiveRecord* out) const;
  void settle_pending();
  [[nodiscard]] bool is_owner(std::size_t slot) const;
  std::uint8_t main_owner(std::uint8_t site);
  template <typename Match>
  void sum_live(Match match, SiteLive* out);

  std::uint32_t countdown_ = 0;  // bytes to the next sample; 0: every block
  RecordHead* heads_ = nullptr;
  std::uint8_t head_shift_ = 0;
  std::uint8_t base_shift_ = 0;   // of the interval of level 0
  std::uint8_t drawn_shift_ = 0;  // of countdown_'s
  std::uint8_t entry_shift_ = 0;  // of the next countdown's
  std::uint8_t round_shift_ = 0;  // to which records are thinned; base_shift_: there is room
  std::uint8_t level_ = 0;        // of the sample that is recorded
  bool is_plain_ = false;         // every block is recorded, and none is thinned
  std::uint16_t free_ = 0;        // link
  std::uint16_t calm_ = 0;        // samples that must find room for the round to go back
  std::uint16_t pending_ = 0;     // link of the record whose site is not entered yet
  std::uintptr_t records_before_ = 0;
  std::uintptr_t sites_before_ = 0;
  std::uint16_t* owner_records_ = nullptr;
  std::uint8_t* site_heads_ = nullptr;
  std::uint8_t* site_next_ = nullptr;  // by link
  std::uint32_t taken_ = 0;
  std::uint32_t now_ = 0;
  const void* last_thread_ = nullptr;  // of last_owner_; `this`: it is to be looked for
  const void* last_pool_ = nullptr;    // as well
  const void* pending_pool_ = nullptr;
  CallPath pending_path_ = {};
  std::uint8_t last_owner_ = 0;
  std::uint8_t last_pool_slot_ = 0;
  std::uint8_t site_shift_ = 0;
  std::uint8_t generation_ = 0;  // of the mark; 0: there is none
  std::uint16_t record_count_ = 0;
  std::uint16_t cursor_ = 0;     // link of the next record to thin
  std::uint16_t protected_ = 0;  // records that a site keeps
  std::uint8_t site_count_ = 0;
  std::uint8_t owner_count_ = 0;
  std::uint8_t pool_count_ = 0;
  std::uint8_t sites_used_ = 0;
  std::uint8_t site_cursor_ = 1;  // link
  std::uint8_t pools_used_ = 0;
  const void** pools_ = nullptr;
  ProfileOwner* owners_ = nullptr;
  estimate::SmallRandom random_;
  std::uint32_t thinned_ = 0;
  std::uint32_t displaced_ = 0;
  std::uint16_t sites_merged_ = 0;
  std::uint16_t owners_merged_ = 0;
  std::uint32_t marked_at_ = 0;  // as now_
  [[no_unique_address]] CycleState<kWithProfileCycles> cycles_;
};

}  // namespace tidemark
