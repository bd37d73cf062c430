// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/optional.hpp"
#include "wire/vocabulary.hpp"

/// What the sampled heap profile says: who holds the memory. Trivial structures, as those of
/// wire/report_line.hpp; value-initialise them. A snapshot is one ProfileLine, then blocks, sites
/// and owners, of which blocks mean the others by their slots. wire/SCHEMA.md has its messages,
/// wire/REPORT_LINES.md its lines.
namespace tidemark::wire {

/// Return addresses of a call site, innermost first.
inline constexpr std::size_t kMaxFrames = 4;
/// Buckets of a histogram of lifetimes: below 64 ms, and then below eight times as long each:
/// 512 ms, 4 s, 33 s, 4.4 min; the last one: longer.
inline constexpr std::size_t kLifetimeBuckets = 6;
/// Slot of a block whose site found no room, and of one whose owner did not.
inline constexpr std::uint8_t kOtherSite = 255;
inline constexpr std::uint8_t kOtherOwner = 255;

/// How the profile was taken, and what it does not have.
struct ProfileLine {
  std::uint64_t up_ms;
  std::uint32_t snapshot;          ///< Number of the snapshot that this begins, from 1; 0: none.
  std::uint32_t interval_bytes;    ///< Sampling interval R of level 0; 1: every block.
  std::uint32_t records;           ///< Blocks that the table holds.
  std::uint32_t records_capacity;  ///< Blocks that it has room for.
  std::uint32_t sites;
  std::uint32_t sites_capacity;
  std::uint32_t owners;
  std::uint32_t owners_capacity;
  std::uint32_t samples;        ///< Blocks that were ever recorded. Saturates, as the next three.
  std::uint32_t thinned;        ///< Of these, taken out again by a coin to make room: no error.
  std::uint32_t displaced;      ///< Lost for want of room without a coin: estimates lack them.
  std::uint32_t sites_merged;   ///< Recorded under kOtherSite for want of room.
  std::uint32_t owners_merged;  ///< Recorded under kOtherOwner.
  Optional<std::uint32_t> cycles;   ///< Ends of a cycle so far; absent: none.
  Optional<std::uint64_t> mark_ms;  ///< Uptime of the mark; absent: none was set.

  bool operator==(const ProfileLine&) const = default;
};

/// A call site, and what it has allocated. What it holds now is the sum of its blocks.
struct SiteLine {
  std::uint64_t pool;                ///< Address of the heap or pool; 0: the C library's own.
  std::uint64_t frames[kMaxFrames];  ///< 0: no further frame.
  std::uint64_t total_bytes;         ///< Ever allocated, estimated. Saturates, as the next.
  std::uint64_t total_blocks;
  std::uint8_t
      lifetimes[kLifetimeBuckets];  ///< Freed blocks; all halved when one would exceed 255.
  std::uint8_t cycles_grown;  ///< Latest cycles that each ended with more live bytes. Saturates.

  bool operator==(const SiteLine&) const = default;
};

/// Whose blocks they are.
enum class OwnerState : std::uint8_t { kInterrupt, kAlive, kEnded };
struct OwnerLine {
  std::uint64_t thread;  ///< Address of its control block; 0: interrupts, or before there are any.
  OwnerState state;
  Name name;  ///< Of a thread; may be empty.

  bool operator==(const OwnerLine&) const = default;
};

/// A live block that was sampled. It stands for 1/p blocks and size/p bytes, where
/// p = 1 - exp(-size / (interval_bytes * 2^level)); with interval_bytes 1 and level 0 p is 1.
struct BlockLine {
  std::uint64_t address;
  std::uint32_t size;    ///< Requested of sys_heap, for k_malloc() with a pointer before it; or a
                         ///< pool's block size.
  std::uint8_t level;    ///< 0 to 31.
  std::uint64_t age_ms;  ///< To 64 ms and the sampling period.
  std::uint8_t site;     ///< Slot, or kOtherSite.
  std::uint8_t owner;    ///< Slot, or kOtherOwner.
  bool since_mark;

  bool operator==(const BlockLine&) const = default;
};

/// A site that holds much of a leaking heap, estimated on the device.
struct SuspectLine {
  std::uint64_t up_ms;
  ResourceKind kind;  ///< Of the heap or pool, as its name.
  Name name;
  std::uint32_t rank;        ///< From 1.
  std::uint64_t at;          ///< Innermost return address; 0: blocks under kOtherSite.
  std::uint32_t live_bytes;  ///< In the age band of the verdict's window.
  std::uint32_t live_blocks;
  std::uint32_t oldest_s;
  Name owner;  ///< Optional: thread that owns most of it.

  bool operator==(const SuspectLine&) const = default;
};

/// A site in one report line, estimated on the device.
struct SiteSummaryLine {
  std::uint64_t up_ms;
  std::uint64_t at;  ///< Innermost return address; 0: blocks under kOtherSite.
  Name pool;         ///< Optional: name of the heap or pool.
  std::uint32_t live_bytes;
  std::uint32_t live_blocks;
  std::uint64_t total_bytes;
  std::uint64_t total_blocks;
  Optional<std::uint32_t> oldest_s;
  Optional<std::uint32_t> cycles_grown;
  std::uint64_t callers[kMaxFrames - 1];  ///< 0: none.

  bool operator==(const SiteSummaryLine&) const = default;
};

/// What a thread's blocks hold, in one report line, estimated on the device.
struct OwnerSummaryLine {
  std::uint64_t up_ms;
  Optional<OwnerState> state;  ///< Absent: blocks under kOtherOwner.
  Name name;                   ///< Optional, of a thread.
  std::uint64_t thread;        ///< As in OwnerLine.
  std::uint32_t live_bytes;
  std::uint32_t live_blocks;

  bool operator==(const OwnerSummaryLine&) const = default;
};

/// What the guard of a heap found.
enum class GuardFault : std::uint8_t {
  kOverrun,       ///< Written behind its end.
  kUnderrun,      ///< Written before its begin.
  kUseAfterFree,  ///< Written after it was freed.
  kDoubleFree,
  kForeignFree,  ///< Freed, but no block of this heap.
};
struct GuardLine {
  std::uint64_t up_ms;
  GuardFault fault;
  std::uint64_t block;
  Optional<std::uint32_t> size;    ///< Requested bytes.
  Name heap;                       ///< Optional.
  std::uint64_t allocated_at;      ///< 0: unknown.
  std::uint64_t freed_at;          ///< 0: unknown, or not freed. Of a free that was refused, that.
  Name owner;                      ///< Optional: the thread that allocated it.
  Optional<std::uint32_t> offset;  ///< First damaged byte: from the end of the block, or its begin.
  std::uint32_t damaged;           ///< Damaged bytes found.

  bool operator==(const GuardLine&) const = default;
};

}  // namespace tidemark::wire
