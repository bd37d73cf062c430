// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tool/model/profile.hpp"

namespace tidemark::analysis {

/// Return addresses, innermost first; 0: none.
using Frames = std::array<std::uint64_t, wire::kMaxFrames>;

/// The chance with which a block of `size` bytes is sampled at that interval: 1 - exp(-size/R); of
/// an interval of 1 byte or less 1. A block of no bytes counts as one byte.
double sampling_chance(std::uint32_t size, std::uint32_t interval_bytes, std::uint8_t level);

/// Sums over sampled blocks, each for as many as it stands for (Horvitz-Thompson): unbiased.
struct Estimate {
  double bytes = 0;
  double blocks = 0;
  double variance = 0;      ///< Of `bytes`, estimated from the same samples.
  std::size_t samples = 0;  ///< Blocks that were seen.

  void add(std::uint32_t size, double chance);
  void add(const Estimate& other);
  /// Standard error of `bytes` over `bytes`; 0: exact, or nothing there.
  [[nodiscard]] double relative_error() const;
};

/// Whose blocks they are. Threads of the same name and state are one.
struct OwnerView {
  std::string name;  ///< Of a thread; empty: it has none.
  std::uint64_t thread = 0;
  std::optional<wire::OwnerState> state;  ///< Absent: not known, or it found no room in the table.
  Estimate live;
};

/// A call site with what it holds.
struct SiteView {
  bool known = true;  ///< Else blocks of sites that found no room in the table, or did not arrive.
  std::uint64_t pool = 0;
  std::string pool_name;  ///< Empty: not told.
  Frames frames{};
  Estimate live;
  Estimate band;                      ///< Of these the ones whose age is in the band.
  std::optional<double> total_bytes;  /// Ever allocated.
  std::optional<double> total_blocks;
  std::optional<std::uint64_t> oldest_ms;
  std::array<std::uint32_t, wire::kLifetimeBuckets> lifetimes{};  ///< Freed blocks.
  std::optional<std::uint32_t> cycles_grown;
  std::vector<std::pair<std::size_t, Estimate>> owners;  ///< Index and what is live, most first.
};

struct ProfileViewOptions {
  /// Ages that count for `band`: from an eighth of it to all of it. Absent: all.
  std::optional<std::uint64_t> window_ms;
  bool since_mark = false;  ///< Only blocks that were allocated since the mark.
};

/// A snapshot added up. Sites by their bytes in the band, then by all, most first; those that hold
/// nothing stay, last. Owners by live bytes.
struct ProfileView {
  wire::ProfileLine info{};
  bool by_device = false;  ///< Figures are the device's own estimates, of the largest alone.
  std::vector<SiteView> sites;
  std::vector<OwnerView> owners;
  Estimate live;
  Estimate band;
  std::size_t blocks_here = 0;  ///< Of the `info.records` that the device had.
  bool whole = true;            ///< Else parts of the snapshot did not arrive.
};

ProfileView view_profile(const model::ProfileSnapshot& snapshot, const ProfileViewOptions& options);

/// A site to be named for a leak.
struct Suspect {
  SiteView site;
  double share = 0;      ///< Of the heap's bytes in the band, 0 to 1.
  std::string owner;     ///< Thread that owns most of it; empty: none is known by name.
  bool ended = false;    ///< That thread has ended.
  bool in_band = false;  ///< Else no block is as old as the window asks, and all ages count.
};

/// At most `most` sites of that pool, the weightiest first, none below 5 % but the first. `pool`
/// absent: of all pools.
std::vector<Suspect> find_suspects(const ProfileView& view, std::optional<std::uint64_t> pool,
                                   std::size_t most);

}  // namespace tidemark::analysis
