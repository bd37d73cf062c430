// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/profiler.hpp"

/// For the profiler's own sources: a call path's place in the table of sites, and what a block adds
/// to its site's totals.
namespace tidemark {

// The same for all pools: hardly a path allocates from more than one.
[[gnu::always_inline]] inline std::uint8_t* Profiler::site_head_of(
    const void* const* frames) const {
  std::uint32_t key = hash(frames[0]);
  for (std::size_t i = 1; i < kProfileFrames; ++i) {
    key = (key ^ static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(frames[i]))) *
          0x4F596727u;
  }
  return &site_heads_[key >> site_shift_];
}

[[gnu::always_inline]] inline bool is_site(const ProfileSite& site, const CallPath& path,
                                           std::uint8_t pool) {
  for (std::size_t i = 0; i < kProfileFrames; ++i) {
    if (site.frames[i] != path.frames[i]) {
      return false;
    }
  }
  return site.pool() == pool;
}

[[gnu::always_inline]] inline std::uint32_t add_saturating(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t sum = a + b;
  return sum < a ? UINT32_MAX : sum;
}

/// Adds to a site's totals what a block stands for that was sampled with 2^shift.
void add_weight(ProfileSite* site, std::uint32_t size, unsigned shift);

}  // namespace tidemark
