// SPDX-License-Identifier: Apache-2.0
#include "tool/app/soak_setup.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <system_error>

#include "tool/app/symbol_options.hpp"

namespace tidemark::app {
namespace {

using ingest::Problem;

constexpr std::uint64_t kMostSweep = 100'000;
constexpr unsigned kMostJobs = 256;

std::optional<Problem> check_numbers(const SoakOptions& options) {
  if (options.json && options.junit == "-") {
    return Problem{"--json --junit -", "both would write to stdout", "give --junit a file name"};
  }
  if (!options.seed.empty()) {
    std::uint32_t seed = 0;
    const char* end = options.seed.data() + options.seed.size();
    const auto parsed = std::from_chars(options.seed.data(), end, seed);
    if (parsed.ec != std::errc() || parsed.ptr != end) {
      return Problem{"--seed " + options.seed, "is no whole number from 0 to 4294967295",
                     "for example --seed 1"};
    }
  }
  if (options.has_sweep && (options.sweep == 0 || options.sweep > kMostSweep)) {
    return Problem{"--fail-alloc-sweep " + std::to_string(options.sweep), "is not from 1 to 100000",
                   "for example --fail-alloc-sweep 50"};
  }
  if (options.jobs == 0 || options.jobs > kMostJobs) {
    return Problem{"--jobs " + std::to_string(options.jobs), "is not from 1 to 256",
                   "for example --jobs 2"};
  }
  if (options.has_sweep && !options.fail_alloc.empty()) {
    return Problem{"--fail-alloc", "cannot be together with --fail-alloc-sweep",
                   "give one of the two"};
  }
  if (options.has_sweep && !options.log.empty()) {
    return Problem{"--log", "cannot be together with --fail-alloc-sweep",
                   "run one of its allocations alone: --fail-alloc nth:3 --log FILE"};
  }
  return std::nullopt;
}

std::optional<Problem> check_app(const SoakOptions& options, const ingest::HostedApp& app) {
  if ((options.has_sweep || !options.fail_alloc.empty()) && !app.can_fail_allocations) {
    return Problem{options.app, "cannot make allocations fail",
                   "build it again with this version of hosted Zephyr"};
  }
  if (options.has_sweep && !app.has_end_report) {
    return Problem{options.app, "does not tell how it ended",
                   "build it again with this version of hosted Zephyr"};
  }
  return std::nullopt;
}

}  // namespace

ReportFolder::~ReportFolder() {
  if (!path_.empty()) {
    std::error_code ignored;  // nobody is helped by an error about a temporary file
    std::filesystem::remove_all(path_, ignored);
  }
}

std::optional<Problem> ReportFolder::make() {
  std::error_code error;
  std::string path = std::filesystem::temp_directory_path(error) / "tidemark-XXXXXX";
  if (error || mkdtemp(path.data()) == nullptr) {
    return Problem{"a temporary folder", "cannot be made",
                   "set TMPDIR to a folder that can be written"};
  }
  path_ = path;
  return std::nullopt;
}

std::variant<SoakSetup, Problem> parse_soak(const SoakOptions& options) {
  CommonOptions common = options.common;
  for (const std::string& gate : options.gates) {
    if (auto problem = apply_gate(gate, common)) {
      return *problem;
    }
  }
  auto settings = parse_settings(common);
  if (const auto* problem = std::get_if<Problem>(&settings)) {
    return *problem;
  }
  const auto run_for = duration_of("--for", options.run_for, "30d");
  if (const auto* problem = std::get_if<Problem>(&run_for)) {
    return *problem;
  }
  const auto hang = duration_of("--hang-timeout", options.hang_timeout, "60s");
  if (const auto* problem = std::get_if<Problem>(&hang)) {
    return *problem;
  }
  if (auto problem = check_numbers(options)) {
    return *problem;
  }
  auto app = ingest::inspect_hosted_app(options.app);
  if (const auto* problem = std::get_if<Problem>(&app)) {
    return *problem;
  }
  if (common.elf.empty()) {
    // The application is the file that names its addresses; if it is no such file, nothing does.
    (void)add_symbols(options.app, false, std::get<Settings>(settings).session);
  }
  SoakSetup setup{std::get<ingest::HostedApp>(app), std::get<Settings>(settings),
                  std::get<std::uint64_t>(run_for),
                  std::chrono::milliseconds(std::get<std::uint64_t>(hang)), options.arguments};
  if (auto problem = check_app(options, setup.app)) {
    return *problem;
  }
  // Behind the user's own, so that they count.
  setup.arguments.push_back("--no-rt");
  setup.arguments.push_back(
      fmt::format("--stop_at={}.{:03}", setup.run_ms / 1000, setup.run_ms % 1000));
  if (!options.seed.empty()) {
    setup.arguments.push_back("--seed=" + options.seed);
  }
  return setup;
}

SoakRun::Options run_options(const SoakSetup& setup, const std::string& fail_alloc,
                             const std::string& report_file) {
  SoakRun::Options options;
  options.words.push_back(setup.app.path);
  options.words.insert(options.words.end(), setup.arguments.begin(), setup.arguments.end());
  if (!fail_alloc.empty()) {
    options.words.push_back("--fail-alloc=" + fail_alloc);
    options.failures_asked = true;
  }
  if (setup.app.has_end_report) {
    options.words.push_back("--end-report=" + report_file);
    options.end_report_file = report_file;
  }
  options.session = setup.settings.session;
  options.asked_ms = setup.run_ms;
  options.hang_timeout = setup.hang_timeout;
  return options;
}

}  // namespace tidemark::app
