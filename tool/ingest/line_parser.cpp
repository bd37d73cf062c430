// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/line_parser.hpp"

#include <charconv>
#include <string>

namespace tidemark::ingest {
namespace {

constexpr std::string_view kBanner = "*** Booting ";

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void skip_spaces(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
}

bool take_word(std::string_view& text, std::string_view word) {
  skip_spaces(text);
  if (text.substr(0, word.size()) != word) {
    return false;
  }
  text.remove_prefix(word.size());
  return true;
}

/// What follows "<subject> | Free:" in `text`, wherever it stands.
std::optional<std::string_view> after_label(std::string_view text, std::string_view subject) {
  for (std::size_t at = text.find(subject); at != std::string_view::npos;
       at = text.find(subject, at + 1)) {
    if (at > 0 && is_name_character(text[at - 1])) {
      continue;
    }
    std::string_view rest = text.substr(at + subject.size());
    if (take_word(rest, "|") && take_word(rest, "Free") && take_word(rest, ":")) {
      return rest;
    }
  }
  return std::nullopt;
}

/// Takes "N bytes" off the front.
std::variant<std::uint32_t, Skip> take_bytes(std::string_view& text) {
  skip_spaces(text);
  if (text.empty()) {
    return Skip::kCutShort;
  }
  std::uint32_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc()) {
    return Skip::kBadNumber;
  }
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  if (!take_word(text, "bytes")) {
    return std::string_view("bytes").substr(0, text.size()) == text ? Skip::kCutShort
                                                                    : Skip::kBadNumber;
  }
  return value;
}

std::variant<HeapCounts, Skip> parse_heap(std::string_view rest) {
  const auto free = take_bytes(rest);
  if (const auto* skip = std::get_if<Skip>(&free)) {
    return *skip;
  }
  constexpr std::string_view kNext = ", Allocated:";
  if (!take_word(rest, ",") || !take_word(rest, "Allocated") || !take_word(rest, ":")) {
    return rest.empty() || kNext.find(rest) != std::string_view::npos ? Skip::kCutShort
                                                                      : Skip::kBadNumber;
  }
  const auto allocated = take_bytes(rest);
  if (const auto* skip = std::get_if<Skip>(&allocated)) {
    return *skip;
  }
  return HeapCounts{std::get<std::uint32_t>(free), std::get<std::uint32_t>(allocated)};
}

std::variant<ConsoleText, TutorialLine, Skip> parse_tutorial(std::string_view text) {
  TutorialLine line;
  if (auto rest = after_label(text, "Stack")) {
    const auto free = take_bytes(*rest);
    if (const auto* skip = std::get_if<Skip>(&free)) {
      return *skip;
    }
    line.stack_free = std::get<std::uint32_t>(free);
  }
  if (const auto rest = after_label(text, "Heap")) {
    const auto counts = parse_heap(*rest);
    if (const auto* skip = std::get_if<Skip>(&counts)) {
      return *skip;
    }
    line.heap = std::get<HeapCounts>(counts);
  }
  if (!line.stack_free && !line.heap) {
    return ConsoleText{};
  }
  line.stamp = find_log_stamp(text);
  return line;
}

/// The part behind the last zero byte: rubbish before a message does not spoil it.
std::string_view behind_zeros(std::string_view text) {
  const std::size_t zero = text.rfind('\0');
  return zero == std::string_view::npos ? text : text.substr(zero + 1);
}

}  // namespace

ParsedLine parse_line(const RawLine& line) {
  if (line.too_long) {
    return Skip::kTooLong;
  }
  const std::string_view tail = behind_zeros(line.text);
  wire::ReportLine report;
  switch (wire::parse_report_line(Text(tail.data(), tail.size()), &report)) {
    case wire::ParseOutcome::kMessage:
      // Its last number may lack digits, and nothing would show it.
      return line.ended ? ParsedLine(report) : ParsedLine(Skip::kCutShort);
    case wire::ParseOutcome::kMalformed:
      return line.ended ? Skip::kBadReport : Skip::kCutShort;
    case wire::ParseOutcome::kUnknown:
    case wire::ParseOutcome::kNotOurs:
      break;
  }
  const std::string text = without_escapes(tail);
  const auto tutorial = parse_tutorial(text);
  if (const auto* skip = std::get_if<Skip>(&tutorial)) {
    return *skip;
  }
  if (const auto* samples = std::get_if<TutorialLine>(&tutorial)) {
    return *samples;
  }
  if (text.find(kBanner) != std::string::npos) {
    return BootBanner{};
  }
  if (FaultLine fault = find_fault(text); fault.index() != 0) {
    return fault;
  }
  return looks_binary(line.text) ? ParsedLine(Skip::kBinary) : ParsedLine(ConsoleText{});
}

}  // namespace tidemark::ingest
