// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/fault_line.hpp"

#include <charconv>

#include "tool/ingest/line_text.hpp"

namespace tidemark::ingest {
namespace {

constexpr std::size_t kMostBytes = 200;
constexpr std::string_view kFatal = ">>> ZEPHYR FATAL ERROR ";
constexpr std::string_view kThread = "Current thread: ";
constexpr std::string_view kSanitizer = "==ERROR: ";
constexpr std::string_view kUndefined = ": runtime error: ";
constexpr std::string_view kLost = "tidemark-hosted: leak: ";
constexpr std::string_view kDropped = "--- ";
constexpr std::string_view kDroppedEnd = " messages dropped ---";

std::string copied(std::string_view text) {
  return printable(text.substr(0, kMostBytes));
}

/// What follows `marker`, wherever it stands.
std::optional<std::string_view> after(std::string_view text, std::string_view marker) {
  const std::size_t at = text.find(marker);
  return at == std::string_view::npos ? std::nullopt
                                      : std::optional(text.substr(at + marker.size()));
}

template <typename Number>
bool take_number(std::string_view& text, Number& value) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc()) {
    return false;
  }
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  return true;
}

std::optional<FatalErrorLine> fatal_error(std::string_view rest) {
  FatalErrorLine line{};
  if (!take_number(rest, line.reason) || rest.substr(0, 2) != ": ") {
    return std::nullopt;
  }
  rest.remove_prefix(2);
  line.text = copied(rest.substr(0, rest.find(" on CPU ")));
  return line;
}

std::optional<CurrentThreadLine> current_thread(std::string_view rest) {
  const std::size_t open = rest.find(" (");
  const std::size_t close = rest.rfind(')');
  if (rest.substr(0, 2) != "0x" || open == std::string_view::npos ||
      close == std::string_view::npos || close < open + 2) {
    return std::nullopt;
  }
  return CurrentThreadLine{copied(rest.substr(open + 2, close - open - 2))};
}

std::optional<SanitizerLine> sanitizer(std::string_view rest) {
  const std::size_t colon = rest.find(": ");
  if (colon == std::string_view::npos || rest.substr(0, colon).find("Sanitizer") == rest.npos) {
    return std::nullopt;
  }
  return SanitizerLine{copied(rest.substr(0, colon)), copied(rest.substr(colon + 2))};
}

std::optional<DroppedLine> dropped(std::string_view rest) {
  DroppedLine line{};
  if (!take_number(rest, line.messages) || rest.substr(0, kDroppedEnd.size()) != kDroppedEnd) {
    return std::nullopt;
  }
  return line;
}

template <typename Line>
FaultLine or_nothing(std::optional<Line> line) {
  return line ? FaultLine(std::move(*line)) : FaultLine();
}

}  // namespace

FaultLine find_fault(std::string_view text) {
  if (const auto rest = after(text, kFatal)) {
    return or_nothing(fatal_error(*rest));
  }
  if (const auto rest = after(text, kThread)) {
    return or_nothing(current_thread(*rest));
  }
  if (const auto rest = after(text, kSanitizer)) {
    return or_nothing(sanitizer(*rest));
  }
  if (const auto rest = after(text, kUndefined)) {
    return SanitizerLine{"UndefinedBehaviorSanitizer", copied(*rest)};
  }
  if (const auto rest = after(text, kLost)) {
    return SanitizerLine{"leak check", copied(*rest)};
  }
  if (const auto rest = after(text, kDropped)) {
    return or_nothing(dropped(*rest));
  }
  return {};
}

}  // namespace tidemark::ingest
