// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "tool/analysis/summary.hpp"

namespace tidemark::sinks {

/// The judgement for people: tables, findings with their evidence, coverage, and the outcome as the
/// last line. `source` is what was read. With `colour` outcome and verdicts carry ANSI colours.
std::string text_summary(const analysis::Session& session, const analysis::Summary& summary,
                         const analysis::Limits& limits, std::string_view source, bool colour);

/// What became of the input: lines, losses, times, in lines with their LF.
std::string coverage_text(const analysis::Session& session);

/// How a resource stands, in a word or two: "LEAK", "watch", "ok".
std::string verdict_label(const analysis::ResourceSummary& one);

}  // namespace tidemark::sinks
