// SPDX-License-Identifier: Apache-2.0
#include "wire/report_values.hpp"

namespace tidemark::wire {
namespace {

int hex_value(char c) {
  if (is_digit(c)) {
    return c - '0';
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool digits_value(Text text, std::uint64_t max, std::uint64_t* value) {
  if (text.empty()) {
    return false;
  }
  std::uint64_t sum = 0;
  for (char c : text) {
    if (!is_digit(c)) {
      return false;
    }
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (sum > (max - digit) / 10) {
      return false;
    }
    sum = sum * 10 + digit;
  }
  *value = sum;
  return true;
}

Text part(Text text, std::size_t begin, std::size_t end) {
  return Text(text.data() + begin, end - begin);
}

std::size_t find(Text text, char wanted) {
  std::size_t at = 0;
  while (at < text.size() && text[at] != wanted) {
    ++at;
  }
  return at;
}

bool parse_count(Text text, std::uint32_t* value) {
  std::uint64_t wide = 0;
  if (!digits_value(text, 0xFFFFFFFFu, &wide)) {
    return false;
  }
  *value = static_cast<std::uint32_t>(wide);
  return true;
}

bool parse_word_of(Text text, Words words, std::uint8_t* value) {
  for (std::uint8_t i = 0; i < words.count; ++i) {
    std::size_t size = 0;
    while (words.words[i][size] != '\0') {
      ++size;
    }
    if (same_text(text, Text(words.words[i], size))) {
      *value = i;
      return true;
    }
  }
  return false;
}
template <typename Enum, std::size_t N>
bool parse_word(Text text, const char* const (&words)[N], Enum* value) {
  std::uint8_t number = 0;
  if (!parse_word_of(text, words_of(words), &number)) {
    return false;
  }
  *value = static_cast<Enum>(number);
  return true;
}
bool parse_signed(Text text, std::int32_t* value) {
  const bool negative = !text.empty() && text[0] == '-';
  std::uint64_t wide = 0;
  if (!digits_value(part(text, negative ? 1 : 0, text.size()), negative ? 0x80000000u : 0x7FFFFFFFu,
                    &wide)) {
    return false;
  }
  const auto number = static_cast<std::int64_t>(wide);
  *value = static_cast<std::int32_t>(negative ? -number : number);
  return true;
}

bool parse_priority(Text text, std::int8_t* value) {
  std::int32_t number = 0;
  if (!parse_signed(text, &number) || number < -128 || number > 127) {
    return false;
  }
  *value = static_cast<std::int8_t>(number);
  return true;
}

// Devices of before had one level besides ok.
bool parse_level(Text text, Level* value) {
  if (same_text(text, text_of("exhaustion"))) {
    *value = Level::kWarn;
    return true;
  }
  return parse_word(text, kLevelWords, value);
}

bool parse_uptime(Text text, std::uint64_t* up_ms) {
  const std::size_t point = find(text, '.');
  std::uint64_t seconds = 0;
  std::uint64_t millis = 0;
  if (point + 4 != text.size() || !digits_value(part(text, point + 1, text.size()), 999, &millis) ||
      !digits_value(part(text, 0, point), (~std::uint64_t{0} - millis) / 1000, &seconds)) {
    return false;
  }
  *up_ms = seconds * 1000 + millis;
  return true;
}

bool parse_address(Text text, std::uint64_t* value) {
  constexpr std::size_t kPrefix = 2;
  if (text.size() <= kPrefix || text.size() > kPrefix + 16 || text[0] != '0' || text[1] != 'x') {
    return false;
  }
  std::uint64_t sum = 0;
  for (char c : part(text, kPrefix, text.size())) {
    const int digit = hex_value(c);
    if (digit < 0) {
      return false;
    }
    sum = sum << 4 | static_cast<std::uint64_t>(digit);
  }
  *value = sum;
  return true;
}

bool parse_rate(Text text, std::uint64_t* millibytes_per_hour) {
  const std::size_t point = find(text, '.');
  if (point + 3 > text.size() || !is_digit(text[point + 1])) {
    return false;
  }
  const Text unit = part(text, point + 2, text.size());
  const std::uint64_t factor = same_text(unit, text_of("B/s"))     ? 360000
                               : same_text(unit, text_of("B/min")) ? 6000
                                                                   : 100;
  const bool per_day = same_text(unit, text_of("B/day"));
  if (factor == 100 && !per_day && !same_text(unit, text_of("B/h"))) {
    return false;
  }
  const auto tenth = static_cast<std::uint64_t>(text[point + 1] - '0');
  std::uint64_t whole = 0;
  if (!digits_value(part(text, 0, point), (~std::uint64_t{0} / factor - tenth) / 10, &whole)) {
    return false;
  }
  const std::uint64_t scaled = (whole * 10 + tenth) * factor;
  // Upwards, so that the writer, which cuts, gives the same text again.
  *millibytes_per_hour = per_day ? scaled / 24 + (scaled % 24 != 0 ? 1 : 0) : scaled;
  return true;
}

std::uint32_t unit_seconds(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3600;
    case 'd':
      return 86400;
    default:
      return 0;
  }
}

// The unit that may follow, in seconds; 0: none.
std::uint32_t smaller_unit(std::uint32_t unit) {
  return unit == 86400 ? 3600u : unit == 3600 ? 60u : unit == 60 ? 1u : 0u;
}

bool parse_duration(Text text, std::uint32_t* seconds) {
  if (same_text(text, text_of(">136y"))) {
    *seconds = kForeverSeconds;
    return true;
  }
  std::uint64_t sum = 0;
  std::uint32_t expected = 0;  // 0: any unit
  std::size_t begin = 0;
  do {
    std::size_t end = begin;
    while (end < text.size() && is_digit(text[end])) {
      ++end;
    }
    const std::uint32_t unit = end < text.size() ? unit_seconds(text[end]) : 0;
    std::uint64_t count = 0;
    if (unit == 0 || (begin > 0 && unit != expected) ||
        !digits_value(part(text, begin, end), kForeverSeconds, &count)) {
      return false;
    }
    // The second count is less than one of the first unit: `1h60m` is 2h.
    if (begin > 0 && count * unit >= (unit == 3600 ? 86400u : unit * 60u)) {
      return false;
    }
    sum += count * unit;
    expected = smaller_unit(unit);
    const bool second = begin > 0;
    begin = end + 1;
    if (second) {
      break;
    }
  } while (begin < text.size());
  if (begin != text.size() || sum >= kForeverSeconds) {
    return false;
  }
  *seconds = static_cast<std::uint32_t>(sum);
  return true;
}

// One character of a quoted value, from `*at`, which it moves behind it.
bool unescape(Text text, std::size_t* at, char* out) {
  *out = text[(*at)++];
  if (*out != '\\') {
    return true;
  }
  if (*at == text.size()) {
    return false;
  }
  *out = text[(*at)++];
  if (*out == '"' || *out == '\\') {
    return true;
  }
  if (*out != 'x' || *at + 2 > text.size()) {
    return false;
  }
  const int high = hex_value(text[*at]);
  const int low = hex_value(text[*at + 1]);
  *at += 2;
  *out = static_cast<char>(high * 16 + low);
  return high >= 0 && low >= 0;
}

template <std::size_t N>
bool parse_text(const Token& token, FixedText<N>* out) {
  FixedText<N> text{};
  for (std::size_t at = 0; at < token.value.size();) {
    char c = token.value[at];
    if (token.quoted) {
      if (!unescape(token.value, &at, &c)) {
        return false;
      }
    } else {
      ++at;
    }
    if (!text.push(c)) {
      return false;
    }
  }
  *out = text;
  return !text.empty();
}

/// Where a field's value is in the line's structure; sets the mark of an optional number.
template <typename T>
T* value_at(unsigned char* line, const Field& field) {
  if (field.is_optional) {
    auto* value = reinterpret_cast<Optional<T>*>(line + field.offset);
    value->present = true;
    return &value->value;
  }
  return reinterpret_cast<T*>(line + field.offset);
}

bool parse_bare(Text text, const Field& field, unsigned char* line) {
  switch (field.form) {
    case Form::kCount:
      return parse_count(text, value_at<std::uint32_t>(line, field));
    case Form::kDuration:
      return parse_duration(text, value_at<std::uint32_t>(line, field));
    case Form::kUptime:
      return parse_uptime(text, value_at<std::uint64_t>(line, field));
    case Form::kRate:
      return parse_rate(text, value_at<std::uint64_t>(line, field));
    case Form::kPriority:
      return parse_priority(text, value_at<std::int8_t>(line, field));
    case Form::kLevel:
      return parse_level(text, value_at<Level>(line, field));
    case Form::kVerdict:
      return parse_word(text, kVerdictWords, value_at<Verdict>(line, field));
    case Form::kLevelCause:
      return parse_word(text, kLevelCauseWords, value_at<LevelCause>(line, field));
    case Form::kResourceKind:
      return parse_word(text, kResourceKindWords, value_at<ResourceKind>(line, field));
    case Form::kWide:
      return digits_value(text, ~std::uint64_t{0}, value_at<std::uint64_t>(line, field));
    case Form::kAddress:
      return parse_address(text, reinterpret_cast<std::uint64_t*>(line + field.offset));
    case Form::kGuardFault:
      return parse_word(text, kGuardFaultWords, value_at<GuardFault>(line, field));
    case Form::kOwnerState:
      return parse_word(text, kOwnerStateWords, value_at<OwnerState>(line, field));
    case Form::kSigned:
      return parse_signed(text, value_at<std::int32_t>(line, field));
    case Form::kName:
    case Form::kBlind:
      return false;
    default:
      return parse_word_of(text, recovery_words(field.form, line + field.offset),
                           line + field.offset);
  }
}

}  // namespace

bool parse_value(const Token& token, const Field& field, void* line) {
  auto* bytes = static_cast<unsigned char*>(line);
  if (field.form == Form::kName) {
    return parse_text(token, reinterpret_cast<Name*>(bytes + field.offset));
  }
  if (field.form == Form::kBlind) {
    return parse_text(token, reinterpret_cast<BlindList*>(bytes + field.offset));
  }
  return !token.quoted && parse_bare(token.value, field, bytes);
}

}  // namespace tidemark::wire
