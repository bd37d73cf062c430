// SPDX-License-Identifier: Apache-2.0
#include "tool/app/options.hpp"

#include <charconv>
#include <cmath>

#include "estimate/leak_detector.hpp"
#include "tool/app/symbol_options.hpp"

namespace tidemark::app {
namespace {

constexpr double kMostMs = 100.0 * 365 * 86'400'000.0;
constexpr double kMostBytes = 4'294'967'295.0;
constexpr const char* kDurations =
    "give a number and ms, s, m, h, d, w, mo (30 days) or y, for example ";

/// A decimal number that is not negative, off the front of `text`.
std::optional<double> take_number(std::string_view& text) {
  double value = 0;
  const auto parsed =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (parsed.ec != std::errc() || !std::isfinite(value) || std::signbit(value)) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  return value;
}

/// Milliseconds of the unit, off the front of `text`.
std::optional<double> take_unit(std::string_view& text) {
  constexpr struct {
    std::string_view name;
    double ms;
  } kUnits[] = {
      {"ms", 1},        {"s", 1000},       {"min", 60'000},    {"mo", 2'592'000'000}, {"m", 60'000},
      {"h", 3'600'000}, {"d", 86'400'000}, {"w", 604'800'000}, {"y", 31'536'000'000}};
  for (const auto& known : kUnits) {
    if (text.starts_with(known.name)) {
      text.remove_prefix(known.name.size());
      return known.ms;
    }
  }
  return std::nullopt;
}

ingest::Problem bad_duration(const std::string& option, const std::string& text,
                             DurationFault fault, const std::string& example) {
  const char* why = fault == DurationFault::kZero      ? "is not above zero"
                    : fault == DurationFault::kTooLong ? "is longer than 100 years"
                                                       : "is no duration";
  return {option + " " + text, why, kDurations + example};
}

ingest::Problem bad_amount(const std::string& option, const std::string& text, const char* why,
                           const char* todo) {
  return {option + " " + text, why, todo};
}

}  // namespace

std::variant<std::uint64_t, DurationFault> parse_duration(std::string_view text) {
  double ms = 0;
  if (text.empty()) {
    return DurationFault::kNoDuration;
  }
  while (!text.empty()) {
    const auto number = take_number(text);
    const auto unit = take_unit(text);
    if (!number || !unit) {
      return DurationFault::kNoDuration;
    }
    ms += *number * *unit;
  }
  ms = std::round(ms);
  if (ms < 1) {
    return DurationFault::kZero;
  }
  if (!(ms <= kMostMs)) {
    return DurationFault::kTooLong;
  }
  return static_cast<std::uint64_t>(ms);
}

std::variant<std::uint64_t, ingest::Problem> duration_of(const std::string& option,
                                                         const std::string& text,
                                                         const std::string& example) {
  const auto parsed = parse_duration(text);
  if (const auto* fault = std::get_if<DurationFault>(&parsed)) {
    return bad_duration(option, text, *fault, option + " " + example);
  }
  return std::get<std::uint64_t>(parsed);
}

std::optional<analysis::Limits::Amount> parse_amount(std::string_view text) {
  const auto number = take_number(text);
  if (!number || (!text.empty() && text != "%")) {
    return std::nullopt;
  }
  const bool percent = text == "%";
  if (*number > (percent ? 100 : kMostBytes)) {
    return std::nullopt;
  }
  return analysis::Limits::Amount{*number, percent};
}

namespace {

std::optional<ingest::Problem> parse_limits(const CommonOptions& options,
                                            analysis::Limits& limits) {
  limits.allow_leak = options.allow_leak;
  if (!options.max_heap_percent.empty()) {
    std::string_view text = options.max_heap_percent;
    limits.max_heap_percent = take_number(text);
    if (!limits.max_heap_percent || *limits.max_heap_percent > 100 ||
        (!text.empty() && text != "%")) {
      return bad_amount("--max-heap-percent", options.max_heap_percent,
                        "is no percentage from 0 to 100", "for example --max-heap-percent 80");
    }
  }
  if (!options.min_stack_free.empty()) {
    limits.min_stack_free = parse_amount(options.min_stack_free);
    if (!limits.min_stack_free) {
      return bad_amount("--min-stack-free", options.min_stack_free,
                        "is neither bytes (at most 4294967295) nor a percentage from 0% to 100%",
                        "for example --min-stack-free 256 or --min-stack-free 20%");
    }
  }
  if (!options.min_largest_free.empty()) {
    const auto bytes = parse_amount(options.min_largest_free);
    if (!bytes || bytes->percent || bytes->value != std::floor(bytes->value)) {
      return bad_amount("--min-largest-free", options.min_largest_free,
                        "is no whole number of bytes from 0 to 4294967295",
                        "for example --min-largest-free 256");
    }
    limits.min_largest_free = static_cast<std::uint64_t>(bytes->value);
  }
  return std::nullopt;
}

}  // namespace

std::variant<Settings, ingest::Problem> parse_settings(const CommonOptions& options) {
  Settings settings;
  settings.session.ticks_per_second = options.timestamp_hz;
  if (options.timestamp_hz == 0) {
    return ingest::Problem{"--timestamp-hz 0", "a clock has at least one tick a second",
                           "give what CONFIG_LOG_TIMESTAMP counts, for example 1000"};
  }
  if (!options.period.empty()) {
    const auto period = duration_of("--period", options.period, "60s");
    if (const auto* problem = std::get_if<ingest::Problem>(&period)) {
      return *problem;
    }
    settings.session.period_ms = std::get<std::uint64_t>(period);
  }
  if (!options.block.empty()) {
    const auto block = duration_of("--block", options.block, "1s");
    if (const auto* problem = std::get_if<ingest::Problem>(&block)) {
      return *problem;
    }
    if (std::get<std::uint64_t>(block) > estimate::LeakTiming::kMostBlockMs) {
      return ingest::Problem{"--block " + options.block, "is longer than a day",
                             "give a day or less, for example --block 1s"};
    }
    settings.session.block_ms = static_cast<std::uint32_t>(std::get<std::uint64_t>(block));
  }
  if (const auto problem = parse_limits(options, settings.limits)) {
    return *problem;
  }
  if (const auto problem = add_symbols(options.elf, options.force, settings.session)) {
    return *problem;
  }
  return settings;
}

std::optional<ingest::Problem> apply_gate(std::string_view gate, CommonOptions& options) {
  const std::size_t equals = gate.find('=');
  const std::string_view name = gate.substr(0, equals);
  const std::string value(equals == std::string_view::npos ? "" : gate.substr(equals + 1));
  const std::string what = "--gate " + std::string(gate);
  if (name == "leak") {
    if (value != "on" && value != "off") {
      return ingest::Problem{what, "is neither on nor off", "give --gate leak=on or leak=off"};
    }
    options.allow_leak = value == "off";
    return std::nullopt;
  }
  std::string* const option = name == "max-heap-percent"   ? &options.max_heap_percent
                              : name == "min-stack-free"   ? &options.min_stack_free
                              : name == "min-largest-free" ? &options.min_largest_free
                                                           : nullptr;
  if (option == nullptr) {
    return ingest::Problem{what, "is no gate",
                           "there are leak=on|off, max-heap-percent=80, min-stack-free=20%, "
                           "min-largest-free=256"};
  }
  if (value.empty()) {
    return ingest::Problem{what, "has no value", "for example --gate max-heap-percent=80"};
  }
  *option = value;
  return std::nullopt;
}

}  // namespace tidemark::app
