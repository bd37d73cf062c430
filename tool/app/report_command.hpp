// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "tool/app/options.hpp"

namespace tidemark::app {

/// `tidemark report`: reads a file to its end and writes a page about it. Returns the exit status:
/// 0 iff the page is written; what it says is check's matter. `version` is the tool's.
int run_report(const ReportOptions& options, std::string_view version);

}  // namespace tidemark::app
