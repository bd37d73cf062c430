// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>

#include "tool/ingest/problem.hpp"

namespace tidemark::ingest {

/// An application that was built with hosted Zephyr, and what it can do.
struct HostedApp {
  std::string path;                   ///< With a slash, so that no search of PATH finds another.
  bool has_end_report = false;        ///< --end-report=FILE
  bool can_fail_allocations = false;  ///< --fail-alloc=SPEC
};

/// Looks into the file, and does not run it. A problem iff it is no file, may not be run, or does
/// not hold the texts of hosted Zephyr.
std::variant<HostedApp, Problem> inspect_hosted_app(const std::string& file);

}  // namespace tidemark::ingest
