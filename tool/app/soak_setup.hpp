// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tool/app/options.hpp"
#include "tool/app/soak_run.hpp"
#include "tool/ingest/hosted_app.hpp"

namespace tidemark::app {

/// A folder for the end reports of one command, deleted with all that is in it.
class ReportFolder {
 public:
  ReportFolder() = default;
  ~ReportFolder();
  ReportFolder(const ReportFolder&) = delete;
  ReportFolder& operator=(const ReportFolder&) = delete;

  /// A problem iff it cannot be made.
  std::optional<ingest::Problem> make();
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

/// SoakOptions, checked, and the application, looked into.
struct SoakSetup {
  ingest::HostedApp app;
  Settings settings;
  std::uint64_t run_ms = 0;
  std::chrono::milliseconds hang_timeout{};
  std::vector<std::string> arguments;  ///< Of the application, without those that differ by run.
};

std::variant<SoakSetup, ingest::Problem> parse_soak(const SoakOptions& options);

/// One run; `fail_alloc` is the value of --fail-alloc, or empty, `report_file` where it writes its
/// end report if it can.
SoakRun::Options run_options(const SoakSetup& setup, const std::string& fail_alloc,
                             const std::string& report_file);

}  // namespace tidemark::app
