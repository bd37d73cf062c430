// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tidemark::ingest {

/// Why a line was left out. Each is counted; none stops the reading.
enum class Skip : std::uint8_t {
  kTooLong,       ///< Longer than the splitter keeps.
  kBinary,        ///< Not text.
  kCutShort,      ///< Ended in the middle of a message.
  kBadNumber,     ///< A number that is not one, or is out of range.
  kBadReport,     ///< A report line that breaks wire/REPORT_LINES.md.
  kImpossible,    ///< Counters that contradict each other or the heap's size.
  kTimeJump,      ///< A time stamp far from those round it.
  kTooManyNames,  ///< A resource beyond the number that is kept.
  kBadMessage,    ///< A message that breaks wire/SCHEMA.md.
};
inline constexpr std::size_t kSkipReasons = 9;

/// What `reason` means, as it ends the sentence "3 lines skipped: ".
constexpr std::string_view describe(Skip reason) {
  constexpr std::array<std::string_view, kSkipReasons> kTexts = {
      "longer than 8192 bytes",
      "not text",
      "cut short in the middle of a message",
      "a number is missing or out of range",
      "malformed report line",
      "counters contradict the heap's size",
      "time stamp jumps",
      "more resources than are kept",
      "malformed message",
  };
  return kTexts[static_cast<std::size_t>(reason)];
}

/// The reason's name in JSON and JUnit.
constexpr std::string_view name_of(Skip reason) {
  constexpr std::array<std::string_view, kSkipReasons> kNames = {
      "too_long",   "binary",    "cut_short",      "bad_number",  "bad_report",
      "impossible", "time_jump", "too_many_names", "bad_message",
  };
  return kNames[static_cast<std::size_t>(reason)];
}

}  // namespace tidemark::ingest
