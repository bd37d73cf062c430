// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "tool/ingest/problem.hpp"

namespace tidemark::ingest {

/// What a hosted application wrote when it ended (`--end-report=FILE`). Texts are printable. What
/// it did not tell is absent.
struct EndReport {
  enum class End : std::uint8_t {
    kStopped,      ///< It reached --stop_at.
    kNothingLeft,  ///< No thread can ever run again.
    kSignal,       ///< It was told to end.
    kFatal,
    kExit,     ///< The application ended itself.
    kRefused,  ///< Its command line was wrong.
    kUnknown,  ///< A word that this version does not know.
  };
  struct FailedAllocation {
    std::uint64_t index = 0;  ///< Of the matching allocations, from 1.
    std::uint64_t bytes = 0;
    std::string heap;
    std::string thread;
    std::string call;
    std::string site;  ///< "function+0x14", or empty.
  };
  struct Fatal {
    std::uint32_t reason = 0;
    std::string reason_text;
    std::string thread;
    std::string message;
    std::string site;  ///< "function+0x14" of the application, or empty.
  };
  struct Leaks {
    std::uint64_t blocks = 0;
    std::uint64_t bytes = 0;
  };

  End end = End::kUnknown;
  std::optional<std::int64_t> status;
  std::optional<std::uint64_t> virtual_ms;
  std::optional<std::uint64_t> allocations_matched;
  std::optional<std::uint64_t> allocations_failed;
  std::optional<FailedAllocation> first_failed;
  std::optional<Fatal> fatal;
  std::optional<Leaks> leaks;
};

/// `text` as an end report; members that this version does not know are skipped. A problem iff it
/// is no JSON object of version 1, or a member has the wrong type or is out of range. `name` is the
/// file's, for the message. Never throws.
std::variant<EndReport, Problem> parse_end_report(std::string_view text, std::string_view name);

/// The same of a file of at most 1 MiB. Absent: there is no such file, or it is empty.
std::optional<std::variant<EndReport, Problem>> read_end_report(const std::string& file);

}  // namespace tidemark::ingest
