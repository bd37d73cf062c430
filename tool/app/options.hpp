// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tool/analysis/summary.hpp"
#include "tool/ingest/problem.hpp"

namespace tidemark::app {

/// What both commands understand, as the user typed it.
struct CommonOptions {
  std::string period;
  std::string block;
  std::string max_heap_percent;
  std::string min_stack_free;
  std::uint64_t timestamp_hz = 1000;
};

struct CheckOptions {
  CommonOptions common;
  std::string file;
  std::string junit;
  bool json = false;
};

struct MonitorOptions {
  CommonOptions common;
  std::string source;
  std::vector<std::string> command;  ///< What follows `--`.
  std::string run_for;
  bool has_command = false;
  bool plain = false;
  bool json = false;
  bool exit_on_verdict = false;
  bool wait = false;
};

/// The parts of CommonOptions, parsed.
struct Settings {
  analysis::SessionOptions session;
  analysis::Limits limits;
};

/// "500ms", "60s", "1.5m" or "1.5min", "2h", "1d" in milliseconds; absent iff it is not one of
/// these, 0, or longer than 1000 days.
std::optional<std::uint64_t> parse_duration(std::string_view text);

/// A number of bytes, or a percentage ("256", "12.5%"). Absent iff it is neither, negative, or
/// above 100 %.
std::optional<analysis::Limits::Amount> parse_amount(std::string_view text);

std::variant<Settings, ingest::Problem> parse_settings(const CommonOptions& options);

}  // namespace tidemark::app
