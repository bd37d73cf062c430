// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/line_text.hpp"

#include <charconv>
#include <chrono>

namespace tidemark::ingest {
namespace {

constexpr char kEscape = '\x1b';
constexpr std::uint64_t kMicrosPerSecond = 1'000'000;

/// Bytes of the escape sequence at the beginning of `text`, which begins with ESC.
std::size_t escape_bytes(std::string_view text) {
  if (text.size() < 2) {
    return text.size();
  }
  if (text[1] == '[') {
    for (std::size_t i = 2; i < text.size(); ++i) {
      if (text[i] >= '@' && text[i] <= '~') {
        return i + 1;
      }
      if (text[i] < ' ') {
        return i;
      }
    }
    return text.size();
  }
  if (text[1] == ']') {
    const std::size_t end = text.find('\a');
    return end == std::string_view::npos ? text.size() : end + 1;
  }
  return 2;
}

/// Bytes of the UTF-8 sequence at the beginning of `text`, 0 iff there is no valid one. Overlong
/// forms, surrogates and values above U+10FFFF are not valid.
std::size_t utf8_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto tail = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const unsigned char lead = byte(0);
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return tail(1) ? 2 : 0;
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!tail(1) || !tail(2)) {
      return 0;
    }
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!tail(1) || !tail(2) || !tail(3)) {
      return 0;
    }
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool too_high = lead == 0xF4 && byte(1) >= 0x90;
    return overlong || too_high ? 0 : 4;
  }
  return 0;
}

bool is_control(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) {
    return lead < 0x20 || lead == 0x7F;
  }
  return lead == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;
}

/// Takes decimal digits off the front: between `least` and `most` of them, none left over.
bool take_digits(std::string_view& text, std::size_t least, std::size_t most, std::uint64_t& out) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    ++digits;
  }
  if (digits < least || digits > most) {
    return false;
  }
  const auto parsed = std::from_chars(text.data(), text.data() + digits, out);
  text.remove_prefix(digits);
  return parsed.ec == std::errc();
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

/// "hh:mm:ss.mmm,uuu", with hours of two to eight digits.
std::optional<std::uint64_t> take_clock(std::string_view& text) {
  std::uint64_t hours = 0, minutes = 0, seconds = 0, millis = 0, micros = 0;
  const bool fits =
      take_digits(text, 2, 8, hours) && take(text, ':') && take_digits(text, 2, 2, minutes) &&
      take(text, ':') && take_digits(text, 2, 2, seconds) && take(text, '.') &&
      take_digits(text, 3, 3, millis) && take(text, ',') && take_digits(text, 3, 3, micros);
  if (!fits || minutes > 59 || seconds > 59) {
    return std::nullopt;
  }
  return ((hours * 60 + minutes) * 60 + seconds) * kMicrosPerSecond + millis * 1000 + micros;
}

/// "YYYY-MM-DD ", as microseconds since 1970.
std::optional<std::uint64_t> take_date(std::string_view& text) {
  std::uint64_t year = 0, month = 0, day = 0;
  if (!take_digits(text, 4, 4, year) || !take(text, '-') || !take_digits(text, 2, 2, month) ||
      !take(text, '-') || !take_digits(text, 2, 2, day) || !take(text, ' ')) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || year < 1970) {
    return std::nullopt;
  }
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return static_cast<std::uint64_t>(days) * 86400 * kMicrosPerSecond;
}

std::optional<LogStamp> clock_stamp(std::string_view text) {
  std::string_view rest = text;
  std::uint64_t origin = 0;
  if (const auto date = take_date(rest)) {
    origin = *date;
  } else {
    rest = text;
  }
  const auto clock = take_clock(rest);
  if (!clock || !take(rest, ']')) {
    return std::nullopt;
  }
  return LogStamp{LogStamp::Form::kClock, origin + *clock};
}

std::optional<LogStamp> seconds_stamp(std::string_view text) {
  while (take(text, ' ')) {
  }
  std::uint64_t seconds = 0, micros = 0;
  if (!take_digits(text, 1, 10, seconds) || !take(text, '.') || !take_digits(text, 6, 6, micros) ||
      !take(text, ']')) {
    return std::nullopt;
  }
  return LogStamp{LogStamp::Form::kSeconds, seconds * kMicrosPerSecond + micros};
}

std::optional<LogStamp> ticks_stamp(std::string_view text, bool at_beginning) {
  std::uint64_t ticks = 0;
  if (!take_digits(text, 6, 19, ticks) || !take(text, ']')) {
    return std::nullopt;
  }
  if (!at_beginning && text.substr(0, 2) != " <") {
    return std::nullopt;
  }
  return LogStamp{LogStamp::Form::kTicks, ticks};
}

}  // namespace

std::string without_escapes(std::string_view line) {
  std::string text;
  text.reserve(line.size());
  while (!line.empty()) {
    const std::size_t next = line.find(kEscape);
    text.append(line.substr(0, next));
    if (next == std::string_view::npos) {
      break;
    }
    line.remove_prefix(next);
    line.remove_prefix(escape_bytes(line));
  }
  return text;
}

std::string printable(std::string_view line) {
  const std::string text = without_escapes(line);
  std::string clean;
  clean.reserve(text.size());
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t bytes = utf8_bytes(rest);
    const std::string_view sequence = rest.substr(0, bytes);
    if (sequence == "\t") {
      clean += ' ';
    } else if (bytes == 0 || is_control(sequence)) {
      clean += '?';
    } else {
      clean.append(sequence);
    }
    rest.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return clean;
}

bool looks_binary(std::string_view line) {
  std::size_t odd = 0;
  for (std::string_view rest = line; !rest.empty();) {
    if (rest.front() == '\0') {
      return true;
    }
    const std::size_t bytes = utf8_bytes(rest);
    const std::string_view sequence = rest.substr(0, bytes);
    const bool usual = sequence == "\t" || sequence == "\r" || sequence == "\b" ||
                       sequence == "\a" || sequence == std::string_view(&kEscape, 1);
    if (bytes == 0 || (is_control(sequence) && !usual)) {
      ++odd;
    }
    rest.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return odd * 4 > line.size();
}

std::optional<LogStamp> find_log_stamp(std::string_view text) {
  for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
    const std::string_view inside = text.substr(at + 1);
    if (auto stamp = clock_stamp(inside)) {
      return stamp;
    }
    if (auto stamp = seconds_stamp(inside)) {
      return stamp;
    }
    const bool at_beginning = text.find_first_not_of(" \t") == at;
    if (auto stamp = ticks_stamp(inside, at_beginning)) {
      return stamp;
    }
  }
  return std::nullopt;
}

}  // namespace tidemark::ingest
