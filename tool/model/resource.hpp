// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tool/model/history.hpp"
#include "wire/report_line.hpp"

namespace tidemark::model {

using Kind = wire::ResourceKind;
using wire::is_block_pool;
using wire::is_stack;
using Level = wire::Level;
using Verdict = wire::Verdict;

/// The kinds as people are shown them.
inline constexpr Kind kKindsInOrder[] = {Kind::kHeap,    Kind::kThreadStack, Kind::kIsrStack,
                                         Kind::kMemSlab, Kind::kMemBlocks,   Kind::kNetBufPool};

/// Who a verdict or level comes from.
enum class Judge : std::uint8_t { kTool, kDevice };

/// What a verdict says beside its name. What its judge did not tell is absent.
struct Trend {
  std::optional<std::uint64_t> rate_millibytes_per_hour;
  std::optional<std::uint64_t> rate_low_millibytes_per_hour;
  std::optional<std::uint64_t> rate_high_millibytes_per_hour;
  std::optional<std::uint32_t> left_s;  ///< wire::kForeverSeconds: at least that.
  std::optional<std::uint64_t> window_ms;
};

/// A call site that holds much of a heap or pool that grows, as people are told of it.
struct Holder {
  std::string place;            ///< "main() at src/main.c:31", or an address. Printable.
  std::uint64_t address = 0;    ///< Innermost return address.
  std::optional<double> share;  ///< Of what is as old as the growth, 0 to 1; absent: not known.
  double live_bytes = 0;        ///< Of any age, as the next.
  double live_blocks = 0;
  std::optional<std::uint64_t> oldest_ms;
  std::string thread;  ///< That owns most of it; empty: not known.
  bool thread_ended = false;
  bool operator==(const Holder&) const = default;
};

/// Something that happened to a resource and that the final judgement counts.
struct Finding {
  enum class What : std::uint8_t { kLeak, kLevel };
  What what;
  Judge judge;
  std::uint32_t boot;  ///< Number of the boot in the input, from 1.
  std::uint64_t at_ms;
  std::uint64_t line;  ///< Number of the line that led to it, from 1.
  std::optional<Trend> trend;
  std::optional<std::uint64_t> ended_ms;                 ///< Withdrawn, or at another level.
  std::vector<Holder> holders = {};                      ///< Of a leak: the latest that were known.
  Level level = Level::kOk;                              ///< Of a level: kWarn or kCritical.
  std::optional<wire::LevelCause> cause = std::nullopt;  ///< Of a level, unless it is the use.
};

/// One heap, stack or pool of blocks of the device, as far as it is known. Sizes are bytes, for a
/// pool blocks. Absent is unknown. Times are milliseconds of the device's uptime, or of what
/// stands for it (see analysis::Session).
struct Resource {
  static constexpr std::size_t kMostFindings = 64;

  Kind kind = Kind::kHeap;
  std::string name;
  Judge judge = Judge::kTool;

  std::optional<std::uint32_t> used;  ///< Of a stack: its high-water mark.
  std::optional<std::uint32_t> free;  ///< Of a stack: the bytes never used.
  std::optional<std::uint32_t> capacity;
  std::optional<std::uint32_t> allocated;  ///< Heaps: the kernel's own figure, without headers.
  std::optional<std::uint32_t> peak;       ///< Greatest `used` of this boot.
  std::optional<std::uint32_t> block_size;
  std::uint64_t address = 0;  ///< Of the heap, pool or thread; 0: not told. Of the latest boot.
  std::optional<std::int8_t> priority;
  std::optional<std::uint32_t> least_free;    ///< Over all boots, as all limits are.
  std::optional<std::uint32_t> largest_free;  ///< Heaps: the largest block that can be had now.
  /// Heaps: the least that the largest free block was at any sample, over all boots.
  std::optional<std::uint32_t> least_largest_free;
  std::optional<double> most_percent;  ///< Greatest share of the capacity in use, over all boots.

  Level level = Level::kOk;
  Verdict verdict = Verdict::kNone;
  std::optional<Trend> trend;  ///< Present unless `verdict` is kNone.
  /// Who holds it, the weightiest first, while `verdict` is not kNone; empty: not known.
  std::vector<Holder> holders;

  std::uint64_t samples = 0;  ///< Of all boots.
  std::uint64_t boot_samples = 0;
  std::uint64_t first_ms = 0;  ///< Of this boot.
  std::uint64_t last_ms = 0;
  History history;  ///< `used`, of this boot.

  std::vector<Finding> findings;  ///< The first kMostFindings.
  std::uint64_t findings_dropped = 0;
  /// Heaps: how much of what is free no single block can have, 0 to 1.
  [[nodiscard]] std::optional<double> fragmentation() const {
    if (!largest_free || free.value_or(0) == 0) {
      return std::nullopt;
    }
    return *largest_free < *free ? 1.0 - static_cast<double>(*largest_free) / *free : 0.0;
  }

  bool enough_input = false;  ///< In some boot it was watched long enough for a verdict.
  /// How much longer this boot would have to be watched for one; absent: not yet known.
  std::optional<std::uint64_t> missing_ms;
};

}  // namespace tidemark::model
