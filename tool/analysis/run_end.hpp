// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tool/analysis/session.hpp"
#include "tool/ingest/end_report.hpp"
#include "tool/ingest/source.hpp"

namespace tidemark::analysis {

/// How a run of an application ended. Texts are printable.
struct RunEnd {
  enum class How : std::uint8_t {
    kCompleted,    ///< It ran for as long as it was asked to.
    kInterrupted,  ///< The user ended it.
    kEndedEarly,   ///< It ended itself, in good order.
    kDied,         ///< A fatal error, a signal, a sanitizer's report, an exit status that is not 0.
    kHung,         ///< Its virtual time stood still for as long as the user allows.
    kRefused,      ///< It did not take its command line.
  };
  How how = How::kCompleted;
  std::string why;               ///< "fatal error 4 (Kernel panic) in thread main"; may be empty.
  std::uint64_t asked_ms = 0;    ///< Virtual time that it was to run.
  std::uint64_t reached_ms = 0;  ///< Virtual time that it ran, as far as is known.
  double host_seconds = 0;       ///< Time that this took.
  std::vector<std::string> last_lines;  ///< Of its console, oldest first; report lines left out.
  std::optional<ingest::EndReport> report;
  bool failures_asked = false;  ///< Allocations were to fail.

  /// Whether it was asked to fail allocations and none was one of them; not if that is not known.
  [[nodiscard]] bool nothing_to_fail() const;
  /// Whether it ended as it should not have.
  [[nodiscard]] bool failed() const;
};

/// What is known of a run that is over.
struct RunFacts {
  std::uint64_t asked_ms = 0;
  ingest::CommandEnd command;
  std::optional<ingest::EndReport> report;
  std::optional<std::uint64_t> stopped_at_ms;  ///< Its own "Stopped at" line.
  std::uint64_t covered_ms = 0;                ///< From first to last sample.
  std::vector<Fault> faults;
  std::vector<std::string> last_lines;
  std::vector<std::string> error_lines;  ///< The last of its stderr, oldest first.
  double host_seconds = 0;
  bool interrupted = false;
  bool hung = false;
  double hang_seconds = 0;
  bool failures_asked = false;
};

RunEnd judge_end(const RunFacts& facts);

/// The virtual time of the line that hosted Zephyr ends with, "Stopped at 40.000s".
std::optional<std::uint64_t> stopped_at_ms(std::string_view line);

/// "fatal error 2 (Stack overflow) in thread main", "AddressSanitizer: ...".
std::string fault_text(const Fault& fault);

}  // namespace tidemark::analysis
