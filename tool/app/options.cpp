// SPDX-License-Identifier: Apache-2.0
#include "tool/app/options.hpp"

#include <charconv>
#include <cmath>

#include "estimate/leak_detector.hpp"

namespace tidemark::app {
namespace {

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

std::optional<double> unit_ms(std::string_view unit) {
  constexpr struct {
    std::string_view name;
    double ms;
  } kUnits[] = {{"ms", 1},       {"s", 1000},      {"m", 60'000},
                {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  for (const auto& known : kUnits) {
    if (unit == known.name) {
      return known.ms;
    }
  }
  return std::nullopt;
}

ingest::Problem bad_duration(const char* option, const std::string& text, const char* example) {
  return {std::string(option) + " " + text, "is no duration above zero",
          std::string("give a number and ms, s, m, h or d, for example ") + example};
}

}  // namespace

std::optional<std::uint64_t> parse_duration(std::string_view text) {
  constexpr double kMostMs = 1000.0 * 86'400'000.0;
  const auto number = take_number(text);
  const auto unit = unit_ms(text);
  if (!number || !unit) {
    return std::nullopt;
  }
  const double ms = std::round(*number * *unit);
  if (ms < 1 || ms > kMostMs) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(ms);
}

std::optional<analysis::Limits::Amount> parse_amount(std::string_view text) {
  const auto number = take_number(text);
  if (!number || (!text.empty() && text != "%")) {
    return std::nullopt;
  }
  const bool percent = text == "%";
  if (percent && *number > 100) {
    return std::nullopt;
  }
  return analysis::Limits::Amount{*number, percent};
}

std::variant<Settings, ingest::Problem> parse_settings(const CommonOptions& options) {
  Settings settings;
  settings.session.ticks_per_second = options.timestamp_hz;
  if (options.timestamp_hz == 0) {
    return ingest::Problem{"--timestamp-hz 0", "a clock has at least one tick a second",
                           "give what CONFIG_LOG_TIMESTAMP counts, for example 1000"};
  }
  if (!options.period.empty()) {
    settings.session.period_ms = parse_duration(options.period);
    if (!settings.session.period_ms) {
      return bad_duration("--period", options.period, "--period 60s");
    }
  }
  if (!options.block.empty()) {
    const auto block_ms = parse_duration(options.block);
    if (!block_ms || *block_ms > estimate::LeakTiming::kMostBlockMs) {
      return bad_duration("--block", options.block, "--block 1s; a day is the most");
    }
    settings.session.block_ms = static_cast<std::uint32_t>(*block_ms);
  }
  if (!options.max_heap_percent.empty()) {
    std::string_view text = options.max_heap_percent;
    const auto percent = take_number(text);
    if (!percent || *percent > 100 || (!text.empty() && text != "%")) {
      return ingest::Problem{"--max-heap-percent " + options.max_heap_percent,
                             "is no percentage from 0 to 100", "for example --max-heap-percent 80"};
    }
    settings.limits.max_heap_percent = percent;
  }
  if (!options.min_stack_free.empty()) {
    settings.limits.min_stack_free = parse_amount(options.min_stack_free);
    if (!settings.limits.min_stack_free) {
      return ingest::Problem{"--min-stack-free " + options.min_stack_free,
                             "is neither bytes nor a percentage",
                             "for example --min-stack-free 256 or --min-stack-free 20%"};
    }
  }
  return settings;
}

}  // namespace tidemark::app
