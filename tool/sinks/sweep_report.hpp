// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tool/analysis/sweep.hpp"

namespace tidemark::sinks {

/// The result of a sweep for people: a table with a row for each allocation that was made to fail,
/// how each run that was not survived ended, and the outcome as the last line.
std::string sweep_text(const analysis::Sweep& sweep, std::string_view app, bool colour);
/// docs/reference/cli.md describes it.
nlohmann::ordered_json sweep_json(const analysis::Sweep& sweep, std::string_view app);
/// A test case for the plain run and one for each allocation.
std::string sweep_junit(const analysis::Sweep& sweep, std::string_view app);

/// "survived", "faulted", "died", "hung", "ended_early", "unknown".
std::string_view result_name(analysis::SweepRun::Result result);
/// "20 of the first 20 allocations may fail; ..." the last line of the text form.
std::string sweep_sentence(const analysis::Sweep& sweep);

}  // namespace tidemark::sinks
