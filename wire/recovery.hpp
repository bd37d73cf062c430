// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/optional.hpp"
#include "wire/profile.hpp"
#include "wire/vocabulary.hpp"

/// What a device says when it gives memory back, when an allocation fails for good, and when it
/// comes back from a restart. Trivial structures, as those of wire/report_line.hpp;
/// value-initialise them. wire/SCHEMA.md has their messages, wire/REPORT_LINES.md their lines.
namespace tidemark::wire {

/// What a reclaimer was called for.
enum class ReclaimCause : std::uint8_t {
  kWarn,        ///< A resource rose to Level::kWarn.
  kCritical,    ///< To Level::kCritical.
  kAllocation,  ///< An allocation failed.
  kRequest,     ///< The application asked.
};

/// How a call of a reclaimer is judged.
enum class ReclaimOutcome : std::uint8_t {
  kGave,         ///< The heaps got bytes back, at least half of what it said.
  kGaveNothing,  ///< It said that it gave nothing, and the heaps got nothing.
  kOverstated,   ///< The heaps got less than half of what it said.
  kLate,         ///< It took longer than its deadline.
  kStuck,        ///< It has not returned by its deadline; it is not called again until it does.
};

/// One call of a reclaimer.
struct ReclaimLine {
  std::uint64_t up_ms;
  Name name;
  ReclaimCause cause;
  ReclaimOutcome outcome;
  std::uint32_t said_bytes;     ///< What it returned.
  std::int32_t measured_bytes;  ///< Free bytes of all watched heaps after less before: what others
                                ///< allocated or freed meanwhile is in it.
  std::uint32_t took_ms;
  std::uint32_t calls;  ///< Of this reclaimer since boot, this one included. Saturates.
  Optional<std::uint32_t> left_out;  ///< Lines of this kind that were left out before this one.

  bool operator==(const ReclaimLine&) const = default;
};

/// Where a failing allocation's way ended: the rung that satisfied it, or kFailed.
enum class AllocationRung : std::uint8_t {
  kReclaim,  ///< A reclaimer gave enough.
  kReserve,  ///< The emergency reserve was released.
  kShed,     ///< Optional work was switched off.
  kHandler,  ///< The application's handler made room (a subsystem restarted).
  kFailed,   ///< NULL, or a restart of the device.
};

/// An allocation that the heap refused at first.
struct AllocationFailureLine {
  std::uint64_t up_ms;
  AllocationRung rung;
  std::uint32_t size;     ///< Requested of the heap; for k_malloc() with a pointer before it.
  std::uint32_t steps;    ///< Calls and retries that it took; bounded.
  std::uint32_t failed;   ///< Allocations that ended with kFailed since boot, this one included.
  std::uint32_t at_once;  ///< Since boot: refused at once, because the context may not wait.
  Name heap;              ///< Optional.
  Name thread;            ///< Optional.
  std::uint64_t at;       ///< Return address of the call; 0: unknown.
  Optional<std::uint32_t> free;          ///< Of that heap, when it failed.
  Optional<std::uint32_t> largest_free;  ///< Of one block.
  Optional<std::uint32_t> left_out;      ///< As in ReclaimLine.

  bool operator==(const AllocationFailureLine&) const = default;
};

/// Why the device restarted.
enum class RestartReason : std::uint8_t {
  kUnknown,         ///< There was a life, and no record of its end: a pin, a watchdog, others.
  kOutOfMemory,     ///< The ladder of a failing allocation ended with a restart.
  kCritical,        ///< A resource stayed critical for longer than allowed.
  kMonitorStalled,  ///< The monitor did not run for as long as its watchdog waits.
  kStackOverflow,
  kAssertion,
  kPanic,        ///< k_panic(), k_oops().
  kException,    ///< Of the processor.
  kRequest,      ///< tidemark_restart().
  kHealthCheck,  ///< A health check of the application failed too often: `resource`.
};

inline constexpr std::size_t kRestartLevels = 4;  ///< Resources that were not well.
inline constexpr std::size_t kRestartSites = 4;   ///< Sites with the most live bytes.
inline constexpr std::size_t kRestartEvents = 8;  ///< Latest events, oldest first.

/// The life that ended, as the next one tells it.
struct RestartLine {
  std::uint64_t up_ms;
  RestartReason reason;
  std::uint64_t lived_ms;  ///< Uptime when it ended; with kUnknown at least that.
  std::uint32_t restarts;  ///< That nobody asked for, since the memory of records was last empty.
  std::uint32_t recent;    ///< Of these, within the boot-loop guard's time.
  bool safe_mode;          ///< This boot is in it.
  Name resource;           ///< Optional: what was critical, refused, or failed; or the thread.
  Name thread;             ///< Optional: that ran.
  std::uint64_t at;        ///< Return address or program counter; 0: unknown.
  Optional<std::uint32_t> size;          ///< Of a refused allocation.
  Optional<std::uint32_t> largest_free;  ///< When it was refused.
  Name build_id;                         ///< Optional: of the image that ended, as in HelloLine.

  bool operator==(const RestartLine&) const = default;
};

/// A resource that was not well when a life ended.
struct RestartLevelLine {
  std::uint64_t up_ms;
  ResourceKind kind;
  Name name;  ///< At most 16 bytes of it were kept.
  Level level;
  Verdict verdict;
  std::uint32_t used;
  std::uint32_t capacity;

  bool operator==(const RestartLevelLine&) const = default;
};

/// A site that held much when a life ended.
struct RestartSiteLine {
  std::uint64_t up_ms;
  std::uint64_t at;
  std::uint32_t live_bytes;
  std::uint32_t live_blocks;

  bool operator==(const RestartSiteLine&) const = default;
};

/// What happened before a life ended.
enum class RestartEventKind : std::uint8_t {
  kLevel,
  kVerdict,
  kReclaim,
  kAllocationFailure,
  kGuard,
};
struct RestartEventLine {
  std::uint64_t up_ms;
  std::uint32_t before_end_s;  ///< Seconds before the end of that life.
  RestartEventKind event;
  std::uint8_t value;  ///< The Level, Verdict, ReclaimOutcome, AllocationRung or GuardFault.
  Name name;           ///< Optional: resource or reclaimer; at most 16 bytes of it.

  bool operator==(const RestartEventLine&) const = default;
};

}  // namespace tidemark::wire
