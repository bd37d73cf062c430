// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"
#include "core/monitor.hpp"
#include "core/profiler.hpp"

/// What the profile says, with the names that the monitor knows. Threads only: each call takes the
/// monitor's lock for the finding of one name, and the profile's as its readers do.
namespace tidemark {

/// An address of a line as this device has it.
[[nodiscard]] inline const void* pointer_to(std::uint64_t address) {
  return reinterpret_cast<const void*>(static_cast<std::uintptr_t>(address));
}

/// Milliseconds in seconds, cut; saturates at wire::kForeverSeconds.
[[nodiscard]] inline std::uint32_t whole_seconds(std::uint64_t milliseconds) {
  const std::uint64_t all = milliseconds / 1000;
  return all < wire::kForeverSeconds ? static_cast<std::uint32_t>(all) : wire::kForeverSeconds;
}

/// A site or an owner by what it holds.
struct RankedSlot {
  std::uint8_t slot;  ///< Or wire::kOtherSite, wire::kOtherOwner.
  std::uint32_t live_bytes;
};

enum class Holders : std::uint8_t { kSites, kOwners };

/// Those with live blocks, most bytes first; those without a slot count as one. Returns how many of
/// `out` are set. O(slots * records).
std::size_t top_slots(Profiler& profiler, Holders holders, Span<RankedSlot> out);

/// Returns false iff the slot is free. O(records).
bool summarize_site(Monitor& monitor, Profiler& profiler, std::uint8_t site,
                    wire::SiteSummaryLine* out);

/// Returns false iff the slot is free. O(records + threads).
bool summarize_owner(Profiler& profiler, std::uint8_t owner, wire::OwnerSummaryLine* out);

/// Name of a heap or pool; of the C library's own `libc`.
void name_pool_at(Monitor& monitor, std::uint64_t pool, wire::Name* out);

/// An owner, with the name of a thread that is alive; false iff the slot is free. O(threads).
bool owner_with_name(Profiler& profiler, std::size_t slot, wire::OwnerLine* out);

/// A line about one of Profiler::suspects(), but for the kind and the name of its resource and the
/// rank, which stay as they are. O(threads).
void describe_suspect(Profiler& profiler, const Suspect& suspect, wire::SuspectLine* out);

}  // namespace tidemark
