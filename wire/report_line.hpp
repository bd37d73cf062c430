// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/optional.hpp"
#include "base/span.hpp"
#include "wire/profile.hpp"
#include "wire/recovery.hpp"
#include "wire/vocabulary.hpp"

/// Report lines: one message as one line of text. wire/REPORT_LINES.md is the grammar and says what
/// each value means. Writer and parser are freestanding, take no lock, keep no state and allocate
/// nothing: any thread and any interrupt may call them. They are in two sources so that the device
/// links the writer alone.
///
/// The message structures are trivial. Value-initialise them (`HeapLine line{};`): every optional
/// field is then unknown. Units: `_ms` milliseconds, `_s` seconds, `_us` microseconds, rates in
/// thousandths of a byte an hour.
namespace tidemark::wire {

/// Longest line with its LF, in bytes, counted from `tidemark: `.
inline constexpr std::size_t kMaxLineBytes = 192;
/// Room that a writer needs: the longest line and its terminating zero.
inline constexpr std::size_t kLineCapacity = kMaxLineBytes + 1;
/// Bytes of the longest build id that a hello shows: of a GNU build id by SHA-1, whole.
inline constexpr std::size_t kMaxBuildIdBytes = 20;
/// The format that `hello` announces.
inline constexpr std::uint32_t kFormat = 1;
/// A duration that is at least this many seconds saturates.
inline constexpr std::uint32_t kForeverSeconds = 0xFFFFFFFFu;

struct HelloLine {
  std::uint64_t up_ms;
  std::uint32_t format;
  std::uint32_t period_ms;  ///< Between two samples.
  std::uint32_t block_ms;   ///< The detector's base block.
  std::uint32_t report_s;   ///< Between two reports; 0: only events are reported.
  Name board;               ///< Optional.
  Name kernel;              ///< Optional: the kernel's version.
  Name build_id;            ///< Optional: hexadecimal, two digits a byte, at most kMaxBuildIdBytes.

  bool operator==(const HelloLine&) const = default;
};

struct HeapLine {
  std::uint64_t up_ms;
  Name name;
  std::uint32_t used;  ///< capacity - free, in bytes, as all five.
  std::uint32_t free;
  std::uint32_t capacity;
  std::uint32_t allocated;
  std::uint32_t peak;
  Level level;
  Verdict verdict;
  Optional<std::uint64_t> rate_millibytes_per_hour;
  Optional<std::uint32_t> left_s;
  Optional<std::uint32_t> largest_min;  ///< Least that its largest free block was at any sample.
  Optional<std::uint32_t> largest;      ///< Its largest free block now.

  bool operator==(const HeapLine&) const = default;
};

/// A thread's stack, or one that interrupts run on.
struct StackLine {
  std::uint64_t up_ms;
  ResourceKind kind;
  Name name;
  std::uint32_t peak;  ///< High-water mark: size - free, in bytes.
  std::uint32_t free;  ///< Never used, in bytes.
  std::uint32_t size;
  Optional<std::int8_t> priority;  ///< Of a thread.
  Level level;

  bool operator==(const StackLine&) const = default;
};

/// A pool of blocks of one size: a slab, memory blocks, or network buffers.
struct BlockPoolLine {
  std::uint64_t up_ms;
  ResourceKind kind;
  Name name;
  std::uint32_t used;  ///< In blocks, as free, blocks and peak.
  std::uint32_t free;
  std::uint32_t blocks;
  std::uint32_t block_size;  ///< In bytes.
  Optional<std::uint32_t> peak;
  Level level;
  Verdict verdict;
  Optional<std::uint32_t> left_s;

  bool operator==(const BlockPoolLine&) const = default;
};

struct VerdictLine {
  std::uint64_t up_ms;
  ResourceKind kind;
  Name name;
  Verdict verdict;
  Optional<std::uint64_t> rate_millibytes_per_hour;
  Optional<std::uint64_t> rate_low_millibytes_per_hour;
  Optional<std::uint64_t> rate_high_millibytes_per_hour;
  Optional<std::uint32_t> left_s;
  Optional<std::uint32_t> window_s;

  bool operator==(const VerdictLine&) const = default;
};

struct LevelLine {
  std::uint64_t up_ms;
  ResourceKind kind;
  Name name;
  Level level;
  std::uint32_t used;  ///< Bytes of a heap, high-water mark of a stack, blocks of a pool.
  std::uint32_t capacity;
  Optional<LevelCause> cause;  ///< Unknown where it is kUsed, and at kOk.

  bool operator==(const LevelLine&) const = default;
};

struct CoverageLine {
  std::uint64_t up_ms;
  std::uint32_t heaps;
  std::uint32_t heaps_missed;
  std::uint32_t threads;
  std::uint32_t threads_missed;
  std::uint32_t mem_slabs;
  std::uint32_t mem_slabs_missed;
  BlindList blind;                       ///< Optional.
  Optional<std::uint32_t> pools_missed;  ///< Memory blocks and net_buf pools without room.
  Optional<std::uint32_t> isr_stacks;    ///< Unknown, as the next two, where none is watched.
  Optional<std::uint32_t> mem_blocks;
  Optional<std::uint32_t> net_buf_pools;

  bool operator==(const CoverageLine&) const = default;
};

struct SelfLine {
  std::uint64_t up_ms;
  std::uint32_t samples;
  std::uint32_t ram;                  ///< Static bytes of the monitor, its thread's stack included.
  Optional<std::uint32_t> sample_us;  ///< The latest sample of all resources.
  Optional<std::uint32_t> sample_us_max;  ///< The longest since boot.
  Optional<std::uint32_t> lock_us_max;
  Optional<std::uint32_t> lines_lost;
  Optional<std::uint32_t> messages_dropped;  ///< That found no room while the link was down.

  bool operator==(const SelfLine&) const = default;
};

/// Each writes `line` with its LF and a terminating zero into `out`, and returns the bytes before
/// the zero. Optional fields are dropped from the end, and then the name cut from its end, until
/// the line has kMaxLineBytes at most. Returns 0, with an empty text in `out` where that has room,
/// iff `out` is too small for the line; kLineCapacity always suffices. O(kMaxLineBytes), save for a
/// line that must drop or cut.
std::size_t write_report_line(const HelloLine& line, Span<char> out);
std::size_t write_report_line(const HeapLine& line, Span<char> out);
std::size_t write_report_line(const StackLine& line, Span<char> out);
std::size_t write_report_line(const BlockPoolLine& line, Span<char> out);
std::size_t write_report_line(const VerdictLine& line, Span<char> out);
std::size_t write_report_line(const LevelLine& line, Span<char> out);
std::size_t write_report_line(const CoverageLine& line, Span<char> out);
std::size_t write_report_line(const SelfLine& line, Span<char> out);
std::size_t write_report_line(const ProfileLine& line, Span<char> out);
std::size_t write_report_line(const SiteSummaryLine& line, Span<char> out);
std::size_t write_report_line(const OwnerSummaryLine& line, Span<char> out);
std::size_t write_report_line(const SuspectLine& line, Span<char> out);
std::size_t write_report_line(const GuardLine& line, Span<char> out);
std::size_t write_report_line(const ReclaimLine& line, Span<char> out);
std::size_t write_report_line(const AllocationFailureLine& line, Span<char> out);
std::size_t write_report_line(const RestartLine& line, Span<char> out);
std::size_t write_report_line(const RestartLevelLine& line, Span<char> out);
std::size_t write_report_line(const RestartSiteLine& line, Span<char> out);
std::size_t write_report_line(const RestartEventLine& line, Span<char> out);

enum class LineKind : std::uint8_t {
  kHello,
  kHeap,
  kStack,
  kBlockPool,
  kVerdict,
  kLevel,
  kCoverage,
  kSelf,
  kProfile,
  kSite,
  kOwner,
  kSuspect,
  kGuard,
  kReclaim,
  kAllocationFailure,
  kRestart,
  kRestartLevel,
  kRestartSite,
  kRestartEvent,
};

/// A parsed message: the member that `kind` names is the one that is set.
struct ReportLine {
  LineKind kind;
  union {
    HelloLine hello;
    HeapLine heap;
    StackLine stack;
    BlockPoolLine block_pool;
    VerdictLine verdict;
    LevelLine level;
    CoverageLine coverage;
    SelfLine self;
    ProfileLine profile;
    SiteSummaryLine site;
    OwnerSummaryLine owner;
    SuspectLine suspect;
    GuardLine guard;
    ReclaimLine reclaim;
    AllocationFailureLine allocation_failure;
    RestartLine restart;
    RestartLevelLine restart_level;
    RestartSiteLine restart_site;
    RestartEventLine restart_event;
  };
};

enum class ParseOutcome : std::uint8_t {
  kMessage,    ///< `*out` holds it.
  kMalformed,  ///< Of a known kind, but it breaks the grammar, a range or a sum. Count it.
  kUnknown,    ///< Well begun, of a kind that this reader does not know. Skip it.
  kNotOurs,    ///< No report line in it: other console text.
};

/// Parses one line, with or without its CR and LF. Any bytes and any length are fine; `*out`
/// changes only with kMessage. O(size).
ParseOutcome parse_report_line(Text line, ReportLine* out);

}  // namespace tidemark::wire
