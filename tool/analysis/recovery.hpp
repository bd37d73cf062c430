// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "wire/report_line.hpp"

namespace tidemark::analysis {

inline constexpr std::size_t kRestartReasons = 10;
inline constexpr std::size_t kReclaimOutcomes = 5;
inline constexpr std::size_t kAllocationRungs = 5;

/// Where in the input something was told.
struct ToldAt {
  std::uint32_t boot;  ///< From 1.
  std::uint64_t line;
  std::uint64_t at_ms;  ///< The device's uptime.
};

/// A life of the device that ended, as the one after it tells it. The lists are what was not well,
/// what held most, and what happened last.
struct EndedLife {
  wire::RestartLine restart;
  ToldAt told;  ///< By the boot that followed.
  std::vector<wire::RestartLevelLine> levels{};
  std::vector<wire::RestartSiteLine> sites{};
  std::vector<wire::RestartEventLine> events{};
};

/// An allocation that the heap refused at first.
struct Climb {
  wire::AllocationFailureLine failure;
  ToldAt told;
};

/// All that was told of one reclaimer.
struct ReclaimerRecord {
  std::uint64_t calls = 0;                                 ///< Over all boots, as far as was told.
  std::array<std::uint64_t, kReclaimOutcomes> outcomes{};  ///< Calls that were told.
  std::uint64_t said_bytes = 0;                            ///< In these.
  std::int64_t measured_bytes = 0;
  std::uint32_t longest_ms = 0;
  std::optional<wire::ReclaimLine> first_bad{};  ///< The first that did not do as it should.
  ToldAt told{};                                 ///< Of that one.
};

/// What a line tells at once: one of them, or none.
struct RecoveryEvent {
  const wire::RestartLine* restart = nullptr;
  const wire::AllocationFailureLine* failure = nullptr;
  const wire::ReclaimLine* reclaim = nullptr;
  std::string place{};  ///< Of the address in it: "main() at src/main.c:31"; empty: it has none.
  [[nodiscard]] bool tells() const {
    return restart != nullptr || failure != nullptr || reclaim != nullptr;
  }
};

/// What a device tells of reclaiming, of failing allocations and of its restarts. Bounded: the
/// first kMostLives and kMostClimbs, and kMostReclaimers by name; counts have all. Any lines in any
/// order are fine. Not thread-safe.
class Recovery {
 public:
  static constexpr std::size_t kMostLives = 256;
  static constexpr std::size_t kMostClimbs = 64;
  static constexpr std::size_t kMostReclaimers = 64;

  /// A boot begins: the counts that count from one start anew.
  void begin_boot();
  /// A line of one of the six kinds; others are left alone. What it tells, which refers to `line`.
  RecoveryEvent add(const wire::ReportLine& line, const ToldAt& told);

  /// Whether the device told anything of all this.
  [[nodiscard]] bool any() const { return life_count_ + climb_count_ > 0 || !reclaimers_.empty(); }

  [[nodiscard]] const std::vector<EndedLife>& lives() const { return lives_; }
  [[nodiscard]] std::uint64_t life_count() const { return life_count_; }
  [[nodiscard]] std::uint64_t restarts_for(wire::RestartReason reason) const {
    return reasons_[static_cast<std::size_t>(reason)];
  }
  /// Of all told, those that are a failure: neither asked for nor of unknown reason.
  [[nodiscard]] std::uint64_t failed_lives() const;
  /// The first of them; null: none, or it is not among those kept.
  [[nodiscard]] const EndedLife* first_failed_life() const;
  /// How the life before the present boot ended; absent: not told.
  [[nodiscard]] const std::optional<wire::RestartLine>& latest() const { return latest_; }
  /// Boots that began in the input after another, and told nothing of how that one ended.
  [[nodiscard]] std::uint64_t untold_restarts() const;
  /// Uptime of all lives that were told, and what their next ones took until they told it.
  [[nodiscard]] std::uint64_t lived_ms() const { return lived_ms_; }
  [[nodiscard]] std::uint64_t starting_ms() const { return starting_ms_; }

  [[nodiscard]] const std::vector<Climb>& climbs() const { return climbs_; }
  [[nodiscard]] std::uint64_t climbs_to(wire::AllocationRung rung) const {
    return rungs_[static_cast<std::size_t>(rung)];
  }
  [[nodiscard]] std::uint64_t climb_count() const { return climb_count_; }
  /// Allocations that got NULL after all rungs, and at once, over all boots.
  [[nodiscard]] std::uint64_t failed_allocations() const { return failed_before_ + failed_; }
  [[nodiscard]] std::uint64_t refused_at_once() const { return at_once_before_ + at_once_; }
  /// The first that got NULL; null: none was told.
  [[nodiscard]] const Climb* first_failure() const;

  [[nodiscard]] const std::map<std::string, ReclaimerRecord>& reclaimers() const {
    return reclaimers_;
  }

 private:
  bool add(const wire::RestartLine& line, const ToldAt& told);
  void add(const wire::AllocationFailureLine& line, const ToldAt& told);
  void add(const wire::ReclaimLine& line, const ToldAt& told);

  std::vector<EndedLife> lives_;
  std::vector<Climb> climbs_;
  std::optional<Climb> first_failure_;
  std::map<std::string, ReclaimerRecord> reclaimers_;
  std::map<std::string, std::pair<std::uint32_t, wire::ReclaimOutcome>> latest_calls_;
  std::array<std::uint64_t, kRestartReasons> reasons_{};
  std::array<std::uint64_t, kAllocationRungs> rungs_{};
  std::uint64_t life_count_ = 0;
  std::uint64_t climb_count_ = 0;
  std::uint64_t lived_ms_ = 0;
  std::uint64_t starting_ms_ = 0;
  std::uint64_t failed_before_ = 0;
  std::uint64_t failed_ = 0;
  std::uint64_t at_once_before_ = 0;
  std::uint64_t at_once_ = 0;
  std::uint64_t boots_ = 0;       // that followed another
  std::uint64_t told_boots_ = 0;  // of these
  std::optional<wire::RestartLine> latest_;
  bool keeps_details_ = false;  // of the life that was told last
};

/// Whether a restart for that reason is a failure: nobody asked for it, and it is known.
bool is_failure(wire::RestartReason reason);
/// Whether a call of a reclaimer was as it should be.
bool is_good(wire::ReclaimOutcome outcome);

}  // namespace tidemark::analysis
