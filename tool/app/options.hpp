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

/// What the commands that judge understand, as the user typed it.
struct CommonOptions {
  std::string period;
  std::string block;
  std::string max_heap_percent;
  std::string min_stack_free;
  std::string min_largest_free;
  bool allow_leak = false;
  std::uint64_t timestamp_hz = 1000;
  std::string elf;  ///< What names the device's addresses.
  bool force = false;
};

struct ProfileOptions {
  std::string file;
  std::string elf;
  std::string older;  ///< A capture to compare with.
  std::string older_elf;
  std::string pprof;
  std::string flame;
  std::string device;
  std::string earlier;  ///< With `unreachable`: a core dump that was taken before.
  std::string min_age;
  std::size_t top = 20;
  std::uint64_t timestamp_hz = 1000;
  bool json = false;
  bool force = false;
  bool since_mark = false;
  bool unreachable = false;  ///< FILE is a core dump.
};

struct CheckOptions {
  CommonOptions common;
  std::string file;
  std::string junit;
  bool json = false;
};

struct ReportOptions {
  CommonOptions common;
  std::string file;
  std::string output = "report.html";
};

struct MonitorOptions {
  CommonOptions common;
  std::string source;
  bool has_source = false;           ///< An empty one was given too.
  std::vector<std::string> command;  ///< What follows `--`.
  std::string run_for;
  std::string record;
  bool has_command = false;
  bool plain = false;
  bool json = false;
  bool exit_on_verdict = false;
  bool wait = false;
};

struct SoakOptions {
  CommonOptions common;
  std::string app;
  std::vector<std::string> arguments;  ///< What follows `--`, for the application.
  std::vector<std::string> gates;
  std::string run_for;
  std::string seed;
  std::string fail_alloc;
  std::string hang_timeout = "60s";
  std::string junit;
  std::string log;
  std::uint64_t sweep = 0;  ///< Allocations to fail in turn; 0: none was asked for.
  unsigned jobs = 2;
  bool has_sweep = false;
  bool json = false;
};

/// The parts of CommonOptions, parsed.
struct Settings {
  analysis::SessionOptions session;
  analysis::Limits limits;
};

enum class DurationFault : std::uint8_t { kNoDuration, kZero, kTooLong };

/// "500ms", "60s", "1.5m" or "1.5min", "2h", "30d", "4w", "1y" (365 days), or several of them whose
/// sum is meant, "1d12h", in milliseconds. At most 100 years.
std::variant<std::uint64_t, DurationFault> parse_duration(std::string_view text);

/// The same for an option's value; the problem names the option and gives `example`, such as "60s".
std::variant<std::uint64_t, ingest::Problem> duration_of(const std::string& option,
                                                         const std::string& text,
                                                         const std::string& example);

/// A number of bytes, or a percentage ("256", "12.5%"). Absent iff it is neither, negative, above
/// 100 %, or above 4294967295 bytes.
std::optional<analysis::Limits::Amount> parse_amount(std::string_view text);

std::variant<Settings, ingest::Problem> parse_settings(const CommonOptions& options);

/// "max-heap-percent=80" as --max-heap-percent 80, and so the other limits; "leak=off" allows
/// leaks. A problem iff it is none of them.
std::optional<ingest::Problem> apply_gate(std::string_view gate, CommonOptions& options);

}  // namespace tidemark::app
