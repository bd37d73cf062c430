// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "tool/analysis/devices.hpp"
#include "tool/ingest/problem.hpp"

namespace tidemark::app {

/// How the reading of a file ended.
struct ReadEnd {
  std::optional<ingest::Problem> problem;  ///< It could not be read, or not to its end.
  bool opened = false;
  bool complete = false;  ///< Else what was read may be judged.
};

/// Reads a console log, a capture, or both mixed, to its end; "-" is stdin. SIGINT and SIGTERM end
/// it, from this call on. On a terminal stderr says how far it is, from the third second on.
ReadEnd read_file(const std::string& file, analysis::Devices& devices);

}  // namespace tidemark::app
