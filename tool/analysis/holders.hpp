// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "tool/analysis/place_names.hpp"
#include "tool/analysis/profile_collector.hpp"
#include "tool/model/resource.hpp"

namespace tidemark::analysis {

/// How many call sites are named for one heap.
inline constexpr std::size_t kMostHolders = 3;

/// The address of the heap or pool among the profile's: as its device told it, by the name of the
/// object there, by an address in the name, or because a heap is wanted and there is one that is
/// not libc. Absent: none, or it cannot be told.
std::optional<std::uint64_t> pool_of(const ProfileView& view, const model::Resource& resource,
                                     const ingest::Symbols* symbols);

/// Who holds the resource, whose verdict is not kNone: the sites with most live bytes whose age is
/// within [W/8, W] of the window W of its trend, by the latest snapshot; without one, what the
/// device's own suspect lines say. At most kMostHolders.
std::vector<model::Holder> find_holders(const model::Resource& resource,
                                        const ProfileCollector& profile,
                                        const ingest::Symbols* symbols);

}  // namespace tidemark::analysis
