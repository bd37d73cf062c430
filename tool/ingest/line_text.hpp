// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tidemark::ingest {

/// `line` without terminal escape sequences (ESC [ ... letter, ESC ] ... BEL, ESC and one other)
/// and without a sequence that the end of the line cuts. O(size).
std::string without_escapes(std::string_view line);

/// `line` as it may be printed on any terminal: no escape sequences; a tab is a space; any other
/// control byte, any byte that is not UTF-8, and any control code point is `?`. O(size).
std::string printable(std::string_view line);

/// Whether `line` is not text: it holds a zero byte, or more than a quarter of it are bytes that
/// are neither UTF-8 nor controls which text uses. An empty line is text. O(size).
bool looks_binary(std::string_view line);

/// What a log's time stamp tells.
struct LogStamp {
  /// What the number in the brackets counts.
  enum class Form : std::uint8_t {
    kClock,    ///< [hh:mm:ss.mmm,uuu], hours may have more digits; or with a date before
    kSeconds,  ///< [    1.000000]
    kTicks,    ///< [00001000]: ticks of a clock that the line does not name
  };
  Form form;
  std::uint64_t value;  ///< Microseconds since the clock's origin; ticks with kTicks.
  bool operator==(const LogStamp&) const = default;
};

/// The first time stamp of Zephyr's logging in `text` (without escape sequences). Text may stand
/// before it; kTicks wants at least six digits, and to be at the beginning or followed by " <".
/// O(size).
std::optional<LogStamp> find_log_stamp(std::string_view text);

}  // namespace tidemark::ingest
