// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "tool/analysis/summary.hpp"

/// docs/reference/cli.md describes both forms.
namespace tidemark::sinks {

/// Version of the JSON forms, member "tidemark". Members may be added within one version.
inline constexpr int kJsonVersion = 1;

/// The judgement. Values that are not known are absent.
nlohmann::ordered_json json_summary(const analysis::Session& session,
                                    const analysis::Summary& summary,
                                    const analysis::Limits& limits, std::string_view source);

/// One resource with its latest figures, as in the summary and in the stream of monitor --json.
nlohmann::ordered_json json_resource(const model::Resource& resource);

/// How a run ended, and an allocation that was made to fail.
nlohmann::ordered_json json_run(const analysis::RunEnd& run);
nlohmann::ordered_json json_allocation(const ingest::EndReport::FailedAllocation& allocation);

/// `value` on one line; bytes that are not UTF-8 are replaced, so that it never fails.
std::string json_text(const nlohmann::ordered_json& value, int indent = -1);

}  // namespace tidemark::sinks
