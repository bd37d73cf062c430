// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"
#include "core/features.hpp"
#include "wire/profile.hpp"

/// The profiler's tables: static memory of the port's, zero at first. Everything is chained by
/// links of slot + 1, so that 0 ends a chain and zeroed memory is empty tables.
namespace tidemark {

/// Most slots: a record's link has 10 bits, a site's number and an owner's one byte.
inline constexpr std::size_t kMostRecords = 1023;
inline constexpr std::size_t kMostSites = 254;
inline constexpr std::size_t kMostOwners = 254;
inline constexpr std::size_t kMostPools = 63;

/// A byte where an image's table is short enough.
template <bool kSmall>
struct RecordHeadOf {
  using Type = std::uint16_t;
};
template <>
struct RecordHeadOf<true> {
  using Type = std::uint8_t;
};
using RecordHead = RecordHeadOf<kSmallProfile>::Type;

/// A sampled live block; free while `block` is null. 16 bytes on a 32-bit device.
struct LiveRecord {
  /// Core dumps are read by the names and places that the debugging information gives; counts up
  /// when something in a table means something else (tool/analysis/dump_profile.cpp).
  static constexpr std::uint32_t kLayout = 1;
  static constexpr std::uint16_t kLinkMask = 0x3FF;
  static constexpr unsigned kGenerationShift = 10;
  static constexpr unsigned kLevelShift = 24;
  static constexpr std::uint32_t kMostBytes = (1u << kLevelShift) - 1;

  std::uint32_t birth;       ///< Uptime in units of 64 ms; wraps after 8.7 years.
  std::uint32_t size_level;  ///< 24 bits of size, then the level.
  std::uint8_t site;         ///< Link; 0: none, or not entered yet.
  std::uint8_t owner;        ///< Slot; the one behind the last: another.
  std::uint16_t next_mark;   ///< 10 bits of link, then the mark's generation.
  const void* block;

  [[nodiscard]] std::uint32_t size() const { return size_level & kMostBytes; }
  [[nodiscard]] unsigned level() const { return size_level >> kLevelShift; }
  [[nodiscard]] std::uint16_t next() const { return next_mark & kLinkMask; }
  [[nodiscard]] unsigned generation() const { return next_mark >> kGenerationShift; }
  void set_next(std::uint16_t link) {
    next_mark = static_cast<std::uint16_t>((next_mark & ~kLinkMask) | link);
  }
  void set_generation(unsigned generation) {
    next_mark = static_cast<std::uint16_t>(next() | generation << kGenerationShift);
  }
};
/// A call site; free while its total of blocks is zero. 20 bytes on a 32-bit device with one frame,
/// and a link beside it.
struct ProfileSite {
  static constexpr std::uint16_t kRecordsMask = 0x3FF;
  static constexpr unsigned kPoolShift = 10;

  const void* frames[kProfileFrames];
  std::uint32_t total_bytes;       ///< Estimated. Saturates, as the next.
  std::uint32_t total_blocks_x16;  ///< In 16ths of a block.
  std::uint8_t lifetimes[wire::kLifetimeBuckets];
  std::uint16_t records_pool;  ///< 10 bits of records, then the slot of its pool.

  [[nodiscard]] std::uint16_t records() const { return records_pool & kRecordsMask; }
  [[nodiscard]] std::uint8_t pool() const {
    return static_cast<std::uint8_t>(records_pool >> kPoolShift);
  }
};

/// A thread that has allocated, or interrupts. 16 bytes on a 32-bit device.
struct ProfileOwner {
  static constexpr std::size_t kNameBytes = 12;
  static constexpr std::uintptr_t kStateMask = 3;

  std::uintptr_t thread_state;  ///< Address of its control block and as_state(); 0: free.
  char name[kNameBytes];        ///< Of one that has ended: cut, and not terminated.

  static constexpr std::uintptr_t as_state(wire::OwnerState state) {
    return static_cast<std::uintptr_t>(state) + 1;
  }
  /// Control blocks lie at even words.
  static std::uintptr_t key(const void* thread) {
    return reinterpret_cast<std::uintptr_t>(thread) |
           as_state(thread == nullptr ? wire::OwnerState::kInterrupt : wire::OwnerState::kAlive);
  }
  [[nodiscard]] std::uintptr_t state() const { return thread_state & kStateMask; }
};

/// What a site held when the last cycle ended.
struct SiteCycle {
  std::uint32_t live_bytes;
  std::uint8_t grown;
};

/// What sites held at the ends of cycles, and how many have ended. Empty in an image without.
template <bool kPresent>
class CycleState {
 public:
  void start(Span<SiteCycle> sites) { sites_ = sites; }
  void forget(std::size_t site) {
    if (site < sites_.size()) {
      sites_[site] = {};
    }
  }
  void compare(std::size_t site, std::uint32_t live_bytes) {
    SiteCycle& cycle = sites_[site];
    if (live_bytes <= cycle.live_bytes) {
      cycle.grown = 0;
    } else if (cycle.grown < UINT8_MAX) {
      ++cycle.grown;
    }
    cycle.live_bytes = live_bytes;
  }
  void end() { count_ += count_ != UINT32_MAX ? 1 : 0; }
  [[nodiscard]] std::size_t size() const { return sites_.size(); }
  [[nodiscard]] std::uint8_t grown(std::size_t site) const {
    return site < sites_.size() ? sites_[site].grown : std::uint8_t{0};
  }
  [[nodiscard]] Optional<std::uint32_t> ended() const { return {count_, count_ != 0}; }

 private:
  Span<SiteCycle> sites_ = {};
  std::uint32_t count_ = 0;
};
template <>
class CycleState<false> {
 public:
  void start(Span<SiteCycle>) {}
  void forget(std::size_t) {}
  void compare(std::size_t, std::uint32_t) {}
  void end() {}
  [[nodiscard]] std::size_t size() const { return 0; }
  [[nodiscard]] std::uint8_t grown(std::size_t) const { return 0; }
  [[nodiscard]] Optional<std::uint32_t> ended() const { return {}; }
};

template <std::size_t Sites>
struct SiteCycles {
  SiteCycle sites[Sites];
  Span<SiteCycle> span() { return {sites, Sites}; }
};
template <>
struct SiteCycles<0> {
  Span<SiteCycle> span() { return {}; }
};

/// Sizes of the spans: `heads` a power of two, `site_links` a power of two and the sites. Those
/// powers should not be below the records and the sites, for the chains to be short.
struct ProfileTables {
  Span<LiveRecord> records;
  Span<RecordHead> heads;
  Span<ProfileSite> sites;
  Span<std::uint8_t> site_links;  ///< The heads of the chains, then one of each site.
  Span<ProfileOwner> owners;
  Span<std::uint16_t> owner_records;  ///< Of each owner, then of all others.
  Span<const void*> pools;
  Span<SiteCycle> cycles;  ///< As many as sites, or none: without tidemark_cycle().
};

/// Least power of two that is not below `count`, and 2 at least.
constexpr std::size_t heads_for(std::size_t count) {
  std::size_t heads = 2;
  while (heads < count) {
    heads *= 2;
  }
  return heads;
}

/// All of the tables in one object, for a port to define: `constinit ProfileMemory<...> memory;`.
template <std::size_t Records, std::size_t Sites, std::size_t Owners, std::size_t Pools>
struct ProfileMemory {
  static_assert(Records >= 4 && Records <= (kSmallProfile ? 254 : kMostRecords));
  static_assert(Sites >= 1 && Sites <= kMostSites && Owners >= 1 && Owners <= kMostOwners);
  static_assert(Pools >= 1 && Pools <= kMostPools);

  LiveRecord records[Records];
  ProfileSite sites[Sites];
  ProfileOwner owners[Owners];
  const void* pools[Pools];
  RecordHead heads[heads_for(Records)];
  std::uint16_t owner_records[Owners + 1];
  std::uint8_t site_links[Sites + heads_for(Sites)];
  [[no_unique_address]] SiteCycles<kWithProfileCycles ? Sites : 0> cycles;

  ProfileTables tables() {
    return {{records, Records}, {heads, heads_for(Records)},
            {sites, Sites},     {site_links, Sites + heads_for(Sites)},
            {owners, Owners},   {owner_records, Owners + 1},
            {pools, Pools},     cycles.span()};
  }
};

}  // namespace tidemark
