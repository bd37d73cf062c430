// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tool/analysis/run_end.hpp"
#include "tool/analysis/session.hpp"

namespace tidemark::analysis {

/// What the user allows, over the whole input.
struct Limits {
  struct Amount {
    double value;
    bool percent;  ///< Of the size; else bytes.
  };
  std::optional<double>
      max_heap_percent;                  ///< Greatest use of any heap, in percent of its capacity.
  std::optional<Amount> min_stack_free;  ///< Least that any stack may have left.
  /// Least that the largest free block of any heap may be, in bytes.
  std::optional<std::uint64_t> min_largest_free;
  bool allow_leak = false;  ///< A leak is told and breaks nothing.
};

/// The judgement on an input; its values are the exit statuses.
enum class Outcome : std::uint8_t {
  kHealthy = 0,
  kCannotTell = 2,
  kBroken = 3,  ///< A leak, a level, a limit that does not hold, a fault, a death.
};

/// One resource and one limit.
struct LimitResult {
  enum class Which : std::uint8_t { kMaxHeapPercent, kMinStackFree, kMinLargestFree };
  Which which;
  std::optional<bool> holds;     ///< Absent: the input does not tell.
  std::optional<double> actual;  ///< In the unit of the limit.
};

struct ResourceSummary {
  const model::Resource* resource;
  const model::Finding* leak = nullptr;   ///< The latest that was not withdrawn.
  const model::Finding* level = nullptr;  ///< The latest of the worst, over or not.
  std::vector<LimitResult> limits;
  bool verdict_possible = false;  ///< Leak verdicts exist for its kind.
  bool leak_allowed = false;      ///< One was seen, and Limits.allow_leak; `leak` is then null.
  bool too_short = false;         ///< One would be possible, but not with so little input.
  [[nodiscard]] bool broken() const;
};

struct Summary {
  Outcome outcome = Outcome::kCannotTell;
  std::vector<ResourceSummary> resources;  ///< In the order of the inventory.
  bool names_dropped = false;              ///< There were more resources than are kept.
  bool contradictory = false;      ///< More than a quarter of the samples contradict the others.
  bool nothing_to_judge = false;   ///< No heap, no slab, and no limit on what there is.
  const RunEnd* run = nullptr;     ///< How the application that was run for it ended.
  std::uint64_t failed_lives = 0;  ///< Restarts that nobody asked for, of known reasons.
  std::uint64_t failed_allocations = 0;  ///< That got NULL, as the device tells it.
  bool unreachable_blocks = false;       ///< Its end report tells of leaks, which are not allowed.
};

/// Judges what `session` has seen. The result refers to the session's resources. kBroken iff
/// anything is broken; else kCannotTell iff a heap or slab had too little input, a limit cannot be
/// compared, resources were left out, more than a quarter of the samples contradict the others,
/// `incomplete` (the reading was stopped), or there is nothing to judge. A fault that the console
/// tells of breaks it too. `run`, which must outlive the result: how the application ended; a
/// failure is broken, an interruption "cannot tell".
Summary summarize(const Session& session, const Limits& limits, bool incomplete,
                  const RunEnd* run = nullptr);

}  // namespace tidemark::analysis
