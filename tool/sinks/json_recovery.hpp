// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "tool/analysis/session.hpp"

/// Restarts, failing allocations and reclaimers, as in docs/reference/cli.md.
namespace tidemark::sinks {

/// Member "recovery" of the judgement. `run_ms`: how long the device was run; 0: not known.
nlohmann::ordered_json json_recovery(const analysis::Session& session, std::uint64_t run_ms);

/// An event of the stream of monitor --json.
nlohmann::ordered_json json_recovery_event(const analysis::RecoveryEvent& event);

}  // namespace tidemark::sinks
